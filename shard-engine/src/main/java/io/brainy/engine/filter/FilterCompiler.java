package io.brainy.engine.filter;

import io.brainy.model.document.FieldValue;
import io.brainy.model.error.InvalidException;
import io.brainy.model.query.FieldPath;
import io.brainy.model.query.FieldPath.Own;
import io.brainy.model.query.Filter;
import io.brainy.model.query.Filter.Operator;
import io.brainy.model.query.Rfc3339;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.lucene.document.BinaryPoint;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;

/// Turns filters into queries over what [FilterFields] indexed. Every query matches exactly the
/// documents that [io.brainy.model.query.Filters#matches] does; since each part is exact, so are
/// their negations.
public final class FilterCompiler {

    /// How many conditions one filter may have; the operands of one `in` count as one.
    public static final int MAX_CONDITIONS = 10_000;

    static final Query NOTHING = new MatchNoDocsQuery("filter");

    static {
        // Lucene's own guard, which is global: a condition becomes a handful of clauses.
        IndexSearcher.setMaxClauseCount(8 * MAX_CONDITIONS);
    }

    private final StoredDocuments documents;
    private int conditions;

    private FilterCompiler(StoredDocuments documents) {
        this.documents = documents;
    }

    /// @param documents where what the index cannot decide is read
    /// @throws InvalidException when the filter has too many conditions
    public static Query compile(Filter filter, StoredDocuments documents) {
        return new FilterCompiler(documents).query(filter);
    }

    private Query query(Filter filter) {
        if (++conditions > MAX_CONDITIONS) {
            throw new InvalidException(
                    "where",
                    "a filter has at most "
                            + MAX_CONDITIONS
                            + " conditions; use 'in' for many values of one field");
        }
        return switch (filter) {
            case Filter.Compare compare ->
                    compare.operator() == Operator.NE
                            ? not(
                                    compare(
                                            new Filter.Compare(
                                                    compare.path(),
                                                    Operator.EQ,
                                                    compare.operand())))
                            : compare(compare);
            case Filter.In in -> in(in);
            case Filter.Exists exists -> exists(exists);
            case Filter.And(var parts) -> all(parts);
            case Filter.Or(var parts) -> any(parts.stream().map(this::query).toList());
            case Filter.Not(Filter part) -> not(query(part));
        };
    }

    private Query compare(Filter.Compare compare) {
        return switch (compare.path()) {
            case Own.ID -> IdConditions.compare(compare.operator(), compare.operand());
            case Own.CREATED_AT -> createdAt(compare.operator(), compare.operand());
            case Own.TYPE, Own.DOMAIN, Own.CUSTOMER_ID ->
                    compare.operand() instanceof FieldValue.Text(String text)
                            ? texts(compare).compare(compare.operator(), text)
                            : NOTHING;
            case FieldPath.Metadata(String path) -> {
                Query indexed =
                        switch (compare.operand()) {
                            case FieldValue.Text(String text) ->
                                    texts(compare).compare(compare.operator(), text);
                            case FieldValue.Bool(boolean flag) ->
                                    isEquality(compare.operator())
                                            ? new TermQuery(
                                                    new Term(
                                                            FieldNames.terms(path),
                                                            Keys.bool(flag)))
                                            : NOTHING;
                            case FieldValue.Whole _, FieldValue.Real _ ->
                                    range(
                                            FieldNames.numbers(path),
                                            compare.operator(),
                                            Keys.number(compare.operand()));
                            case FieldValue.Null _, FieldValue.Items _, FieldValue.Fields _ ->
                                    NOTHING;
                        };
                yield any(List.of(indexed, unindexed(compare)));
            }
        };
    }

    private TextConditions texts(Filter filter, FieldPath path) {
        return new TextConditions(path, suspects -> verified(suspects, filter));
    }

    private TextConditions texts(Filter.Compare compare) {
        return texts(compare, compare.path());
    }

    private Query in(Filter.In in) {
        return switch (in.path()) {
            case Own.ID ->
                    new TermInSetQuery(
                            FieldNames.ID, textsOf(in.operands()).map(BytesRef::new).toList());
            case Own.CREATED_AT -> {
                byte[][] instants =
                        textsOf(in.operands())
                                .map(Rfc3339::instantOf)
                                .filter(Objects::nonNull)
                                .map(Keys::instant)
                                .toArray(byte[][]::new);
                yield instants.length == 0
                        ? NOTHING
                        : BinaryPoint.newSetQuery(FieldNames.createdAt(), instants);
            }
            case Own.TYPE, Own.DOMAIN, Own.CUSTOMER_ID ->
                    texts(in, in.path()).in(textsOf(in.operands()).toList());
            case FieldPath.Metadata(String path) -> {
                List<Query> parts = new ArrayList<>();
                parts.add(texts(in, in.path()).in(textsOf(in.operands()).toList()));
                parts.add(
                        any(
                                in.operands().stream()
                                        .filter(operand -> operand instanceof FieldValue.Bool)
                                        .distinct()
                                        .map(flag ->
                                                new Filter.Compare(in.path(), Operator.EQ, flag))
                                        .map(this::compare)
                                        .toList()));
                byte[][] numbers =
                        in.operands().stream()
                                .filter(FilterCompiler::isNumber)
                                .map(Keys::number)
                                .toArray(byte[][]::new);
                if (numbers.length > 0) {
                    parts.add(BinaryPoint.newSetQuery(FieldNames.numbers(path), numbers));
                }
                parts.add(in.operands().isEmpty() ? NOTHING : unindexed(in));
                yield any(parts);
            }
        };
    }

    private Query exists(Filter.Exists exists) {
        return switch (exists.path()) {
            case Own.ID, Own.CREATED_AT -> MatchAllDocsQuery.INSTANCE;
            case Own.TYPE, Own.DOMAIN, Own.CUSTOMER_ID -> pathIsThere(exists.path());
            case FieldPath.Metadata(String path) ->
                    Keys.utf8(path).length > FilterFields.MAX_PATH_BYTES
                            ? unindexed(exists)
                            : pathIsThere(exists.path());
        };
    }

    private static Query pathIsThere(FieldPath path) {
        return new TermQuery(new Term(FieldNames.PATHS, FieldNames.pathTerm(path)));
    }

    /// Documents that match, among those whose values did not all find a place in the index.
    private Query unindexed(Filter filter) {
        return verified(
                new TermQuery(new Term(FieldNames.PATHS, FieldNames.UNINDEXED_TERM)), filter);
    }

    private Query verified(Query suspects, Filter filter) {
        return new VerifiedQuery(suspects, filter, documents);
    }

    private static Query createdAt(Operator operator, FieldValue operand) {
        if (!(operand instanceof FieldValue.Text(String text)) || operator == Operator.CONTAINS) {
            return NOTHING;
        }
        Instant instant = Rfc3339.instantOf(text);
        return instant == null
                ? NOTHING
                : range(FieldNames.createdAt(), operator, Keys.instant(instant));
    }

    /// Points before, at or after a key.
    static Query range(String field, Operator operator, byte[] key) {
        return switch (operator) {
            case EQ, NE, CONTAINS -> BinaryPoint.newExactQuery(field, key);
            case GT -> BinaryPoint.newRangeQuery(field, Keys.after(key), Keys.greatest());
            case GTE -> BinaryPoint.newRangeQuery(field, key, Keys.greatest());
            case LT -> BinaryPoint.newRangeQuery(field, Keys.least(), Keys.before(key));
            case LTE -> BinaryPoint.newRangeQuery(field, Keys.least(), key);
            case PREFIX -> NOTHING;
        };
    }

    private Query all(List<Filter> parts) {
        if (parts.isEmpty()) {
            return MatchAllDocsQuery.INSTANCE;
        }
        if (parts.size() == 1) {
            return query(parts.getFirst());
        }
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        parts.forEach(part -> all.add(query(part), Occur.FILTER));
        return all.build();
    }

    static Query any(List<Query> parts) {
        List<Query> possible = parts.stream().filter(part -> !part.equals(NOTHING)).toList();
        if (possible.isEmpty()) {
            return NOTHING;
        }
        if (possible.size() == 1) {
            return possible.getFirst();
        }
        BooleanQuery.Builder any = new BooleanQuery.Builder();
        possible.forEach(part -> any.add(part, Occur.SHOULD));
        return any.build();
    }

    private static Query not(Query part) {
        return part.equals(NOTHING)
                ? MatchAllDocsQuery.INSTANCE
                : new BooleanQuery.Builder()
                        .add(MatchAllDocsQuery.INSTANCE, Occur.FILTER)
                        .add(part, Occur.MUST_NOT)
                        .build();
    }

    private static Stream<String> textsOf(List<FieldValue> operands) {
        return operands.stream()
                .filter(FieldValue.Text.class::isInstance)
                .map(operand -> ((FieldValue.Text) operand).value());
    }

    private static boolean isNumber(FieldValue value) {
        return value instanceof FieldValue.Whole || value instanceof FieldValue.Real;
    }

    private static boolean isEquality(Operator operator) {
        return operator == Operator.EQ || operator == Operator.CONTAINS;
    }
}
