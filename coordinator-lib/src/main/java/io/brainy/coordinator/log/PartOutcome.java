package io.brainy.coordinator.log;

import io.brainy.model.log.PartEntry.KeyProgress;

/// What became of a part.
public sealed interface PartOutcome {

    /// It is in this commit, durable.
    record Committed(long position) implements PartOutcome {}

    /// Left out: a checked id was written in between, or that cannot be told any more. Read its
    /// version again at `readAt` or later and try again.
    record Changed(String id, long readAt) implements PartOutcome {}

    /// Left out: the key has come this far already (L5). The caller compares the digest of its own
    /// first `nextItem` items and goes on from there.
    record KeyKnown(KeyProgress progress, long position) implements PartOutcome {}

    /// Left out: the collection's dimension is another one.
    record WrongDimension(int collection) implements PartOutcome {}

    /// Left out: the collection was dropped (L10).
    record Dropped() implements PartOutcome {}
}
