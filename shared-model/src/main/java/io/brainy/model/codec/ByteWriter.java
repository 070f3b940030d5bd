package io.brainy.model.codec;

import io.brainy.model.error.InvalidException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A growing array of bytes with the few encodings that all our formats are made of. Fixed-width
/// numbers are little-endian; lengths and counts are varints (unsigned LEB128). Not safe for
/// concurrent use; [#clear] keeps the array for the next one.
public final class ByteWriter {

    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /// Some virtual machines refuse arrays of exactly `Integer.MAX_VALUE`.
    private static final int MAX_CAPACITY = Integer.MAX_VALUE - 8;

    private byte[] bytes;
    private int size;

    public ByteWriter() {
        this(256);
    }

    public ByteWriter(int capacity) {
        bytes = new byte[capacity];
    }

    public int size() {
        return size;
    }

    /// Forgets what was written, not the room for it.
    public ByteWriter clear() {
        size = 0;
        return this;
    }

    /// A copy of what was written, exactly as long.
    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    /// The array itself, of which the first [#size] bytes were written; valid until the next write.
    public byte[] array() {
        return bytes;
    }

    /// Makes room for `count` more bytes and returns where they begin in [#array]; whoever fills
    /// them from outside then says how many came with [#advance].
    public int reserve(int count) {
        ensure(count);
        return size;
    }

    /// Counts bytes as written that were put behind [#size] from outside.
    public ByteWriter advance(int count) {
        if (count < 0 || count > bytes.length - size) {
            throw new IllegalArgumentException(
                    "room was reserved for %d bytes, not %d".formatted(bytes.length - size, count));
        }
        size += count;
        return this;
    }

    public ByteWriter u8(int value) {
        checkRange(value, 0xFF);
        ensure(1);
        bytes[size++] = (byte) value;
        return this;
    }

    public ByteWriter u16(int value) {
        checkRange(value, 0xFFFF);
        ensure(Short.BYTES);
        SHORT.set(bytes, size, (short) value);
        size += Short.BYTES;
        return this;
    }

    /// All 32 bits, whatever their sign means.
    public ByteWriter u32(int bits) {
        ensure(Integer.BYTES);
        INT.set(bytes, size, bits);
        size += Integer.BYTES;
        return this;
    }

    /// All 64 bits, whatever their sign means.
    public ByteWriter u64(long bits) {
        ensure(Long.BYTES);
        LONG.set(bytes, size, bits);
        size += Long.BYTES;
        return this;
    }

    public ByteWriter f64(double value) {
        return u64(Double.doubleToRawLongBits(value));
    }

    /// The raw components, 4 bytes each, without their number.
    public ByteWriter floats(float[] values) {
        int length = Math.multiplyExact(values.length, Float.BYTES);
        ensure(length);
        ByteBuffer.wrap(bytes, size, length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .put(values);
        size += length;
        return this;
    }

    /// A length, a count, a number of a sequence: never negative.
    public ByteWriter varint(long value) {
        if (value < 0) {
            throw new IllegalArgumentException("a varint is not negative, found " + value);
        }
        return leb128(value);
    }

    /// A number of either sign, small when it is near 0.
    public ByteWriter zigzag(long value) {
        return leb128((value << 1) ^ (value >> 63));
    }

    public ByteWriter bytes(byte[] source) {
        return bytes(source, 0, source.length);
    }

    public ByteWriter bytes(byte[] source, int offset, int length) {
        ensure(length);
        System.arraycopy(source, offset, bytes, size, length);
        size += length;
        return this;
    }

    /// The length in bytes, then UTF-8.
    ///
    /// @throws InvalidException on a lone surrogate: it has no UTF-8, and to write something else
    ///   in its place would change the user's text in silence
    public ByteWriter text(String text) {
        checkUnicode(text);
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return varint(utf8.length).bytes(utf8);
    }

    private ByteWriter leb128(long bits) {
        ensure(10);
        long rest = bits;
        while ((rest & ~0x7FL) != 0) {
            bytes[size++] = (byte) ((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
        return this;
    }

    private static void checkRange(int value, int max) {
        if (value < 0 || value > max) {
            throw new IllegalArgumentException(
                    "a number of 0..%d was to be written, found %d".formatted(max, value));
        }
    }

    private static void checkUnicode(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (i + 1 == text.length()
                        || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
                    throw new InvalidException(
                            "text",
                            "texts are valid Unicode, found the lone surrogate U+%04X; send the whole character"
                                    .formatted((int) text.charAt(i)));
                }
                i++;
            }
        }
    }

    private void ensure(int more) {
        if (more <= bytes.length - size) {
            return;
        }
        if (more < 0 || more > MAX_CAPACITY - size) {
            throw new IllegalStateException(
                    "an array holds at most %d bytes, found %d and %d more"
                            .formatted(MAX_CAPACITY, size, more));
        }
        long doubled = Math.min(2L * bytes.length, MAX_CAPACITY);
        bytes = Arrays.copyOf(bytes, (int) Math.max(doubled, size + more));
    }
}
