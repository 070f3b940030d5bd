package io.brainy.search.cursor;

import io.brainy.model.error.InvalidException;
import io.brainy.model.error.NotFoundException;
import io.brainy.model.error.ProblemType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Base64;

/// Bytes to tokens and back: `base64url(version, kind, fields, first 8 bytes of SHA-256)`.
public final class CursorCodec {

    private static final int VERSION = 1;
    private static final int CHECKSUM_BYTES = 8;
    private static final int MAX_LENGTH = 8192;

    private CursorCodec() {}

    /// Which call a cursor continues.
    public enum Kind {
        FIND('f'),
        SEARCH('s'),
        SCAN('d');

        private final char mark;

        Kind(char mark) {
            this.mark = mark;
        }
    }

    @FunctionalInterface
    public interface Writer {
        void write(DataOutputStream out) throws IOException;
    }

    @FunctionalInterface
    public interface Reader<T> {
        T read(DataInputStream in) throws IOException;
    }

    public static String encode(Kind kind, Writer fields) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(bytes);
            out.writeByte(VERSION);
            out.writeByte(kind.mark);
            fields.write(out);
            out.write(checksum(bytes.toByteArray()));
            return text(bytes.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
    }

    /// Fails with [InvalidException] for what this codec did not make for that call, and with
    /// [NotFoundException] (`gone`) for a cursor of another version.
    public static <T> T decode(Kind kind, String token, Reader<T> fields) {
        byte[] bytes = bytes(token);
        int end = bytes.length - CHECKSUM_BYTES;
        byte[] body = Arrays.copyOf(bytes, end);
        if (!Arrays.equals(checksum(body), Arrays.copyOfRange(bytes, end, bytes.length))) {
            throw invalid();
        }
        if (body[0] != VERSION) {
            throw new NotFoundException(
                    ProblemType.GONE,
                    "this cursor was made by another version of Brainy; start again without it");
        }
        if (body[1] != kind.mark) {
            throw new InvalidException(
                    "cursor", "this cursor belongs to another call; send it where it came from");
        }
        try (DataInputStream in =
                new DataInputStream(new ByteArrayInputStream(body, 2, body.length - 2))) {
            T read = fields.read(in);
            if (in.available() > 0) {
                throw invalid();
            }
            return read;
        } catch (IOException _) {
            throw invalid();
        }
    }

    private static byte[] bytes(String token) {
        if (token.length() <= MAX_LENGTH) {
            try {
                byte[] bytes = Base64.getUrlDecoder().decode(token);
                // The last character has bits to spare: only one spelling of them was given out.
                if (bytes.length > CHECKSUM_BYTES + 2 && text(bytes).equals(token)) {
                    return bytes;
                }
            } catch (IllegalArgumentException _) {
                // Not base64url: told below.
            }
        }
        throw invalid();
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static InvalidException invalid() {
        return new InvalidException(
                "cursor",
                "a cursor is sent back exactly as an answer gave it; this one was changed or cut");
    }

    private static byte[] checksum(byte[] body) {
        return Fingerprint.sha256(body, CHECKSUM_BYTES);
    }
}
