package io.brainy.coordinator.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Strict UTF-8 (no overlong forms, no surrogates, nothing above U+10FFFF) and strict strings (no
/// half of a surrogate pair). The JSON parser is lenient about most of that, and what it let pass
/// could not be told from another text once stored.
final class Unicode {

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long HIGH_BITS = 0x8080808080808080L;

    private Unicode() {}

    /// The index of the first byte that is not part of well-formed UTF-8, or -1.
    static int firstMalformed(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to) {
            if (i + 8 <= to && ((long) LONGS.get(bytes, i) & HIGH_BITS) == 0) {
                i += 8;
                continue;
            }
            int length = sequenceLength(bytes, i, to);
            if (length == 0) {
                return i;
            }
            i += length;
        }
        return -1;
    }

    /// How many bytes the well-formed sequence at `i` has, or 0 where there is none.
    private static int sequenceLength(byte[] bytes, int i, int to) {
        int lead = bytes[i] & 0xff;
        if (lead < 0x80) {
            return 1;
        }
        int length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
        if (lead < 0xc2 || lead > 0xf4 || i + length > to) {
            return 0;
        }
        for (int k = 1; k < length; k++) {
            if ((bytes[i + k] & 0xc0) != 0x80) {
                return 0;
            }
        }
        int second = bytes[i + 1] & 0xff;
        boolean forbidden =
                (lead == 0xe0 && second < 0xa0)
                        || (lead == 0xed && second > 0x9f)
                        || (lead == 0xf0 && second < 0x90)
                        || (lead == 0xf4 && second > 0x8f);
        return forbidden ? 0 : length;
    }

    /// The index of the first char that is half of a surrogate pair without its other half, or -1.
    static int loneSurrogate(String text) {
        int i = 0;
        while (i < text.length()) {
            if (!Character.isSurrogate(text.charAt(i))) {
                i++;
            } else if (i + 1 < text.length()
                    && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
                i += 2;
            } else {
                return i;
            }
        }
        return -1;
    }
}
