package io.brainy.ingest.testing;

import io.brainy.coordinator.port.Embedder;
import io.brainy.model.document.Vector;
import io.brainy.model.error.OverloadedException;
import io.brainy.model.log.CollectionSettings;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Makes the same vector of the same text, of four components and never zero.
public final class FakeEmbedder implements Embedder {

    public static final int DIMENSION = 4;

    private final List<List<String>> calls = new ArrayList<>();
    private final ArrayDeque<RuntimeException> failures = new ArrayDeque<>();
    private boolean missing;

    @Override
    public synchronized CompletableFuture<List<Embedding>> embed(
            String model, Purpose purpose, List<String> texts) {
        RuntimeException failure = failures.poll();
        if (failure != null) {
            return CompletableFuture.failedFuture(failure);
        }
        calls.add(List.copyOf(texts));
        return CompletableFuture.completedFuture(
                texts.stream().map(text -> new Embedding(vector(text), 1, false)).toList());
    }

    @Override
    public synchronized Optional<Model> model(String name) {
        return !missing && (name.equals(CollectionSettings.DEFAULT_MODEL) || name.equals("default"))
                ? Optional.of(new Model(CollectionSettings.DEFAULT_MODEL, DIMENSION, 512))
                : Optional.empty();
    }

    public static Vector vector(String text) {
        int hash = text.hashCode();
        float[] components = new float[DIMENSION];
        for (int i = 0; i < DIMENSION; i++) {
            components[i] = 1 + ((hash >>> (8 * i)) & 0xff);
        }
        return new Vector(components, true);
    }

    public synchronized List<List<String>> calls() {
        return List.copyOf(calls);
    }

    public synchronized void reset() {
        calls.clear();
        failures.clear();
        missing = false;
    }

    public synchronized void failNext(RuntimeException... reasons) {
        failures.addAll(List.of(reasons));
    }

    public void overloadNext(int calls) {
        for (int i = 0; i < calls; i++) {
            failNext(new OverloadedException("the queue is full", Duration.ofMillis(1)));
        }
    }

    /// The model cannot be had here.
    public synchronized void lose() {
        missing = true;
    }
}
