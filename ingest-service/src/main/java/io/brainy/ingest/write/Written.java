package io.brainy.ingest.write;

import io.brainy.model.document.DocumentId;

/// A document that is durable.
///
/// @param position of its commit
/// @param change what the write did; `UNKNOWN` where nothing was looked up
public record Written(DocumentId id, long position, Change change) {

    public enum Change {
        CREATED,
        REPLACED,
        UNKNOWN
    }
}
