package io.brainy.coordinator.sequence;

import io.brainy.coordinator.bucket.Bucket;
import io.brainy.coordinator.bucket.BucketAnswer;
import io.brainy.coordinator.bucket.BucketCall;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/// The real [Edge]: one thread runs the state machines, virtual threads run their requests.
///
/// The loop's thread is a platform thread, since building and compressing an 8 MiB commit is work
/// and not waiting. A machine that throws is a bug: it is logged, and the loop goes on with the
/// next event.
public final class ProtocolLoop implements Edge, AutoCloseable {

    private static final System.Logger LOG = System.getLogger(ProtocolLoop.class.getName());

    private final Bucket bucket;
    private final LongSupplier nanos;
    private final RandomGenerator random;
    private final ScheduledExecutorService loop;
    private final ExecutorService requests;

    public ProtocolLoop(String name, Bucket bucket, LongSupplier nanos, RandomGenerator random) {
        this.bucket = bucket;
        this.nanos = nanos;
        this.random = random;
        this.loop =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().name(name).daemon().factory());
        this.requests =
                Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name(name + "-request-", 0).factory());
    }

    /// Runs an event on the loop; after [#close] it is dropped.
    public void execute(Runnable event) {
        try {
            loop.execute(() -> run(event));
        } catch (RejectedExecutionException _) {
            // Closed: nobody waits for protocol events any more.
        }
    }

    @Override
    public void call(BucketCall call, Consumer<BucketAnswer> then) {
        try {
            requests.execute(() -> {
                BucketAnswer answer = call.perform(bucket);
                execute(() -> then.accept(answer));
            });
        } catch (RejectedExecutionException _) {
            // Closed, as above.
        }
    }

    @Override
    public void after(Duration delay, Runnable then) {
        try {
            var _ = loop.schedule(() -> run(then), delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException _) {
            // Closed, as above.
        }
    }

    @Override
    public long nanos() {
        return nanos.getAsLong();
    }

    @Override
    public RandomGenerator random() {
        return random;
    }

    private static void run(Runnable event) {
        try {
            event.run();
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "a protocol event failed; this is a defect, please report it", e);
        }
    }

    /// Stops taking events and waits for the one that runs. Requests under way may still be applied
    /// by the bucket, as after a crash.
    @Override
    public void close() {
        requests.shutdownNow();
        loop.shutdownNow();
        try {
            var _ = loop.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
