package io.brainy.engine.filter;

import io.brainy.model.document.FieldValue;
import io.brainy.model.query.Filter.Operator;
import io.brainy.model.query.Filters;
import io.brainy.model.query.Rfc3339;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TermRangeQuery;
import org.apache.lucene.util.BytesRef;

/// Conditions on the id, whose term is its UTF-8 and nothing else.
final class IdConditions {

    private IdConditions() {}

    static Query compare(Operator operator, FieldValue operand) {
        if (!(operand instanceof FieldValue.Text(String text)) || !Filters.isUnicode(text)) {
            return FilterCompiler.NOTHING;
        }
        // An id may be a date, and the order of dates is not that of their bytes.
        boolean ordered = Rfc3339.instantOf(text) == null;
        BytesRef key = new BytesRef(text);
        String field = FieldNames.ID;
        return switch (operator) {
            case EQ, NE -> new TermQuery(new Term(field, key));
            case PREFIX -> new PrefixQuery(new Term(field, key));
            case CONTAINS -> scan(operator, operand);
            case GT ->
                    ordered
                            ? new TermRangeQuery(field, key, null, false, true)
                            : scan(operator, operand);
            case GTE ->
                    ordered
                            ? new TermRangeQuery(field, key, null, true, true)
                            : scan(operator, operand);
            case LT ->
                    ordered
                            ? new TermRangeQuery(field, null, key, true, false)
                            : scan(operator, operand);
            case LTE ->
                    ordered
                            ? new TermRangeQuery(field, null, key, true, true)
                            : scan(operator, operand);
        };
    }

    private static Query scan(Operator operator, FieldValue operand) {
        return new TermScanQuery(
                FieldNames.ID,
                new BytesRef(),
                id -> Filters.holds(new FieldValue.Text(id.utf8ToString()), operator, operand));
    }
}
