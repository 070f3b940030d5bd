package io.brainy.search.plan;

import io.brainy.model.document.FieldValue;
import io.brainy.model.query.Filter;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/// Writes a filter as people read it: `platform eq "bluesky" and year gte 2020`. Unambiguous, so
/// that two filters with the same text are the same filter.
public final class FilterText {

    private FilterText() {}

    public static String of(Filter filter) {
        return switch (filter) {
            case Filter.Compare(var path, var operator, var operand) ->
                    quoted(path.toString())
                            + " "
                            + operator.name().toLowerCase(Locale.ROOT)
                            + " "
                            + value(operand);
            case Filter.In(var path, var operands) ->
                    quoted(path.toString()) + " in " + value(new FieldValue.Items(operands));
            case Filter.Exists(var path) -> quoted(path.toString()) + " exists";
            case Filter.Not(var part) -> "not (" + of(part) + ")";
            case Filter.And(var parts) -> joined(parts, " and ", "everything");
            case Filter.Or(var parts) -> joined(parts, " or ", "nothing");
        };
    }

    private static String joined(List<Filter> parts, String word, String none) {
        if (parts.isEmpty()) {
            return none;
        }
        StringJoiner joined = new StringJoiner(word);
        for (Filter part : parts) {
            boolean nested = part instanceof Filter.And || part instanceof Filter.Or;
            joined.add(nested && parts.size() > 1 ? "(" + of(part) + ")" : of(part));
        }
        return joined.toString();
    }

    /// Field names are bare where nothing in them could be taken for the words around them.
    private static String quoted(String path) {
        return path.matches("[A-Za-z0-9_.\\-]+") ? path : value(new FieldValue.Text(path));
    }

    private static String value(FieldValue value) {
        return switch (value) {
            case FieldValue.Null _ -> "null";
            case FieldValue.Bool(boolean bool) -> Boolean.toString(bool);
            case FieldValue.Whole(long whole) -> Long.toString(whole);
            case FieldValue.Real(double real) -> Double.toString(real);
            case FieldValue.Text(String text) ->
                    '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
            case FieldValue.Items(var items) -> {
                StringJoiner joined = new StringJoiner(", ", "[", "]");
                items.forEach(item -> joined.add(value(item)));
                yield joined.toString();
            }
            case FieldValue.Fields(var fields) -> {
                StringJoiner joined = new StringJoiner(", ", "{", "}");
                fields.forEach((name, field) ->
                        joined.add(value(new FieldValue.Text(name)) + ": " + value(field)));
                yield joined.toString();
            }
        };
    }
}
