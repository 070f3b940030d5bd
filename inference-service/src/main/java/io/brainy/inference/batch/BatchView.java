package io.brainy.inference.batch;

import java.util.List;

/// What waits and who is free, at one moment.
///
/// @param queries the oldest waiting ones, oldest first, at most as many as are looked ahead
/// @param queryCount how many wait in all
/// @param sessions how many batches can run at once
/// @param idleSessions how many of them run none, the asking one included
/// @param lastQueryNanos when the last query came, waiting or not
/// @param lastDocumentsNanos when a batch of documents last began
record BatchView<T extends QueuedText>(
        List<T> queries,
        int queryCount,
        List<T> documents,
        int documentCount,
        int sessions,
        int idleSessions,
        long lastQueryNanos,
        long lastDocumentsNanos) {}
