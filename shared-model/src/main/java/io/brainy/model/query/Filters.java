package io.brainy.model.query;

import io.brainy.model.document.Document;
import io.brainy.model.document.FieldValue;
import io.brainy.model.document.FieldValue.Bool;
import io.brainy.model.document.FieldValue.Fields;
import io.brainy.model.document.FieldValue.Items;
import io.brainy.model.document.FieldValue.Null;
import io.brainy.model.document.FieldValue.Real;
import io.brainy.model.document.FieldValue.Text;
import io.brainy.model.document.FieldValue.Whole;
import io.brainy.model.query.FieldPath.Own;
import io.brainy.model.query.Filter.Operator;
import java.time.Instant;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The meaning of a [Filter], as plainly as it can be said: this is what every index must agree
/// with, document by document, and what decides where an index cannot.
///
/// - A path leads to every value that it can: through objects by dots, through arrays to each of
///   their elements, and through keys that hold dots themselves. Null leads nowhere.
/// - A comparison holds when it holds for any of these values; a negation, when that does not.
/// - Numbers are compared by value, a `long` with a `double` without rounding either.
/// - Texts are compared whole and case-sensitively; ranges go by code point, or by instant where
///   both sides are RFC 3339 with an offset.
/// - Values of other types never match, and an operand that is null, an array or an object equals
///   nothing.
public final class Filters {

    private Filters() {}

    /// Whether the document matches.
    public static boolean matches(Filter filter, Document document) {
        return switch (filter) {
            case Filter.Compare(FieldPath path, Operator operator, FieldValue operand) ->
                    operator == Operator.NE
                            ? !compares(document, path, Operator.EQ, operand)
                            : compares(document, path, operator, operand);
            case Filter.In(FieldPath path, var operands) -> {
                for (FieldValue operand : operands) {
                    if (compares(document, path, Operator.EQ, operand)) {
                        yield true;
                    }
                }
                yield false;
            }
            case Filter.Exists(FieldPath path) -> exists(document, path);
            case Filter.And(var parts) -> {
                for (Filter part : parts) {
                    if (!matches(part, document)) {
                        yield false;
                    }
                }
                yield true;
            }
            case Filter.Or(var parts) -> {
                for (Filter part : parts) {
                    if (matches(part, document)) {
                        yield true;
                    }
                }
                yield false;
            }
            case Filter.Not(Filter part) -> !matches(part, document);
        };
    }

    /// The order of strings by code point. `String.compareTo` goes by UTF-16 unit, which puts
    /// U+FFFD after every character beyond the basic plane.
    public static int compareByCodePoint(String left, String right) {
        int shared = Math.min(left.length(), right.length());
        for (int i = 0; i < shared; i++) {
            char l = left.charAt(i);
            char r = right.charAt(i);
            if (l != r) {
                return rank(l) - rank(r);
            }
        }
        return left.length() - right.length();
    }

    /// The order of a whole number and a double by their exact values.
    public static int compareExactly(long whole, double real) {
        if (real >= 0x1p63) {
            return -1;
        }
        if (real < -0x1p63) {
            return 1;
        }
        // The cast cuts towards zero and is exact here; the fraction that it cuts decides a tie.
        long cut = (long) real;
        return whole != cut ? Long.compare(whole, cut) : Double.compare(0.0, real - cut + 0.0);
    }

    private static boolean compares(
            Document document, FieldPath path, Operator operator, FieldValue operand) {
        return switch (path) {
            case Own own ->
                    switch (own) {
                        case ID -> holds(new Text(document.id().value()), operator, operand);
                        case TYPE -> textHolds(document.type(), operator, operand);
                        case DOMAIN -> textHolds(document.domain(), operator, operand);
                        case CUSTOMER_ID -> textHolds(document.customerId(), operator, operand);
                        case CREATED_AT -> instantHolds(document.createdAt(), operator, operand);
                    };
            case FieldPath.Metadata(String name) ->
                    anyAt(
                            document.metadata(),
                            name,
                            found -> anyElement(found, value -> holds(value, operator, operand)));
        };
    }

    private static boolean exists(Document document, FieldPath path) {
        return switch (path) {
            case Own own ->
                    switch (own) {
                        case ID, CREATED_AT -> true;
                        case TYPE -> document.type() != null;
                        case DOMAIN -> document.domain() != null;
                        case CUSTOMER_ID -> document.customerId() != null;
                    };
            case FieldPath.Metadata(String name) ->
                    anyAt(document.metadata(), name, found -> found != Null.NULL);
        };
    }

    /// Whether the test holds for any value that the path leads to. Several keys may begin the
    /// path: `a` of `{"a":{"b.c":1}}` and `a.b` of `{"a.b":{"c":1}}` both lead to `a.b.c`.
    private static boolean anyAt(Fields fields, String path, Predicate<FieldValue> test) {
        for (Map.Entry<String, FieldValue> field : fields.values().entrySet()) {
            String key = field.getKey();
            if (key.length() == path.length()) {
                if (key.equals(path) && test.test(field.getValue())) {
                    return true;
                }
            } else if (key.length() < path.length()
                    && path.charAt(key.length()) == '.'
                    && path.startsWith(key)
                    && anyBelow(field.getValue(), path.substring(key.length() + 1), test)) {
                return true;
            }
        }
        return false;
    }

    private static boolean anyBelow(FieldValue value, String path, Predicate<FieldValue> test) {
        return switch (value) {
            case Fields fields -> anyAt(fields, path, test);
            case Items(var values) -> {
                for (FieldValue element : values) {
                    if (anyBelow(element, path, test)) {
                        yield true;
                    }
                }
                yield false;
            }
            case Null _, Bool _, Whole _, Real _, Text _ -> false;
        };
    }

    private static boolean anyElement(FieldValue value, Predicate<FieldValue> test) {
        if (!(value instanceof Items(var values))) {
            return test.test(value);
        }
        for (FieldValue element : values) {
            if (anyElement(element, test)) {
                return true;
            }
        }
        return false;
    }

    /// Whether the comparison holds for one value that is no array. `NE` is read as `EQ`: a
    /// negation is about all values of a field, which are not known here.
    public static boolean holds(FieldValue value, Operator operator, FieldValue operand) {
        return switch (value) {
            case Text(String text) ->
                    operand instanceof Text(String wanted) && textHolds(text, operator, wanted);
            case Bool(boolean flag) ->
                    operand instanceof Bool(boolean wanted)
                            && isEquality(operator)
                            && flag == wanted;
            case Whole(long whole) ->
                    switch (operand) {
                        case Whole(long wanted) ->
                                orderHolds(Long.compare(whole, wanted), operator);
                        case Real(double wanted) ->
                                orderHolds(compareExactly(whole, wanted), operator);
                        case Null _, Bool _, Text _, Items _, Fields _ -> false;
                    };
            case Real(double real) ->
                    switch (operand) {
                        case Whole(long wanted) ->
                                orderHolds(-compareExactly(wanted, real), operator);
                        // Adding zero makes -0.0 and 0.0 one number.
                        case Real(double wanted) ->
                                orderHolds(Double.compare(real + 0.0, wanted + 0.0), operator);
                        case Null _, Bool _, Text _, Items _, Fields _ -> false;
                    };
            case Null _, Items _, Fields _ -> false;
        };
    }

    private static boolean textHolds(@Nullable String text, Operator operator, FieldValue operand) {
        return text != null
                && operand instanceof Text(String wanted)
                && textHolds(text, operator, wanted);
    }

    private static boolean textHolds(String text, Operator operator, String wanted) {
        return switch (operator) {
            case EQ, NE -> text.equals(wanted);
            // A half of a surrogate pair is no text, though Java finds it in one.
            case PREFIX -> text.startsWith(wanted) && isUnicode(wanted);
            case CONTAINS -> text.contains(wanted) && isUnicode(wanted);
            case GT, GTE, LT, LTE -> {
                Instant wantedInstant = Rfc3339.instantOf(wanted);
                Instant instant = wantedInstant == null ? null : Rfc3339.instantOf(text);
                int order =
                        wantedInstant == null || instant == null
                                ? compareByCodePoint(text, wanted)
                                : instant.compareTo(wantedInstant);
                yield orderHolds(order, operator) && isUnicode(wanted);
            }
        };
    }

    private static boolean instantHolds(Instant instant, Operator operator, FieldValue operand) {
        if (!(operand instanceof Text(String wanted))
                || operator == Operator.PREFIX
                || operator == Operator.CONTAINS) {
            return false;
        }
        Instant wantedInstant = Rfc3339.instantOf(wanted);
        return wantedInstant != null && orderHolds(instant.compareTo(wantedInstant), operator);
    }

    /// What an order of value and operand means; `contains` of a number asks an array for it.
    private static boolean orderHolds(int order, Operator operator) {
        return switch (operator) {
            case EQ, NE, CONTAINS -> order == 0;
            case GT -> order > 0;
            case GTE -> order >= 0;
            case LT -> order < 0;
            case LTE -> order <= 0;
            case PREFIX -> false;
        };
    }

    private static boolean isEquality(Operator operator) {
        return switch (operator) {
            case EQ, NE, CONTAINS -> true;
            case GT, GTE, LT, LTE, PREFIX -> false;
        };
    }

    private static int rank(char unit) {
        if (unit < Character.MIN_SURROGATE) {
            return unit;
        }
        return unit <= Character.MAX_SURROGATE ? unit + 0x2000 : unit - 0x800;
    }

    /// Whether the text is valid Unicode. Every stored one is; an operand that is not matches
    /// nothing.
    public static boolean isUnicode(String text) {
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (Character.isSurrogate(unit)) {
                if (Character.isLowSurrogate(unit)
                        || ++i == text.length()
                        || !Character.isLowSurrogate(text.charAt(i))) {
                    return false;
                }
            }
        }
        return true;
    }
}
