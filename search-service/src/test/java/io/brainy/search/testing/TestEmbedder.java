package io.brainy.search.testing;

import io.brainy.coordinator.port.Embedder;
import io.brainy.model.document.Vector;
import io.brainy.model.error.BrainyException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Embeds the texts that it was taught, others as `(1, 0)`; texts beyond 40 characters are cut.
public final class TestEmbedder implements Embedder {

    private static final int WINDOW = 40;

    private final Map<String, float[]> taught = new HashMap<>();
    private @Nullable BrainyException failure;
    private int calls;

    public void teach(String text, float... vector) {
        taught.put(text, vector);
    }

    public void fail(BrainyException reason) {
        failure = reason;
    }

    public void heal() {
        failure = null;
    }

    public int calls() {
        return calls;
    }

    @Override
    public CompletableFuture<List<Embedding>> embed(
            String model, Purpose purpose, List<String> texts) {
        calls++;
        if (failure != null) {
            return CompletableFuture.failedFuture(failure);
        }
        if (purpose != Purpose.QUERY) {
            throw new IllegalArgumentException("the read side embeds queries only");
        }
        return CompletableFuture.completedFuture(texts.stream().map(this::embedding).toList());
    }

    private Embedding embedding(String text) {
        float[] vector = taught.getOrDefault(text, new float[] {1, 0});
        return new Embedding(
                new Vector(vector, true), Math.min(text.length(), WINDOW), text.length() > WINDOW);
    }

    @Override
    public Optional<Model> model(String name) {
        return Optional.of(new Model(name, TestCollection.DIMENSION, WINDOW));
    }
}
