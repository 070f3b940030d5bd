package io.brainy.model.key;

import java.util.Locale;

/// What a process does; any set of them in one.
public enum Role {
    /// Takes writes and commits them.
    INGEST,
    /// Publishes segments from the log.
    INDEXER,
    /// Answers queries.
    SEARCH,
    /// Answers traversals.
    GRAPH,
    /// Makes vectors and runs models.
    INFERENCE;

    /// As options, the API and member objects write it: `ingest`.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
