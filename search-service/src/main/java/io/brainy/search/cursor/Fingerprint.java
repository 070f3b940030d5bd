package io.brainy.search.cursor;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What a request asks, as 64 bits: a cursor only continues the request that it was made for.
public final class Fingerprint {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);

    public Fingerprint add(@Nullable String text) {
        try {
            if (text == null) {
                out.writeInt(-1);
            } else {
                byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
                out.writeInt(utf8.length);
                out.write(utf8);
            }
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
    }

    public Fingerprint add(float[] components) {
        try {
            out.writeInt(components.length);
            for (float component : components) {
                out.writeFloat(component);
            }
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
    }

    public long value() {
        return ByteBuffer.wrap(sha256(bytes.toByteArray(), Long.BYTES)).getLong();
    }

    static byte[] sha256(byte[] bytes, int length) {
        try {
            return Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(bytes), length);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
