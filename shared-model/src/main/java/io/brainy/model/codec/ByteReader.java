package io.brainy.model.codec;

import io.brainy.model.error.CorruptException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Reads what [ByteWriter] wrote, and nothing else: whatever the bytes are, a method answers with a
/// value or throws a [CorruptException] that names the object and the place. No length is believed
/// before that many bytes are there, so damaged bytes cannot exhaust the memory.
public final class ByteReader {

    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] bytes;
    private final int end;
    private final String what;
    private int position;

    /// @param what the object's name, for messages
    public ByteReader(byte[] bytes, String what) {
        this(bytes, 0, bytes.length, what);
    }

    public ByteReader(byte[] bytes, int offset, int length, String what) {
        if (offset < 0 || length < 0 || length > bytes.length - offset) {
            throw new IllegalArgumentException(
                    "bytes %d to %d of %d".formatted(offset, (long) offset + length, bytes.length));
        }
        this.bytes = bytes;
        this.position = offset;
        this.end = offset + length;
        this.what = what;
    }

    public String what() {
        return what;
    }

    public int remaining() {
        return end - position;
    }

    public int u8() {
        need(1);
        return bytes[position++] & 0xFF;
    }

    public int u16() {
        need(Short.BYTES);
        int value = (short) SHORT.get(bytes, position) & 0xFFFF;
        position += Short.BYTES;
        return value;
    }

    public int u32() {
        need(Integer.BYTES);
        int value = (int) INT.get(bytes, position);
        position += Integer.BYTES;
        return value;
    }

    public long u64() {
        need(Long.BYTES);
        long value = (long) LONG.get(bytes, position);
        position += Long.BYTES;
        return value;
    }

    /// A double that is a number: neither NaN nor infinite.
    public double finite() {
        double value = Double.longBitsToDouble(u64());
        if (!Double.isFinite(value)) {
            throw corrupt("a finite number was wanted, found " + value);
        }
        return value;
    }

    public float[] floats(int count) {
        if (count < 0 || count > remaining() / Float.BYTES) {
            throw corrupt(
                    "%d numbers of 4 bytes were wanted, found %d bytes"
                            .formatted(count, remaining()));
        }
        float[] values = new float[count];
        int length = count * Float.BYTES;
        ByteBuffer.wrap(bytes, position, length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(values);
        position += length;
        return values;
    }

    /// Of 0 to 2⁶³ - 1.
    public long varint() {
        long value = leb128();
        if (value < 0) {
            throw corrupt("a varint of at most 63 bits was wanted");
        }
        return value;
    }

    /// Of 0 to `max`, which `name` is at most.
    public int varint(int max, String name) {
        long value = varint();
        if (value > max) {
            throw corrupt("%s is at most %d, found %d".formatted(name, max, value));
        }
        return (int) value;
    }

    /// How many items follow, each of at least `leastBytes`: no more than the bytes left can hold.
    public int count(int leastBytes) {
        long value = varint();
        if (value > remaining() / leastBytes) {
            throw corrupt(
                    "%d items of %d or more bytes were wanted, found %d bytes"
                            .formatted(value, leastBytes, remaining()));
        }
        return (int) value;
    }

    public long zigzag() {
        long bits = leb128();
        return (bits >>> 1) ^ -(bits & 1);
    }

    public byte[] bytes(int length) {
        need(length);
        byte[] copy = Arrays.copyOfRange(bytes, position, position + length);
        position += length;
        return copy;
    }

    /// A length in bytes, then UTF-8, which is checked.
    public String text() {
        int length = count(1);
        String text = new String(bytes, position, length, StandardCharsets.UTF_8);
        // Malformed bytes become U+FFFD, which a text may also hold by right: only then look
        // closer.
        if (text.indexOf('\uFFFD') >= 0) {
            try {
                StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes, position, length));
            } catch (CharacterCodingException _) {
                throw corrupt("UTF-8 was wanted, found other bytes");
            }
        }
        position += length;
        return text;
    }

    /// A reader of the next `length` bytes, which this one then has read.
    public ByteReader slice(int length) {
        need(length);
        ByteReader slice = new ByteReader(bytes, position, length, what);
        position += length;
        return slice;
    }

    public void skip(int length) {
        need(length);
        position += length;
    }

    /// A second reader of the same bytes, from here on.
    public ByteReader copy() {
        return new ByteReader(bytes, position, end - position, what);
    }

    /// Nothing may be left.
    public void end() {
        if (position != end) {
            throw corrupt("the end was wanted, found %d bytes more".formatted(remaining()));
        }
    }

    /// What to throw when the bytes say what cannot be.
    public CorruptException corrupt(String detail) {
        return new CorruptException(
                "%s is damaged at byte %d: %s".formatted(what, position, detail));
    }

    /// What to throw when the bytes are sound, but of a later version.
    public CorruptException newer(String detail) {
        return newer(what, detail);
    }

    /// What to throw when an object is sound, but of a later version.
    public static CorruptException newer(String what, String detail) {
        return new CorruptException(
                "%s was written by a newer version of Brainy (%s); upgrade this node"
                        .formatted(what, detail));
    }

    private long leb128() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            int octet = u8();
            if (shift == 63 && octet > 1) {
                break;
            }
            value |= (long) (octet & 0x7F) << shift;
            if (octet < 0x80) {
                if (octet == 0 && shift > 0) {
                    throw corrupt("a varint of the least length was wanted");
                }
                return value;
            }
        }
        throw corrupt("a varint of at most 64 bits was wanted");
    }

    private void need(int length) {
        if (length < 0 || length > end - position) {
            throw corrupt("%d bytes were wanted, found %d".formatted(length, remaining()));
        }
    }
}
