package io.brainy.coordinator.testing;

import io.brainy.coordinator.bucket.Bucket;
import io.brainy.coordinator.bucket.BucketAnswer;
import io.brainy.coordinator.bucket.BucketCall;
import io.brainy.coordinator.bucket.BucketException;
import io.brainy.coordinator.sequence.Edge;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/// An edge on which a test decides what happens to each request: performed at once, or held until
/// the test performs it, answers it or leaves it lying.
public final class ScriptedEdge implements Edge {

    private final Bucket bucket;
    private final ManualTime time;
    private final RandomGenerator random;
    private final List<BucketCall> calls = new ArrayList<>();
    private final List<Runnable> timers = new ArrayList<>();
    private final List<Held> held = new ArrayList<>();
    private Predicate<BucketCall> holding = _ -> false;

    public ScriptedEdge(Bucket bucket, ManualTime time, long seed) {
        this.bucket = bucket;
        this.time = time;
        this.random = new SplittableRandom(seed);
    }

    /// A request that was not sent yet, or whose answer has not come yet.
    public final class Held {
        private final BucketCall call;
        private final Consumer<BucketAnswer> then;

        private Held(BucketCall call, Consumer<BucketAnswer> then) {
            this.call = call;
            this.then = then;
        }

        public BucketCall call() {
            return call;
        }

        /// The bucket does it; the asker hears nothing yet.
        public BucketAnswer apply() {
            return call.perform(bucket);
        }

        /// The asker hears this.
        public void answer(BucketAnswer answer) {
            held.remove(this);
            time.soon(() -> then.accept(answer));
            time.run();
        }

        public void fail(BucketException.Kind kind) {
            answer(new BucketAnswer.Failed(new BucketException(kind, "scripted: " + kind)));
        }

        public void perform() {
            answer(apply());
        }
    }

    /// Requests that match are held from now on.
    public void hold(Predicate<BucketCall> which) {
        holding = which;
    }

    /// Nothing is held any more; what is held already stays.
    public void holdNothing() {
        holding = _ -> false;
    }

    public List<Held> held() {
        return List.copyOf(held);
    }

    /// The only one that is held.
    public Held theHeld() {
        if (held.size() != 1) {
            throw new AssertionError("one request was to be held, found " + held.size());
        }
        return held.getFirst();
    }

    /// All requests so far.
    public List<BucketCall> calls() {
        return List.copyOf(calls);
    }

    @Override
    public void call(BucketCall call, Consumer<BucketAnswer> then) {
        calls.add(call);
        if (holding.test(call)) {
            held.add(new Held(call, then));
        } else {
            time.soon(() -> {
                BucketAnswer answer = call.perform(bucket);
                time.soon(() -> then.accept(answer));
            });
        }
    }

    /// All that was ever to run later.
    public List<Runnable> timers() {
        return List.copyOf(timers);
    }

    @Override
    public void after(Duration delay, Runnable then) {
        timers.add(then);
        time.after(delay, then);
    }

    @Override
    public long nanos() {
        return time.nanos();
    }

    @Override
    public RandomGenerator random() {
        return random;
    }
}
