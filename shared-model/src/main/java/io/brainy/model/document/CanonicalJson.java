package io.brainy.model.document;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// JSON in the one form of RFC 8785 (JCS), in which equal values have equal text: fields by the
/// UTF-16 code units of their names, numbers as ECMAScript prints them, the least escapes.
///
/// One step beyond the RFC, which has doubles only: a whole number past 2⁵³ is printed exactly.
/// Rounded to a double, two different numbers would get one text, and two documents one id.
final class CanonicalJson {

    /// Beyond it doubles skip whole numbers.
    private static final long EXACT_WHOLE = 1L << 53;

    private static final String HEX = "0123456789abcdef";

    private final StringBuilder out = new StringBuilder();

    private CanonicalJson() {}

    static String of(FieldValue value) {
        CanonicalJson json = new CanonicalJson();
        json.write(value);
        return json.out.toString();
    }

    private void write(FieldValue value) {
        switch (value) {
            case FieldValue.Null _ -> out.append("null");
            case FieldValue.Bool(boolean truth) -> out.append(truth);
            case FieldValue.Whole(long number) -> out.append(number(number));
            case FieldValue.Real(double number) -> out.append(number(number));
            case FieldValue.Text(String text) -> writeText(text);
            case FieldValue.Items(List<FieldValue> values) -> {
                char before = '[';
                for (FieldValue item : values) {
                    out.append(before);
                    write(item);
                    before = ',';
                }
                out.append(values.isEmpty() ? "[]" : "]");
            }
            case FieldValue.Fields(Map<String, FieldValue> values) -> {
                char before = '{';
                for (String name :
                        values.keySet().stream().sorted(Comparator.naturalOrder()).toList()) {
                    out.append(before);
                    writeText(name);
                    out.append(':');
                    write(values.getOrDefault(name, FieldValue.Null.NULL));
                    before = ',';
                }
                out.append(values.isEmpty() ? "{}" : "}");
            }
        }
    }

    private void writeText(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\t' -> out.append("\\t");
                case '\n' -> out.append("\\n");
                case '\f' -> out.append("\\f");
                case '\r' -> out.append("\\r");
                default -> {
                    if (c < 0x20) {
                        out.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    private static String number(long value) {
        return value >= -EXACT_WHOLE && value <= EXACT_WHOLE
                ? number((double) value)
                : Long.toString(value);
    }

    /// `Number::toString` of ECMAScript for a finite number.
    static String number(double value) {
        if (value == 0) {
            return "0";
        }
        if (value < 0) {
            return "-" + number(-value);
        }
        BigDecimal shortest = shortest(value);
        String digits = shortest.unscaledValue().toString();
        // The value is 0.digits times ten to this power.
        int point = digits.length() - shortest.scale();
        if (point > 21) {
            return exponential(digits, point);
        }
        if (point >= digits.length()) {
            return digits + "0".repeat(point - digits.length());
        }
        if (point > 0) {
            return digits.substring(0, point) + "." + digits.substring(point);
        }
        if (point > -6) {
            return "0." + "0".repeat(-point) + digits;
        }
        return exponential(digits, point);
    }

    private static String exponential(String digits, int point) {
        String fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
        int exponent = point - 1;
        return digits.charAt(0) + fraction + (exponent < 0 ? "e-" : "e+") + Math.abs(exponent);
    }

    /// The fewest digits that read back as the same double, the nearest of those. Java prints just
    /// these, except that it never prints fewer than two: 4.9E-324 where one digit, 5e-324, will
    /// do.
    private static BigDecimal shortest(double value) {
        BigDecimal printed = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        if (printed.precision() != 2) {
            return printed;
        }
        BigDecimal one = BigDecimal.ONE.scaleByPowerOfTen(1 - printed.scale());
        BigDecimal below = printed.subtract(printed.remainder(one));
        BigDecimal above = below.add(one);
        boolean belowReads = below.signum() > 0 && below.doubleValue() == value;
        boolean aboveReads = above.doubleValue() == value;
        if (belowReads && aboveReads) {
            BigDecimal exact = new BigDecimal(value);
            boolean belowIsNearer =
                    exact.subtract(below).abs().compareTo(above.subtract(exact).abs()) <= 0;
            return (belowIsNearer ? below : above).stripTrailingZeros();
        }
        if (belowReads || aboveReads) {
            return (belowReads ? below : above).stripTrailingZeros();
        }
        return printed;
    }
}
