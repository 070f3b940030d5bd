package io.brainy.coordinator.json;

import io.brainy.model.document.FieldValue;
import io.brainy.model.error.InvalidException;
import io.brainy.model.query.FieldPath;
import io.brainy.model.query.Filter;
import io.brainy.model.query.Filter.Operator;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Reads a `where`. Fields of one object are ANDed; a field's value is an operand of `eq` or an
/// object of operators. A metadata field named like `and`, `or` or `not` is reached as
/// `metadata.and`, one named like an operator needs nothing, since operators stand a level below.
public final class FilterJson {

    /// The most comparisons in one `where`.
    public static final int MAX_CONDITIONS = 1_000;

    /// The most operands of all `in` and `nin` of one `where`.
    public static final int MAX_OPERANDS = 10_000;

    private static final KnownFields OPERATORS =
            KnownFields.of(
                    "eq",
                    "ne",
                    "gt",
                    "gte",
                    "lt",
                    "lte",
                    "in",
                    "nin",
                    "exists",
                    "prefix",
                    "contains");

    private final StrictJson json;
    private int conditions;
    private int operands;

    private FilterJson(StrictJson json) {
        this.json = json;
    }

    /// Reads the object at which `json` stands.
    public static Filter read(StrictJson json) {
        return new FilterJson(json).object();
    }

    private Filter object() {
        if (!json.isObject()) {
            throw json.wrongType("an object of fields and conditions");
        }
        List<Filter> parts = new ArrayList<>();
        Set<String> names = new HashSet<>();
        json.enterObject();
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            if (!names.add(name)) {
                throw json.duplicate();
            }
            parts.add(
                    switch (name) {
                        case "and" -> new Filter.And(objects());
                        case "or" -> new Filter.Or(objects());
                        case "not" -> new Filter.Not(object());
                        default -> conditions(path(name));
                    });
        }
        return and(parts);
    }

    private List<Filter> objects() {
        List<Filter> parts = new ArrayList<>();
        json.enterArray();
        while (json.nextElement()) {
            count();
            parts.add(object());
        }
        return parts;
    }

    private FieldPath path(String name) {
        try {
            return FieldPath.parse(name);
        } catch (InvalidException e) {
            throw json.invalid(e.reasons().getFirst().reason());
        }
    }

    private Filter conditions(FieldPath path) {
        if (!json.isObject()) {
            count();
            return new Filter.Compare(path, Operator.EQ, operand());
        }
        List<Filter> parts = new ArrayList<>();
        json.enterObject();
        Set<String> names = new HashSet<>();
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            if (!names.add(name)) {
                throw json.duplicate();
            }
            count();
            parts.add(condition(path, name));
        }
        if (parts.isEmpty()) {
            throw json.invalid("wanted an operator for '" + path + "', found none");
        }
        return and(parts);
    }

    private Filter condition(FieldPath path, String operator) {
        return switch (operator) {
            case "eq" -> new Filter.Compare(path, Operator.EQ, operand());
            case "ne" -> new Filter.Compare(path, Operator.NE, operand());
            case "gt" -> new Filter.Compare(path, Operator.GT, bound());
            case "gte" -> new Filter.Compare(path, Operator.GTE, bound());
            case "lt" -> new Filter.Compare(path, Operator.LT, bound());
            case "lte" -> new Filter.Compare(path, Operator.LTE, bound());
            case "in" -> new Filter.In(path, list());
            case "nin" -> new Filter.Not(new Filter.In(path, list()));
            case "exists" ->
                    json.bool() ? new Filter.Exists(path) : new Filter.Not(new Filter.Exists(path));
            case "prefix" ->
                    new Filter.Compare(path, Operator.PREFIX, new FieldValue.Text(json.text()));
            case "contains" -> new Filter.Compare(path, Operator.CONTAINS, operand());
            default ->
                    throw json.invalid(
                            "there is no operator '"
                                    + operator
                                    + "'"
                                    + OPERATORS.hint(operator)
                                    + ". A nested field is named '"
                                    + path
                                    + "."
                                    + operator
                                    + "'");
        };
    }

    private FieldValue operand() {
        if (json.isArray()) {
            throw json.invalid("wanted a single value, found an array; for several use 'in'");
        }
        if (json.isObject()) {
            throw json.invalid(
                    "wanted a single value, found an object; a nested field is named by dots");
        }
        return json.field();
    }

    private FieldValue bound() {
        FieldValue operand = operand();
        if (operand instanceof FieldValue.Bool || operand instanceof FieldValue.Null) {
            throw json.wrongType("a number or a string, which have an order");
        }
        return operand;
    }

    private List<FieldValue> list() {
        List<FieldValue> values = new ArrayList<>();
        json.enterArray();
        while (json.nextElement()) {
            if (++operands > MAX_OPERANDS) {
                throw json.invalid(
                        "a 'where' lists at most " + MAX_OPERANDS + " values; ask in parts");
            }
            values.add(operand());
        }
        return values;
    }

    private void count() {
        if (++conditions > MAX_CONDITIONS) {
            throw json.invalid(
                    "a 'where' has at most "
                            + MAX_CONDITIONS
                            + " conditions; list the values of one field with 'in'");
        }
    }

    private static Filter and(List<Filter> parts) {
        return parts.size() == 1 ? parts.getFirst() : new Filter.And(parts);
    }
}
