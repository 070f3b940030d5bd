package io.brainy.search.shard;

import static io.brainy.search.testing.TestCollection.document;
import static io.brainy.search.testing.TestCollection.twoDimensions;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brainy.engine.serve.ShardHandle;
import io.brainy.engine.serve.ShardSnapshot;
import io.brainy.model.error.InvalidException;
import io.brainy.model.error.UnavailableException;
import io.brainy.search.testing.TestCollection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ScatterTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final TestCollection notes = new TestCollection("notes", twoDimensions(), 3);
    private final List<ShardHandle> shards = List.copyOf(notes.shards());
    private final AtomicInteger failures = new AtomicInteger();

    @Test
    void answersKeepTheOrderOfTheShardsAndTheirSnapshotsOpen() {
        notes.write(document("a", "x"));
        try (Scatter scatter = scatter(LONG, LONG)) {
            Answers<Long> answers = scatter.ask(shards, 1, ShardSnapshot::position);

            assertThat(answers.answers()).extracting(ShardAnswer::shard).isEqualTo(shards);
            assertThat(notes.openSnapshots()).isEqualTo(3);
            answers.close();
            assertThat(notes.openSnapshots()).isZero();
        }
    }

    @Test
    void whoIsLateIsAFailureAndItsSnapshotIsReleasedWhenItComes() {
        CountDownLatch hang = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        try (Scatter scatter = scatter(LONG, Duration.ofMillis(50))) {
            try (Answers<Integer> answers =
                    scatter.ask(
                            shards,
                            0,
                            _ -> {
                                if (asked.incrementAndGet() == 1) {
                                    await(hang);
                                }
                                return 1;
                            })) {
                assertThat(answers.failures())
                        .singleElement()
                        .satisfies(f ->
                                assertThat(f.reason())
                                        .isInstanceOf(UnavailableException.class)
                                        .hasMessageContaining("did not answer within"));
                assertThat(answers.answers()).hasSize(2);
                assertThat(failures).hasValue(1);
            }
            hang.countDown();
        }
        assertThat(notes.openSnapshots()).isZero();
    }

    @Test
    void aFaultOfTheQuestionIsNotAShardsFailure() {
        try (Scatter scatter = scatter(LONG, LONG)) {
            for (List<ShardHandle> asked : List.of(shards, shards.subList(0, 1))) {
                assertThatThrownBy(() ->
                                scatter.ask(
                                        asked,
                                        0,
                                        _ -> {
                                            throw new InvalidException("k", "no");
                                        }))
                        .isInstanceOf(InvalidException.class);
            }
        }
        assertThat(failures).hasValue(0);
        assertThat(notes.openSnapshots()).isZero();
    }

    @Test
    void aShardIsWaitedForUntilItHasThePosition() {
        notes.append();
        notes.shard(0).reach(1);
        notes.shard(1).reach(1);
        try (Scatter scatter = scatter(Duration.ofMillis(20), LONG);
                Answers<Long> answers = scatter.ask(shards, 1, ShardSnapshot::position)) {
            assertThat(answers.failures())
                    .singleElement()
                    .satisfies(f ->
                            assertThat(f.reason()).hasMessageContaining("not reached commit 1"));
            assertThat(answers.position(0)).isEqualTo(1);
        }
        try (Scatter scatter = scatter(LONG, LONG)) {
            Thread late = Thread.ofVirtual().start(() -> notes.shard(2).reach(1));
            try (Answers<Long> answers = scatter.ask(shards, 1, ShardSnapshot::position)) {
                assertThat(answers.failures()).isEmpty();
            }
            joined(late);
        }
    }

    private Scatter scatter(Duration wait, Duration deadline) {
        return new Scatter(System::nanoTime, wait, deadline, _ -> failures.incrementAndGet());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void joined(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
