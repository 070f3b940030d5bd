package io.brainy.coordinator.log;

import java.time.Duration;

/// How long the next commit waits for company. Zero while requests come one by one; where several
/// gather during one put, up to twice the time that a put takes, so waiting never costs more than
/// it saves, and never above 250 ms. On a local directory that is a millisecond or two; on a slow
/// store it bounds the number of puts a second.
final class GroupCommitWindow {

    static final Duration MAX = Duration.ofMillis(250);

    /// So many waiting bytes go at once: more would not fit the commit.
    static final long FULL_BYTES = 4 << 20;

    private long putNanos;
    private boolean company;

    /// A commit is done.
    ///
    /// @param nanos that its put took
    /// @param gathered how many parts waited when it ended
    void committed(long nanos, int gathered) {
        putNanos = putNanos == 0 ? nanos : putNanos + (nanos - putNanos) / 8;
        company = gathered > 1;
    }

    /// How long to wait from when the first part of the next commit came.
    Duration delay(long waitingBytes) {
        if (!company || waitingBytes >= FULL_BYTES) {
            return Duration.ZERO;
        }
        return Duration.ofNanos(Math.min(2 * putNanos, MAX.toNanos()));
    }
}
