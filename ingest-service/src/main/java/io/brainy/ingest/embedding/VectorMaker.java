package io.brainy.ingest.embedding;

import io.brainy.coordinator.port.Embedder;
import io.brainy.coordinator.port.Embedder.Embedding;
import io.brainy.coordinator.port.Embedder.Model;
import io.brainy.coordinator.port.Embedder.Purpose;
import io.brainy.model.document.Content;
import io.brainy.model.document.Document;
import io.brainy.model.document.Vector;
import io.brainy.model.error.ProblemType;
import io.brainy.model.error.UnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Makes the vectors of documents by a collection's model. Safe for concurrent use.
public final class VectorMaker {

    /// How many texts are handed over at once: enough for the embedder to sort them by length into
    /// full batches.
    public static final int BATCH_TEXTS = 64;

    private final Embedder embedder;

    public VectorMaker(Embedder embedder) {
        this.embedder = embedder;
    }

    public Optional<Model> model(String name) {
        return embedder.model(name);
    }

    /// The words of a document that lacks a vector, or null where it has one or says nothing.
    public static @Nullable String missing(Document document) {
        Content content = document.content();
        if (document.vector() != null || content == null) {
            return null;
        }
        String text = content.text();
        return text.isBlank() ? null : text;
    }

    /// One vector a text, in order; fails as [Embedder#embed] does.
    public CompletableFuture<List<Vector>> make(String model, List<String> texts) {
        return embedder.embed(model, Purpose.DOCUMENT, texts)
                .thenApply(embeddings -> {
                    if (embeddings.size() != texts.size()) {
                        throw new UnavailableException(
                                ProblemType.UNAVAILABLE,
                                "the embedder answered %d vectors for %d texts"
                                        .formatted(embeddings.size(), texts.size()),
                                Duration.ofSeconds(1));
                    }
                    return embeddings.stream().map(Embedding::vector).toList();
                });
    }
}
