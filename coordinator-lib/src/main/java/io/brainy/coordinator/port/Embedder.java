package io.brainy.coordinator.port;

import io.brainy.model.document.Vector;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Makes vectors from texts. Safe for concurrent use. Futures fail with
/// [io.brainy.model.error.OverloadedException] when the queue is full, and with
/// [io.brainy.model.error.UnavailableException] when no inference is to be had.
public interface Embedder {

    /// The most texts of one call; more fail with [io.brainy.model.error.InvalidException].
    int MAX_TEXTS = 2_048;

    /// The most bytes of one text, in UTF-8; more fail with the same, of type `too-large`.
    int MAX_TEXT_BYTES = 1 << 20;

    /// What the texts are for: queries go first and may carry the model's query prefix.
    enum Purpose {
        QUERY,
        DOCUMENT
    }

    /// One vector a text, in order, each of the model's dimension and marked as made. A text longer
    /// than the model's window is cut, which [Embedding#truncated] states.
    CompletableFuture<List<Embedding>> embed(String model, Purpose purpose, List<String> texts);

    /// What is known of a model, empty where it cannot be had here.
    Optional<Model> model(String name);

    record Embedding(Vector vector, int tokens, boolean truncated) {}

    /// @param window the most tokens that it sees
    record Model(String name, int dimension, int window) {}
}
