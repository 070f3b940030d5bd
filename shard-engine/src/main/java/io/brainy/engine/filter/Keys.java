package io.brainy.engine.filter;

import io.brainy.model.document.FieldValue;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.NumericUtils;

/// Values as bytes whose unsigned order is the order of the values.
final class Keys {

    /// Of numbers and of instants.
    static final int POINT_BYTES = 12;

    /// What a text's term holds; longer ones are cut and verified.
    static final int MAX_TEXT_BYTES = 1024;

    /// What is kept of a longer text, to narrow down who must be verified.
    static final int KEPT_BYTES = 256;

    /// The kinds of terms in one field, by their first byte. Texts that are dates stand apart,
    /// because ranges compare those by instant and the others by code point.
    static final byte BOOL = 'b';

    static final byte DATE = 'd';
    static final byte LONG = 'l';
    static final byte TEXT = 's';

    private Keys() {}

    /// A `long` or a `double`, in one exact order: the nearest double, then what it lacks. Rounding
    /// is monotonous, so the first part decides unless both round to the same double, and then the
    /// remainders do.
    static byte[] number(FieldValue value) {
        byte[] key = new byte[POINT_BYTES];
        switch (value) {
            case FieldValue.Whole(long whole) -> {
                double nearest = whole;
                write(key, nearest, remainder(whole, nearest));
            }
            // Adding zero makes -0.0 and 0.0 one number.
            case FieldValue.Real(double real) -> write(key, real + 0.0, 0);
            case FieldValue.Null _,
                    FieldValue.Bool _,
                    FieldValue.Text _,
                    FieldValue.Items _,
                    FieldValue.Fields _ ->
                    throw new IllegalArgumentException("wanted a number, found " + value);
        }
        return key;
    }

    private static int remainder(long whole, double nearest) {
        // 2^63 is the one nearest double that no long equals.
        return nearest == 0x1p63
                ? (int) (whole - Long.MAX_VALUE) - 1
                : (int) (whole - (long) nearest);
    }

    private static void write(byte[] key, double nearest, int remainder) {
        NumericUtils.longToSortableBytes(NumericUtils.doubleToSortableLong(nearest), key, 0);
        NumericUtils.intToSortableBytes(remainder, key, Long.BYTES);
    }

    static byte[] instant(Instant instant) {
        byte[] key = new byte[POINT_BYTES];
        NumericUtils.longToSortableBytes(instant.getEpochSecond(), key, 0);
        NumericUtils.intToSortableBytes(instant.getNano(), key, Long.BYTES);
        return key;
    }

    /// Below and above every key.
    static byte[] least() {
        return new byte[POINT_BYTES];
    }

    static byte[] greatest() {
        byte[] key = new byte[POINT_BYTES];
        Arrays.fill(key, (byte) 0xFF);
        return key;
    }

    /// The next greater key, for ranges that leave out their end.
    static byte[] after(byte[] key) {
        byte[] next = key.clone();
        NumericUtils.add(POINT_BYTES, 0, key, one(), next);
        return next;
    }

    /// The next smaller key.
    static byte[] before(byte[] key) {
        byte[] previous = key.clone();
        NumericUtils.subtract(POINT_BYTES, 0, key, one(), previous);
        return previous;
    }

    private static byte[] one() {
        byte[] one = new byte[POINT_BYTES];
        one[POINT_BYTES - 1] = 1;
        return one;
    }

    static BytesRef bool(boolean value) {
        return new BytesRef(new byte[] {BOOL, (byte) (value ? 1 : 0)});
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static BytesRef term(byte tag, byte[] utf8) {
        byte[] term = new byte[1 + utf8.length];
        term[0] = tag;
        System.arraycopy(utf8, 0, term, 1, utf8.length);
        return new BytesRef(term);
    }

    /// What stands for a text that is too long for a term.
    static BytesRef longTerm(byte[] utf8) {
        return term(LONG, Arrays.copyOf(utf8, Math.min(utf8.length, KEPT_BYTES)));
    }
}
