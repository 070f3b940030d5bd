package io.brainy.model.log;

import org.jspecify.annotations.Nullable;

/// A record with its bytes, encoded once on the thread of the request, so that whoever takes the
/// next number only sorts and copies. Made by [RecordCodec#encode].
///
/// @param body the record's bytes as they stand in a block, without the vector
/// @param vector the raw components of a document's vector, or null
@SuppressWarnings("ArrayRecordComponent")
public record EncodedRecord(LogRecord record, byte[] body, float @Nullable [] vector) {

    public int slot() {
        return record.slot();
    }

    /// What the record adds to a commit before compression.
    public int bytes() {
        return body.length + (vector == null ? 0 : 4 * vector.length);
    }
}
