package io.brainy.engine.filter;

import io.brainy.model.document.FieldValue;
import io.brainy.model.query.FieldPath;
import io.brainy.model.query.Filter.Operator;
import io.brainy.model.query.Filters;
import io.brainy.model.query.Rfc3339;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TermRangeQuery;
import org.apache.lucene.util.BytesRef;

/// Conditions on the texts at a path: dates, cut texts and all others are three kinds of terms in
/// one field, each asked as it needs.
final class TextConditions {

    private final FieldPath path;
    private final String field;
    private final UnaryOperator<Query> verified;

    /// @param verified decides on suspects by the filter's meaning
    TextConditions(FieldPath path, UnaryOperator<Query> verified) {
        this.path = path;
        this.field = FieldNames.terms(path);
        this.verified = verified;
    }

    Query compare(Operator operator, String operand) {
        if (!Filters.isUnicode(operand)) {
            return FilterCompiler.NOTHING;
        }
        byte[] utf8 = Keys.utf8(operand);
        return switch (operator) {
            case EQ, NE -> equal(operand, utf8);
            case PREFIX -> beginning(utf8);
            case CONTAINS -> containing(utf8);
            case GT, GTE, LT, LTE -> {
                Instant instant = Rfc3339.instantOf(operand);
                yield instant == null
                        ? FilterCompiler.any(
                                List.of(
                                        range(Keys.TEXT, operator, utf8),
                                        range(Keys.DATE, operator, utf8),
                                        verified.apply(longRange(operator, utf8))))
                        : FilterCompiler.any(
                                List.of(
                                        range(Keys.TEXT, operator, utf8),
                                        dates(operator, operand, instant),
                                        // A cut text may be a date of very many digits.
                                        verified.apply(starting(Keys.LONG, new byte[0]))));
            }
        };
    }

    Query in(List<String> operands) {
        List<BytesRef> whole = new ArrayList<>();
        List<BytesRef> cut = new ArrayList<>();
        for (String operand : operands) {
            byte[] utf8 = Keys.utf8(operand);
            if (utf8.length > Keys.MAX_TEXT_BYTES) {
                cut.add(Keys.longTerm(utf8));
            } else if (Filters.isUnicode(operand)) {
                whole.add(Keys.term(tagOf(operand), utf8));
            }
        }
        return FilterCompiler.any(
                List.of(
                        whole.isEmpty() ? FilterCompiler.NOTHING : new TermInSetQuery(field, whole),
                        cut.isEmpty()
                                ? FilterCompiler.NOTHING
                                : verified.apply(new TermInSetQuery(field, cut))));
    }

    private Query equal(String operand, byte[] utf8) {
        return utf8.length > Keys.MAX_TEXT_BYTES
                ? verified.apply(new TermQuery(new Term(field, Keys.longTerm(utf8))))
                : new TermQuery(new Term(field, Keys.term(tagOf(operand), utf8)));
    }

    private Query beginning(byte[] utf8) {
        // What was kept of a cut text decides alone, where it is as long as what is asked for.
        Query cut =
                utf8.length <= Keys.KEPT_BYTES
                        ? starting(Keys.LONG, utf8)
                        : verified.apply(starting(Keys.LONG, Arrays.copyOf(utf8, Keys.KEPT_BYTES)));
        return FilterCompiler.any(
                List.of(starting(Keys.TEXT, utf8), starting(Keys.DATE, utf8), cut));
    }

    private Query containing(byte[] utf8) {
        return FilterCompiler.any(
                List.of(
                        scan(Keys.TEXT, term -> contains(term, utf8)),
                        scan(Keys.DATE, term -> contains(term, utf8)),
                        verified.apply(starting(Keys.LONG, new byte[0]))));
    }

    /// Dates by instant: as points where the path has them, else date by date.
    private Query dates(Operator operator, String operand, Instant instant) {
        return switch (path) {
            case FieldPath.Metadata(String name) ->
                    FilterCompiler.range(
                            FieldNames.instants(name), operator, Keys.instant(instant));
            case FieldPath.Own _ ->
                    scan(
                            Keys.DATE,
                            term ->
                                    Filters.holds(
                                            new FieldValue.Text(textOf(term)),
                                            operator,
                                            new FieldValue.Text(operand)));
        };
    }

    private Query range(byte tag, Operator operator, byte[] utf8) {
        BytesRef key = Keys.term(tag, utf8);
        BytesRef first = new BytesRef(new byte[] {tag});
        BytesRef end = new BytesRef(new byte[] {(byte) (tag + 1)});
        return switch (operator) {
            case GT -> new TermRangeQuery(field, key, end, false, false);
            case GTE -> new TermRangeQuery(field, key, end, true, false);
            case LT -> new TermRangeQuery(field, first, key, true, false);
            case LTE -> new TermRangeQuery(field, first, key, true, true);
            case EQ, NE, PREFIX, CONTAINS ->
                    throw new IllegalArgumentException("wanted a range, found " + operator);
        };
    }

    /// Cut texts that may lie in a range: what was kept is compared with as much of the operand,
    /// its end included.
    private Query longRange(Operator operator, byte[] utf8) {
        byte[] kept = Arrays.copyOf(utf8, Math.min(utf8.length, Keys.KEPT_BYTES));
        return range(
                Keys.LONG,
                operator == Operator.GT || operator == Operator.GTE ? Operator.GTE : Operator.LTE,
                kept);
    }

    private Query starting(byte tag, byte[] utf8) {
        return new PrefixQuery(new Term(field, Keys.term(tag, utf8)));
    }

    private Query scan(byte tag, Predicate<BytesRef> test) {
        return new TermScanQuery(field, new BytesRef(new byte[] {tag}), test);
    }

    private static byte tagOf(String text) {
        return Rfc3339.instantOf(text) == null ? Keys.TEXT : Keys.DATE;
    }

    private static String textOf(BytesRef term) {
        return new BytesRef(term.bytes, term.offset + 1, term.length - 1).utf8ToString();
    }

    /// Whether the text of a term has the bytes; valid UTF-8 is found in UTF-8 at whole characters
    /// only.
    private static boolean contains(BytesRef term, byte[] wanted) {
        int last = term.offset + term.length - wanted.length;
        for (int from = term.offset + 1; from <= last; from++) {
            if (Arrays.equals(term.bytes, from, from + wanted.length, wanted, 0, wanted.length)) {
                return true;
            }
        }
        return false;
    }
}
