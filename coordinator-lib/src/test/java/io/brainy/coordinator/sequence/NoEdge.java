package io.brainy.coordinator.sequence;

import io.brainy.coordinator.bucket.BucketAnswer;
import io.brainy.coordinator.bucket.BucketCall;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// An edge to nowhere, for machines whose rules are asked directly.
final class NoEdge implements Edge {
    @Override
    public void call(BucketCall call, Consumer<BucketAnswer> then) {}

    @Override
    public void after(Duration delay, Runnable then) {}

    @Override
    public long nanos() {
        return 0;
    }

    @Override
    public RandomGenerator random() {
        return new SplittableRandom(0);
    }
}
