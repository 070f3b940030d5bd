package io.brainy.coordinator.log;

import java.util.ArrayDeque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The newest commits, decoded, for followers that keep up: bounded by the bytes of their objects.
/// Safe for concurrent use.
final class RecentCommits {

    static final long MAX_BYTES = 16L << 20;

    private final ArrayDeque<FoldedCommit> commits = new ArrayDeque<>();
    private long bytes;
    private long tail;
    private @Nullable RuntimeException end;

    /// @param newTail the last commit before the first that will be added
    synchronized void reset(long newTail) {
        commits.clear();
        bytes = 0;
        tail = newTail;
        notifyAll();
    }

    synchronized void add(FoldedCommit commit) {
        if (commit.commit().number() != tail + 1) {
            // A view that was begun anew further on: what lies between is read from the bucket.
            commits.clear();
            bytes = 0;
        }
        commits.addLast(commit);
        bytes += commit.bytes();
        tail = commit.commit().number();
        while (bytes > MAX_BYTES && commits.size() > 1) {
            bytes -= commits.removeFirst().bytes();
        }
        notifyAll();
    }

    synchronized long tail() {
        return tail;
    }

    synchronized Optional<FoldedCommit> find(long number) {
        if (commits.isEmpty()) {
            return Optional.empty();
        }
        long index = number - commits.peekFirst().commit().number();
        if (index < 0 || index >= commits.size()) {
            return Optional.empty();
        }
        // An ArrayDeque has no random access; followers that keep up ask for the last one.
        if (index == commits.size() - 1) {
            return Optional.of(commits.peekLast());
        }
        return commits.stream().skip(index).findFirst();
    }

    /// Nothing follows `last`, for this reason. What lies before it is still to be had: from the
    /// bucket, where this process has not read that far.
    synchronized void end(long last, RuntimeException reason) {
        if (last > tail) {
            reset(last);
        }
        end = reason;
        notifyAll();
    }

    /// Returns once the tail is at least `number`; fails when it never will be.
    synchronized void await(long number) throws InterruptedException {
        while (tail < number) {
            RuntimeException reason = end;
            if (reason != null) {
                throw reason;
            }
            wait();
        }
    }
}
