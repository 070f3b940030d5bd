package io.brainy.ingest.indexer;

import io.brainy.coordinator.bucket.Bucket;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/// The bucket of a process that falls asleep in the middle of a chosen write, and wakes later.
final class HeldBucket extends InterceptedBucket {

    private volatile String holding = "nothing is held";
    private final CompletableFuture<Void> asleep = new CompletableFuture<>();
    private final CompletableFuture<Void> awake = new CompletableFuture<>();

    HeldBucket(Bucket inner) {
        super(inner);
    }

    /// From now on, requests that write to keys with `part` in them are held.
    void hold(String part) {
        holding = part;
    }

    /// Completes when one is held.
    CompletableFuture<Void> asleep() {
        return asleep;
    }

    void wake() {
        awake.complete(null);
    }

    @Override
    <T> T intercept(Access access, String key, Supplier<T> request) {
        if (access == Access.WRITE && key.contains(holding)) {
            asleep.complete(null);
            awake.join();
        }
        return request.get();
    }
}
