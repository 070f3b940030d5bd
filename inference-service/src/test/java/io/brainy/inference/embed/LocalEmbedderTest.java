package io.brainy.inference.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brainy.coordinator.port.Embedder;
import io.brainy.coordinator.port.Embedder.Embedding;
import io.brainy.coordinator.port.Embedder.Purpose;
import io.brainy.inference.batch.QueueLimits;
import io.brainy.model.error.OverloadedException;
import io.brainy.model.error.UnavailableException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LocalEmbedderTest extends EmbedderContract {

    private static LocalEmbedder embedder;

    @BeforeAll
    static void open() {
        embedder = RealEmbedder.open();
    }

    @AfterAll
    static void close() {
        embedder.close();
    }

    @Override
    protected Embedder embedder() {
        return embedder;
    }

    @Test
    void closingWhileBusyAnswersEveryCall() {
        LocalEmbedder busy = RealEmbedder.open();
        List<CompletableFuture<List<Embedding>>> calls = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            calls.add(
                    busy.embed(
                            MODEL,
                            i % 2 == 0 ? Purpose.QUERY : Purpose.DOCUMENT,
                            Collections.nCopies(50, "a text of some words, number " + i)));
        }

        busy.close();

        assertThat(calls)
                .allSatisfy(call -> {
                    assertThat(call).isDone();
                    if (call.isCompletedExceptionally()) {
                        assertThat(call.exceptionNow()).isInstanceOf(UnavailableException.class);
                    } else {
                        assertThat(call.join()).hasSize(50);
                    }
                })
                .anySatisfy(call -> assertThat(call).isCompletedExceptionally());
        assertThatThrownBy(() -> busy.embed(MODEL, Purpose.QUERY, List.of("late")).join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(UnavailableException.class);
    }

    @Test
    void closingTwiceIsOnce() {
        LocalEmbedder twice = RealEmbedder.open();

        twice.close();
        twice.close();

        assertThat(twice.pipelines().getFirst().isAlive()).isFalse();
    }

    @Test
    void fullQueueRefusesTheCallAndTakesTheNextWhenItHasDrained() {
        try (LocalEmbedder small =
                RealEmbedder.open(new QueueLimits(4, 100, 1 << 20), new SimpleMeterRegistry())) {
            List<String> texts = Collections.nCopies(100, "word ".repeat(400));
            CompletableFuture<List<Embedding>> first =
                    small.embed(MODEL, Purpose.DOCUMENT, texts.subList(0, 20));

            List<CompletableFuture<List<Embedding>>> more = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                more.add(small.embed(MODEL, Purpose.DOCUMENT, texts));
            }

            assertThat(more)
                    .anySatisfy(call -> {
                        assertThat(call).isCompletedExceptionally();
                        assertThat(call.exceptionNow()).isInstanceOf(OverloadedException.class);
                    });
            more.forEach(call -> call.cancel(false));
            assertThat(first.join()).hasSize(20);
            assertThat(small.embed(MODEL, Purpose.DOCUMENT, List.of("next")).join()).hasSize(1);
        }
    }
}
