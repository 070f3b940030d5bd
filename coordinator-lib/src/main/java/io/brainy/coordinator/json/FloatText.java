package io.brainy.coordinator.json;

/// Decimal text to `float`, correctly rounded, without an object a number: the inner loop of
/// reading vectors.
///
/// Up to 19 digits fit a long; dividing or multiplying it by an exact power of ten (Clinger) gives
/// a double that is off by less than two of its last places. That rounds to the right float unless
/// it lies that near to the middle between two floats; there, and for anything unusual, the JDK's
/// own parser decides. `FloatTextTest` holds it against that parser.
final class FloatText {

    private static final double[] POWERS_OF_TEN = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
        1e17, 1e18, 1e19, 1e20, 1e21, 1e22
    };
    private static final int MAX_DIGITS = 18;
    private static final double SMALLEST_NORMAL = Float.MIN_NORMAL;

    /// The bits of a double below a float's last place, and their value in the middle.
    private static final long LOW_BITS = (1L << 29) - 1;

    private static final long MIDDLE = 1L << 28;
    private static final long DOUBT = 8;

    private FloatText() {}

    /// Reads a JSON number, whose grammar was checked already; infinite where it does not fit.
    static float parse(char[] text, int offset, int length) {
        int end = offset + length;
        int i = offset;
        boolean negative = text[i] == '-';
        if (negative) {
            i++;
        }
        long digits = 0;
        int count = 0;
        int scale = 0;
        boolean fraction = false;
        for (; i < end; i++) {
            char c = text[i];
            if (c >= '0' && c <= '9') {
                digits = digits * 10 + (c - '0');
                if (digits != 0 && ++count > MAX_DIGITS) {
                    return slow(text, offset, length);
                }
                if (fraction) {
                    scale--;
                }
            } else if (c == '.') {
                fraction = true;
            } else {
                break;
            }
        }
        if (i < end) {
            int exponent = exponent(text, i + 1, end);
            if (exponent == Integer.MIN_VALUE) {
                return slow(text, offset, length);
            }
            scale += exponent;
        }
        if (digits == 0) {
            return negative ? -0.0f : 0.0f;
        }
        if (scale < -22 || scale > 22) {
            return slow(text, offset, length);
        }
        double near = scale < 0 ? digits / POWERS_OF_TEN[-scale] : digits * POWERS_OF_TEN[scale];
        long low = Double.doubleToRawLongBits(near) & LOW_BITS;
        if (near < SMALLEST_NORMAL || Math.abs(low - MIDDLE) < DOUBT) {
            return slow(text, offset, length);
        }
        return (float) (negative ? -near : near);
    }

    /// What follows the `e`, or the least integer where it has more than three digits.
    private static int exponent(char[] text, int from, int end) {
        int i = from;
        boolean negative = text[i] == '-';
        if (negative || text[i] == '+') {
            i++;
        }
        if (end - i > 3) {
            return Integer.MIN_VALUE;
        }
        int value = 0;
        for (; i < end; i++) {
            value = value * 10 + (text[i] - '0');
        }
        return negative ? -value : value;
    }

    private static float slow(char[] text, int offset, int length) {
        return Float.parseFloat(new String(text, offset, length));
    }
}
