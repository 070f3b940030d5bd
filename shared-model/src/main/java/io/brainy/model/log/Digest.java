package io.brainy.model.log;

import io.brainy.model.codec.ByteReader;
import io.brainy.model.codec.ByteWriter;
import java.util.Arrays;
import java.util.HexFormat;

/// A SHA-256.
@SuppressWarnings("ArrayRecordComponent")
public record Digest(byte[] bytes) {

    public static final int LENGTH = 32;

    public Digest {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("a SHA-256 has 32 bytes, found " + bytes.length);
        }
        bytes = bytes.clone();
    }

    public void write(ByteWriter out) {
        out.bytes(bytes);
    }

    public static Digest read(ByteReader in) {
        return new Digest(in.bytes(LENGTH));
    }

    @Override
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Digest(byte[] theirs) && Arrays.equals(bytes, theirs);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
