package io.brainy.model.log;

import io.brainy.model.codec.ByteReader;
import io.brainy.model.codec.ByteWriter;

/// The random 128 bits by which a part is known wherever it is committed (L2); also the form of the
/// nonce of an attempt (S2).
public record BatchId(long high, long low) {

    /// How many bytes [#write] adds.
    public static final int BYTES = 16;

    /// 16 bytes in the order of the hex digits of [#toString], so that a dump shows the id.
    public void write(ByteWriter out) {
        out.u64(Long.reverseBytes(high)).u64(Long.reverseBytes(low));
    }

    public static BatchId read(ByteReader in) {
        return new BatchId(Long.reverseBytes(in.u64()), Long.reverseBytes(in.u64()));
    }

    @Override
    public String toString() {
        return "%016x%016x".formatted(high, low);
    }
}
