package io.brainy.coordinator.sequence;

import io.brainy.coordinator.bucket.BucketAnswer;
import io.brainy.coordinator.bucket.BucketCall;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// The world, as protocol code sees it. Continuations run one at a time, never inside the call that
/// asked for them, so a state machine needs no lock; after the edge is closed none runs.
public interface Edge {

    /// Sends a request; `then` gets its answer, or its failure, exactly once.
    void call(BucketCall call, Consumer<BucketAnswer> then);

    /// Runs `then` no sooner than after `delay`.
    void after(Duration delay, Runnable then);

    /// A monotonic clock in nanoseconds; for waiting only, never for who won (S1).
    long nanos();

    RandomGenerator random();
}
