package io.brainy.inference.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brainy.coordinator.port.Embedder.Embedding;
import io.brainy.inference.tokenize.TokenizedText;
import io.brainy.model.error.InvalidException;
import io.brainy.model.error.OverloadedException;
import io.brainy.model.error.UnavailableException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The edge with threads; what goes into a batch is [BatchPlannerTest]'s.
@Timeout(30)
class MicroBatcherTest {

    /// A text that makes its batch fail.
    private static final long POISON = 666;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final LongSupplier nanoTime = registry.config().clock()::monotonicTime;
    private final GatedRunner runner = new GatedRunner();
    private final MicroBatcher batcher =
            new MicroBatcher(
                    "fake",
                    List.of(runner),
                    BatchLimits.DEFAULTS,
                    new QueueLimits(4, 8, 1_000),
                    nanoTime,
                    registry);

    @AfterEach
    void close() {
        runner.permits.release(1_000_000);
        batcher.close();
    }

    @Test
    void vectorsComeInTheOrderOfTheTexts() throws Exception {
        runner.permits.release(1_000);

        List<Embedding> embeddings = submit(Lane.DOCUMENT, 5, 3, 9, 1).get();

        assertThat(embeddings)
                .extracting(each -> each.vector().components()[0])
                .containsExactly(5f, 3f, 9f, 1f);
        assertThat(embeddings).allMatch(each -> each.vector().made());
    }

    @Test
    void queriesRunBeforeDocumentsThatCameEarlier() throws Exception {
        var blocker = submit(Lane.DOCUMENT, 1);
        runner.started.take();
        var documents = submit(Lane.DOCUMENT, 2, 3);
        var query = submit(Lane.QUERY, 4);

        runner.permits.release(1_000);
        CompletableFuture.allOf(blocker, documents, query).get();

        assertThat(runner.batches.get(1)).containsExactly(4L);
        assertThat(runner.batches.get(2)).containsExactlyInAnyOrder(2L, 3L);
    }

    @Test
    void laneRefusesTheTextBeyondItsLimitAndSaysWhenToRetry() throws Exception {
        var _ = submit(Lane.QUERY, 1);
        runner.started.take();
        var full = submit(Lane.QUERY, 2, 3, 4, 5);

        assertThatThrownBy(() -> batcher.open(Lane.QUERY, 1, 1))
                .isInstanceOfSatisfying(
                        OverloadedException.class,
                        e ->
                                assertThat(e.retryAfter())
                                        .isGreaterThanOrEqualTo(Duration.ofSeconds(1)))
                .hasMessageContaining("4 texts");
        var documents = submit(Lane.DOCUMENT, 6);

        runner.permits.release(1_000);
        assertThat(full.get()).hasSize(4);
        assertThat(documents.get()).hasSize(1);
        assertThat(submit(Lane.QUERY, 7, 8, 9, 10).get()).hasSize(4);
        assertThat(registry.get("brainy.inference.rejected").tag("lane", "query").counter().count())
                .isEqualTo(1);
    }

    @Test
    void laneRefusesTheByteBeyondItsLimit() throws Exception {
        var _ = submit(Lane.DOCUMENT, 1);
        runner.started.take();
        EmbeddingJob full = batcher.open(Lane.DOCUMENT, 1, 1_000);

        assertThatThrownBy(() -> batcher.open(Lane.DOCUMENT, 1, 1))
                .isInstanceOf(OverloadedException.class);

        full.future().cancel(false);
        assertThat(batcher.open(Lane.DOCUMENT, 1, 1_000)).isNotNull();
    }

    @Test
    void callThatCanNeverFitIsInvalid() {
        assertThat(batcher.open(Lane.QUERY, 4, 1_000)).isNotNull();
        assertThatThrownBy(() -> batcher.open(Lane.QUERY, 5, 1))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("split it");
        assertThatThrownBy(() -> batcher.open(Lane.QUERY, 1, 1_001))
                .isInstanceOf(InvalidException.class);
    }

    @Test
    void cancelledTextsLeaveTheQueueAndAreNotRun() throws Exception {
        var _ = submit(Lane.DOCUMENT, 1);
        runner.started.take();
        var cancelled = submit(Lane.DOCUMENT, 2, 3);
        var kept = submit(Lane.DOCUMENT, 4);

        cancelled.cancel(false);

        assertThat(batcher.waiting(Lane.DOCUMENT)).isEqualTo(1);
        runner.permits.release(1_000);
        kept.get();
        assertThat(runner.seen()).containsExactly(1L, 4L);
        assertThat(submit(Lane.DOCUMENT, 1, 2, 3, 4, 5, 6, 7, 8).get()).hasSize(8);
    }

    @Test
    void textsAddedAfterTheCancellationAreNotQueued() {
        EmbeddingJob job = batcher.open(Lane.QUERY, 4, 4);
        job.future().cancel(false);

        job.add(text(1), 1);

        assertThat(batcher.waiting(Lane.QUERY)).isZero();
        assertThat(batcher.open(Lane.QUERY, 4, 4)).isNotNull();
    }

    @Test
    void failedBatchFailsItsTextsAndNoOthers() throws Exception {
        var _ = submit(Lane.QUERY, 1);
        runner.started.take();
        var doomed = submit(Lane.QUERY, POISON);
        var documents = submit(Lane.DOCUMENT, 2, 3);

        runner.permits.release(1_000);

        assertThatThrownBy(doomed::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(UnavailableException.class);
        assertThat(documents.get()).hasSize(2);
        assertThat(submit(Lane.QUERY, 4).get()).hasSize(1);
        assertThat(registry.get("brainy.inference.failed").tag("lane", "query").counter().count())
                .isEqualTo(1);
    }

    @Test
    void closingEndsTheRunningBatchAndFailsWhatWaits() throws Exception {
        var running = submit(Lane.DOCUMENT, 1);
        runner.started.take();
        var waiting = submit(Lane.DOCUMENT, 2, 3);
        EmbeddingJob open = batcher.open(Lane.QUERY, 1, 1);

        var closing = Thread.ofVirtual().start(batcher::close);
        assertThatThrownBy(waiting::join).hasCauseInstanceOf(UnavailableException.class);
        runner.permits.release(1_000);
        closing.join();

        assertThat(running.get()).hasSize(1);
        assertThat(runner.seen()).containsExactly(1L);
        assertThatThrownBy(() -> batcher.open(Lane.QUERY, 1, 1))
                .isInstanceOf(UnavailableException.class);
        assertThatThrownBy(() -> open.add(text(4), 1)).isInstanceOf(UnavailableException.class);
    }

    @Test
    void dependantsDoNotRunOnASession() throws Exception {
        var thread = submit(Lane.DOCUMENT, 1).thenApply(_ -> Thread.currentThread().getName());
        runner.permits.release(1_000);

        assertThat(thread.get()).doesNotStartWith("brainy-inference-");
    }

    @Test
    void twoSessionsShareTheTextsOfOneCall() throws Exception {
        var left = new GatedRunner();
        var right = new GatedRunner();
        try (var both =
                new MicroBatcher(
                        "two",
                        List.of(left, right),
                        BatchLimits.DEFAULTS,
                        QueueLimits.DEFAULTS,
                        nanoTime,
                        registry)) {
            EmbeddingJob job = both.open(Lane.QUERY, 2, 2);
            job.add(text(1), 1);
            job.add(text(2), 1);

            left.started.take();
            right.started.take();
            left.permits.release(1_000);
            right.permits.release(1_000);

            assertThat(job.future().get()).hasSize(2);
        }
    }

    @Test
    void meterSayWhatRan() throws Exception {
        runner.permits.release(1_000);
        EmbeddingJob job = batcher.open(Lane.DOCUMENT, 1, 1);
        job.add(new TokenizedText(new long[] {7, 7, 7}, true), 1);
        job.future().get();

        // The meters follow the answer.
        submit(Lane.DOCUMENT, 1).get();
        close();
        assertThat(count("texts")).isEqualTo(2);
        assertThat(count("tokens")).isEqualTo(4);
        assertThat(count("truncated")).isEqualTo(1);
        assertThat(
                        registry.get("brainy.inference.queue.wait")
                                .tag("lane", "document")
                                .timer()
                                .count())
                .isEqualTo(2);
    }

    private double count(String name) {
        return registry.get("brainy.inference." + name).tag("lane", "document").counter().count();
    }

    private CompletableFuture<List<Embedding>> submit(Lane lane, long... ids) {
        EmbeddingJob job = batcher.open(lane, ids.length, ids.length);
        for (long id : ids) {
            job.add(text(id), 1);
        }
        return job.future();
    }

    private static TokenizedText text(long id) {
        return new TokenizedText(new long[] {id}, false);
    }

    /// Says when it starts and runs when it is let; a text's vector is its first id.
    private static final class GatedRunner implements BatchRunner {

        private final Semaphore permits = new Semaphore(0);
        private final BlockingQueue<Integer> started = new LinkedBlockingQueue<>();
        private final List<List<Long>> batches = Collections.synchronizedList(new ArrayList<>());

        @Override
        public float[][] run(List<TokenizedText> texts) {
            started.add(texts.size());
            try {
                if (!permits.tryAcquire(20, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("the test let nothing run");
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            batches.add(texts.stream().map(text -> text.ids()[0]).toList());
            float[][] vectors = new float[texts.size()][];
            for (int i = 0; i < vectors.length; i++) {
                if (texts.get(i).ids()[0] == POISON) {
                    throw new IllegalStateException("poison");
                }
                vectors[i] = new float[] {texts.get(i).ids()[0]};
            }
            return vectors;
        }

        private List<Long> seen() {
            return batches.stream().flatMap(List::stream).toList();
        }
    }
}
