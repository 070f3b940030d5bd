package io.brainy.coordinator.log;

import io.brainy.model.log.EncodedRecord;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// A part in this process's queue, with what is decided about it so far.
final class PendingPart {

    final Part part;
    final CompletableFuture<PartOutcome> outcome = new CompletableFuture<>();
    final long submittedNanos;
    final int bytes;

    /// What it takes of a commit at most.
    final long room;

    private long @Nullable [] writeHashes;

    /// A keyed part is looked for among the living keys, which needs a fresh Date (L5).
    boolean ready;

    /// The log was read to its end since the part came.
    boolean probed;

    /// Its client was told that the outcome is unknown: it gets no other number (L11).
    boolean abandoned;

    PendingPart(Part part, long submittedNanos) {
        this.part = part;
        this.submittedNanos = submittedNanos;
        this.bytes = part.bytes();
        this.room = part.room();
        this.ready = part.key() == null;
    }

    /// Of each record; made once, since a part may be considered for many numbers.
    long[] writeHashes() {
        long[] hashes = writeHashes;
        if (hashes == null) {
            hashes = new long[part.records().size()];
            int i = 0;
            for (EncodedRecord record : part.records()) {
                hashes[i++] = LogFold.writeHash(record.record());
            }
            writeHashes = hashes;
        }
        return hashes;
    }
}
