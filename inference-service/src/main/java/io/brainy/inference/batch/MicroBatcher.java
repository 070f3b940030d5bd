package io.brainy.inference.batch;

import io.brainy.inference.tokenize.TokenizedText;
import io.brainy.model.error.BrainyException;
import io.brainy.model.error.InvalidException;
import io.brainy.model.error.OverloadedException;
import io.brainy.model.error.ProblemType;
import io.brainy.model.error.UnavailableException;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs what waits, in batches, with one thread a session. What to run is decided by
/// [BatchPlanner]; here is the edge that acts on it.
///
/// One lock guards the queues, and is never held while a model runs or a future completes. Sessions
/// hand finished jobs to virtual threads, so whatever callers hang on a future never runs on a
/// session. A session's thread ends only with the batcher: a batch that fails, fails its own texts.
public final class MicroBatcher implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MicroBatcher.class);

    private final BatchPlanner planner;
    private final BatchLimits limits;
    private final LongSupplier nanoTime;
    private final BatchMeters meters;
    private final List<Thread> sessions = new ArrayList<>();
    private final ExecutorService completions =
            Executors.newThreadPerTaskExecutor(
                    Thread.ofVirtual().name("brainy-embedded-", 0).factory());

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // All below is guarded by the lock.
    private final LaneQueue queries;
    private final LaneQueue documents;
    private final DrainRate rate = new DrainRate();
    private int busySessions;
    private long lastQueryNanos;
    private long lastDocumentsNanos;
    private boolean closed;

    /// @param model what the meters call this batcher
    /// @param runners one a session; not used by anyone else
    public MicroBatcher(
            String model,
            List<? extends BatchRunner> runners,
            BatchLimits limits,
            QueueLimits queueLimits,
            LongSupplier nanoTime,
            MeterRegistry registry) {
        this.planner = new BatchPlanner(limits);
        this.limits = limits;
        this.queries = new LaneQueue(queueLimits.queries(), queueLimits.bytes());
        this.documents = new LaneQueue(queueLimits.documents(), queueLimits.bytes());
        this.nanoTime = nanoTime;
        this.meters = new BatchMeters(registry, model);
        long now = nanoTime.getAsLong();
        this.lastQueryNanos = now - limits.queryMemory().toNanos();
        this.lastDocumentsNanos = now;
        for (Lane lane : Lane.values()) {
            meters.queue(lane, () -> waiting(lane));
        }
        for (BatchRunner runner : runners) {
            sessions.add(
                    Thread.ofPlatform()
                            .name("brainy-inference-" + sessions.size())
                            .daemon()
                            .unstarted(() -> serve(runner)));
        }
        sessions.forEach(Thread::start);
    }

    /// Reserves the places of a call's texts, or refuses the whole call.
    ///
    /// @param bytes of all its texts, in UTF-8
    public EmbeddingJob open(Lane lane, int texts, long bytes) {
        lock.lock();
        try {
            if (closed) {
                throw stopping();
            }
            LaneQueue queue = queue(lane);
            if (!queue.holds(texts, bytes)) {
                throw new InvalidException(
                        "input",
                        "one call embeds at least one text and at most "
                                + queue.limits()
                                + ", found "
                                + texts
                                + " texts of "
                                + bytes
                                + " bytes; split it");
            }
            if (!queue.reserve(texts, bytes)) {
                meters.rejected(lane, texts);
                throw new OverloadedException(
                        "the queue of the "
                                + lane.label()
                                + " lane is full: "
                                + queue.load()
                                + " wait; send again later",
                        rate.timeFor(queue.tokens(), sessions.size()));
            }
        } finally {
            lock.unlock();
        }
        var job = new EmbeddingJob(this, lane, texts, bytes);
        var _ =
                job.future()
                        .whenComplete((_, failure) -> {
                            if (failure != null) {
                                withdraw(job);
                            }
                        });
        return job;
    }

    /// Refuses what is new, fails what waits, and returns when the running batches have ended.
    @Override
    public void close() {
        List<WaitingText> left = new ArrayList<>();
        lock.lock();
        try {
            closed = true;
            left.addAll(queries.all());
            left.addAll(documents.all());
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        left.forEach(text -> text.job.abandon(stopping()));
        boolean interrupted = false;
        for (Thread session : sessions) {
            interrupted |= joinUninterruptibly(session);
        }
        completions.shutdown();
        try {
            // For those who look at their futures now; nobody's dependants can keep us from
            // closing.
            boolean _ = completions.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// How many texts wait in a lane.
    public int waiting(Lane lane) {
        lock.lock();
        try {
            return queue(lane).size();
        } finally {
            lock.unlock();
        }
    }

    public int sessions() {
        return sessions.size();
    }

    /// Whether all sessions run; false once it is closed.
    public boolean isAlive() {
        return sessions.stream().allMatch(Thread::isAlive);
    }

    void enqueue(EmbeddingJob job, int index, TokenizedText text, int bytes) {
        lock.lock();
        try {
            if (job.unaddedTexts == 0) {
                return; // It was withdrawn, and its places with it.
            }
            if (closed) {
                throw stopping();
            }
            long now = nanoTime.getAsLong();
            var waiting = new WaitingText(job, index, text, bytes, now);
            job.unaddedTexts--;
            job.unaddedBytes -= bytes;
            job.added.add(waiting);
            queue(job.lane()).add(waiting);
            if (job.lane() == Lane.QUERY) {
                lastQueryNanos = now;
            }
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    private void withdraw(EmbeddingJob job) {
        lock.lock();
        try {
            LaneQueue queue = queue(job.lane());
            job.added.forEach(queue::remove);
            queue.release(job.unaddedTexts, job.unaddedBytes);
            job.unaddedTexts = 0;
            job.unaddedBytes = 0;
        } finally {
            lock.unlock();
        }
    }

    private void serve(BatchRunner runner) {
        while (true) {
            try {
                BatchPlan.Run<WaitingText> batch = next();
                if (batch == null) {
                    return;
                }
                try {
                    run(runner, batch.lane(), batch.texts());
                } finally {
                    rest();
                }
            } catch (InterruptedException e) {
                // Nobody here interrupts a session; whoever did, the queues are looked at again.
                LOG.debug("a session was interrupted", e);
            }
        }
    }

    /// Waits for something to run; null when the batcher is closed.
    private BatchPlan.@Nullable Run<WaitingText> next() throws InterruptedException {
        lock.lock();
        try {
            while (!closed) {
                long now = nanoTime.getAsLong();
                switch (planner.plan(view(), now)) {
                    case BatchPlan.Run<WaitingText> run -> {
                        take(run, now);
                        return run;
                    }
                    case BatchPlan.WaitUntil<WaitingText>(long nanos) -> {
                        long _ = changed.awaitNanos(nanos - now);
                    }
                    case BatchPlan.Rest<WaitingText> _ -> changed.await();
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    private BatchView<WaitingText> view() {
        return new BatchView<>(
                queries.oldest(limits.lookAhead()),
                queries.size(),
                documents.oldest(limits.lookAhead()),
                documents.size(),
                sessions.size(),
                sessions.size() - busySessions,
                lastQueryNanos,
                lastDocumentsNanos);
    }

    private void take(BatchPlan.Run<WaitingText> run, long now) {
        run.texts().forEach(queue(run.lane())::remove);
        busySessions++;
        if (run.lane() == Lane.DOCUMENT) {
            lastDocumentsNanos = now;
        }
        // A signal may have stood for more texts than this batch took.
        if (queries.size() + documents.size() > 0) {
            changed.signal();
        }
    }

    private void rest() {
        lock.lock();
        try {
            busySessions--;
        } finally {
            lock.unlock();
        }
    }

    private void run(BatchRunner runner, Lane lane, List<WaitingText> batch) {
        long began = nanoTime.getAsLong();
        float[][] vectors;
        try {
            vectors = runner.run(batch.stream().map(each -> each.text).toList());
            if (vectors.length != batch.size()) {
                throw new IllegalStateException(
                        "wanted " + batch.size() + " vectors, found " + vectors.length);
            }
        } catch (RuntimeException | Error e) {
            fail(lane, batch, e);
            return;
        }
        for (int i = 0; i < vectors.length; i++) {
            WaitingText each = batch.get(i);
            if (each.job.keep(each.index, each.text, vectors[i])) {
                completions.execute(each.job::complete);
            }
        }
        long nanos = nanoTime.getAsLong() - began;
        long tokens = meters.ran(lane, batch, began, nanos);
        lock.lock();
        try {
            rate.observe(tokens, nanos);
        } finally {
            lock.unlock();
        }
    }

    private void fail(Lane lane, List<WaitingText> batch, Throwable cause) {
        LOG.error("a batch of {} texts failed in the {} lane", batch.size(), lane.label(), cause);
        meters.failed(lane, batch.size());
        BrainyException failure =
                new UnavailableException(
                        "the model failed on a batch that held this text; send it again, or see the"
                                + " log of the inference node",
                        cause);
        for (WaitingText each : batch) {
            completions.execute(() -> each.job.abandon(failure));
        }
    }

    private LaneQueue queue(Lane lane) {
        return switch (lane) {
            case QUERY -> queries;
            case DOCUMENT -> documents;
        };
    }

    private static UnavailableException stopping() {
        return new UnavailableException(
                ProblemType.UNAVAILABLE,
                "this node's inference is stopping; ask another node",
                Duration.ofSeconds(1));
    }

    /// The weights must outlive the session. True when the wait was interrupted.
    private static boolean joinUninterruptibly(Thread session) {
        boolean interrupted = false;
        while (true) {
            try {
                session.join();
                return interrupted;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
    }
}
