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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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

    private static final Duration LEAST_RETRY = Duration.ofSeconds(1);
    private static final Duration MOST_RETRY = Duration.ofSeconds(60);

    /// How much the newest batch counts in the measured rate.
    private static final double RATE_WEIGHT = 0.1;

    private final BatchPlanner planner;
    private final BatchLimits limits;
    private final QueueLimits queueLimits;
    private final LongSupplier nanoTime;
    private final BatchMeters meters;
    private final List<Thread> sessions = new ArrayList<>();
    private final ExecutorService completions =
            Executors.newThreadPerTaskExecutor(
                    Thread.ofVirtual().name("brainy-embedded-", 0).factory());

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // All below is guarded by the lock.
    private final Queue queries = new Queue();
    private final Queue documents = new Queue();
    private int busySessions;
    private long lastQueryNanos;
    private long lastDocumentsNanos;
    private double nanosPerToken;
    private boolean closed;

    /// A text in a queue. Compared by identity.
    static final class Waiting implements QueuedText {

        private final EmbeddingJob job;
        private final int index;
        private final TokenizedText text;
        private final int bytes;
        private final long arrivedNanos;

        Waiting(EmbeddingJob job, int index, TokenizedText text, int bytes, long arrivedNanos) {
            this.job = job;
            this.index = index;
            this.text = text;
            this.bytes = bytes;
            this.arrivedNanos = arrivedNanos;
        }

        @Override
        public int tokens() {
            return text.tokens();
        }

        @Override
        public long arrivedNanos() {
            return arrivedNanos;
        }
    }

    /// A lane's waiting texts in the order of their arrival, and the places that are taken: by them,
    /// and by texts that are still to be added.
    private static final class Queue {

        private final LinkedHashSet<Waiting> texts = new LinkedHashSet<>();
        private int reservedTexts;
        private long reservedBytes;
        private long tokens;

        List<Waiting> oldest(int count) {
            return texts.stream().limit(count).toList();
        }

        void add(Waiting text) {
            texts.add(text);
            tokens += text.tokens();
        }

        boolean remove(Waiting text) {
            if (!texts.remove(text)) {
                return false;
            }
            tokens -= text.tokens();
            release(1, text.bytes);
            return true;
        }

        void release(int count, long bytes) {
            reservedTexts -= count;
            reservedBytes -= bytes;
        }
    }

    /// @param runners one a session; not used by anyone else
    /// @param model what the meters and messages call this batcher
    public MicroBatcher(
            String model,
            List<? extends BatchRunner> runners,
            BatchLimits limits,
            QueueLimits queueLimits,
            LongSupplier nanoTime,
            MeterRegistry registry) {
        this.planner = new BatchPlanner(limits);
        this.limits = limits;
        this.queueLimits = queueLimits;
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
    public EmbeddingJob open(Lane lane, int texts, long bytes) {
        lock.lock();
        try {
            requireOpen();
            Queue queue = queue(lane);
            int most = queueLimits.texts(lane);
            if (texts < 1 || texts > most || bytes > queueLimits.bytes()) {
                throw new InvalidException(
                        "input",
                        "one call embeds 1 to "
                                + most
                                + " texts of "
                                + queueLimits.bytes()
                                + " bytes in all, found "
                                + texts
                                + " of "
                                + bytes
                                + "; split it");
            }
            if (queue.reservedTexts + texts > most
                    || queue.reservedBytes + bytes > queueLimits.bytes()) {
                meters.rejected(lane, texts);
                throw new OverloadedException(
                        "the queue of the "
                                + lane.label()
                                + " lane is full: "
                                + queue.reservedTexts
                                + " texts of "
                                + queue.reservedBytes
                                + " bytes wait; send again later",
                        drainTime(queue));
            }
            return newJob(lane, texts, bytes);
        } finally {
            lock.unlock();
        }
    }

    /// Refuses what is new, fails what waits, and returns when the running batches have ended.
    @Override
    public void close() {
        List<EmbeddingJob> left = new ArrayList<>();
        lock.lock();
        try {
            closed = true;
            queries.texts.forEach(text -> left.add(text.job));
            documents.texts.forEach(text -> left.add(text.job));
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        left.forEach(job -> job.abandon(stopping()));
        for (Thread session : sessions) {
            joinUninterruptibly(session);
        }
        completions.close();
    }

    /// How many texts wait in a lane.
    public int waiting(Lane lane) {
        lock.lock();
        try {
            return queue(lane).texts.size();
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
            var waiting = new Waiting(job, index, text, bytes, now);
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

    private EmbeddingJob newJob(Lane lane, int texts, long bytes) {
        Queue queue = queue(lane);
        queue.reservedTexts += texts;
        queue.reservedBytes += bytes;
        var job = new EmbeddingJob(this, lane, texts, bytes);
        var _ =
                job.future()
                        .whenComplete(
                                (_, failure) -> {
                                    if (failure != null) {
                                        withdraw(job);
                                    }
                                });
        return job;
    }

    private void withdraw(EmbeddingJob job) {
        lock.lock();
        try {
            Queue queue = queue(job.lane());
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
                BatchPlan.Run<Waiting> batch = next();
                if (batch == null) {
                    return;
                }
                try {
                    run(runner, batch);
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
    private BatchPlan.@Nullable Run<Waiting> next() throws InterruptedException {
        lock.lock();
        try {
            while (!closed) {
                long now = nanoTime.getAsLong();
                switch (planner.plan(view(), now)) {
                    case BatchPlan.Run<Waiting> run -> {
                        take(run, now);
                        return run;
                    }
                    case BatchPlan.WaitUntil<Waiting>(long nanos) -> {
                        long _ = changed.awaitNanos(nanos - now);
                    }
                    case BatchPlan.Rest<Waiting> _ -> changed.await();
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    private BatchView<Waiting> view() {
        return new BatchView<>(
                queries.oldest(limits.lookAhead()),
                queries.texts.size(),
                documents.oldest(limits.lookAhead()),
                documents.texts.size(),
                sessions.size(),
                sessions.size() - busySessions,
                lastQueryNanos,
                lastDocumentsNanos);
    }

    private void take(BatchPlan.Run<Waiting> run, long now) {
        Queue queue = queue(run.lane());
        run.texts().forEach(queue::remove);
        busySessions++;
        if (run.lane() == Lane.DOCUMENT) {
            lastDocumentsNanos = now;
        }
        // A signal may have stood for more texts than this batch took.
        if (!queries.texts.isEmpty() || !documents.texts.isEmpty()) {
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

    private void run(BatchRunner runner, BatchPlan.Run<Waiting> batch) {
        Lane lane = batch.lane();
        List<Waiting> waiting = batch.texts();
        List<TokenizedText> texts = waiting.stream().map(each -> each.text).toList();
        long began = nanoTime.getAsLong();
        float[][] vectors;
        try {
            vectors = runner.run(texts);
            if (vectors.length != texts.size()) {
                throw new IllegalStateException(
                        "wanted a vector for each of "
                                + texts.size()
                                + " texts, found "
                                + vectors.length);
            }
        } catch (RuntimeException | Error e) {
            fail(lane, waiting, e);
            return;
        }
        for (int i = 0; i < vectors.length; i++) {
            Waiting each = waiting.get(i);
            if (each.job.keep(each.index, each.text, vectors[i])) {
                completions.execute(each.job::complete);
            }
        }
        measure(lane, waiting, began, nanoTime.getAsLong() - began);
    }

    private void fail(Lane lane, List<Waiting> waiting, Throwable cause) {
        LOG.error("a batch of {} texts failed in the {} lane", waiting.size(), lane.label(), cause);
        meters.failed(lane, waiting.size());
        BrainyException failure =
                new UnavailableException(
                        "the model failed on a batch that held this text; send it again, or see the"
                                + " log of the inference node",
                        cause);
        for (Waiting each : waiting) {
            completions.execute(() -> each.job.abandon(failure));
        }
    }

    private void measure(Lane lane, List<Waiting> waiting, long began, long nanos) {
        int longest = 0;
        int truncated = 0;
        long tokens = 0;
        for (Waiting each : waiting) {
            longest = Math.max(longest, each.tokens());
            tokens += each.tokens();
            truncated += each.text.truncated() ? 1 : 0;
            meters.waited(lane, began - each.arrivedNanos);
        }
        long padding = (long) longest * waiting.size() - tokens;
        meters.ran(lane, waiting.size(), tokens, padding, truncated, nanos);
        double measured = (double) nanos / Math.max(1, tokens);
        lock.lock();
        try {
            nanosPerToken =
                    nanosPerToken == 0
                            ? measured
                            : nanosPerToken + RATE_WEIGHT * (measured - nanosPerToken);
        } finally {
            lock.unlock();
        }
    }

    /// How long the sessions take for what waits, as far as they have been measured.
    private Duration drainTime(Queue queue) {
        double nanos = queue.tokens * nanosPerToken / sessions.size();
        Duration time = Duration.ofSeconds((long) Math.ceil(nanos / 1e9));
        if (time.compareTo(LEAST_RETRY) < 0) {
            return LEAST_RETRY;
        }
        return time.compareTo(MOST_RETRY) > 0 ? MOST_RETRY : time;
    }

    private Queue queue(Lane lane) {
        return switch (lane) {
            case QUERY -> queries;
            case DOCUMENT -> documents;
        };
    }

    private void requireOpen() {
        if (closed) {
            throw stopping();
        }
    }

    private static UnavailableException stopping() {
        return new UnavailableException(
                ProblemType.UNAVAILABLE,
                "this node's inference is stopping; ask another node",
                LEAST_RETRY);
    }

    private static void joinUninterruptibly(Thread session) {
        boolean interrupted = false;
        while (true) {
            try {
                session.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
