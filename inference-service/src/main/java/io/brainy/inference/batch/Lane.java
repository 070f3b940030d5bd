package io.brainy.inference.batch;

import java.util.Locale;

/// Who waits for the vectors.
public enum Lane {
    /// A person or a program waits for an answer.
    QUERY,
    /// Ingest, which wants throughput.
    DOCUMENT;

    /// As metrics and messages call it.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
