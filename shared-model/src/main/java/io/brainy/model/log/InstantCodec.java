package io.brainy.model.log;

import io.brainy.model.codec.ByteReader;
import io.brainy.model.codec.ByteWriter;
import java.time.Instant;

/// A time: the second since 1970 as a zigzag varint, then the nanosecond in it.
final class InstantCodec {

    private InstantCodec() {}

    static void write(ByteWriter out, Instant instant) {
        out.zigzag(instant.getEpochSecond()).varint(instant.getNano());
    }

    static Instant read(ByteReader in) {
        long seconds = in.zigzag();
        if (seconds < Instant.MIN.getEpochSecond() || seconds > Instant.MAX.getEpochSecond()) {
            throw in.corrupt("a time within a billion years was wanted, found " + seconds);
        }
        return Instant.ofEpochSecond(seconds, in.varint(999_999_999, "a nanosecond"));
    }
}
