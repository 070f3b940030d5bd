package io.brainy.ingest.indexer;

import io.brainy.coordinator.bucket.Bucket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/// The bucket of a process that dies at its n-th request that writes: just before it is applied, or
/// just after. From then on no request of this process is sent and none is answered. Between two
/// writes the bucket does not change, so these are all the states in which a process can die.
final class CrashingBucket extends InterceptedBucket {

    enum Moment {
        BEFORE,
        AFTER
    }

    /// Not an exception, so that nothing handles it: its thread just ends.
    static final class Crash extends Error {
        private static final long serialVersionUID = 1L;

        Crash() {
            super("the process is dead", null, false, false);
        }
    }

    private final long crashAt;
    private final Moment moment;
    private final AtomicLong writes = new AtomicLong();
    private final CompletableFuture<Void> crashed = new CompletableFuture<>();

    CrashingBucket(Bucket inner, long crashAt, Moment moment) {
        super(inner);
        this.crashAt = crashAt;
        this.moment = moment;
    }

    /// How many requests that write came here.
    long writes() {
        return writes.get();
    }

    /// Completes at the crash.
    CompletableFuture<Void> crashed() {
        return crashed;
    }

    @Override
    <T> T intercept(Access access, String key, Supplier<T> request) {
        long number = access == Access.WRITE ? writes.incrementAndGet() : 0;
        if (crashed.isDone() || number > crashAt) {
            throw new Crash();
        }
        if (number < crashAt) {
            return request.get();
        }
        if (moment == Moment.AFTER) {
            var _ = request.get();
        }
        crashed.complete(null);
        throw new Crash();
    }
}
