package io.brainy.inference.batch;

import io.brainy.coordinator.port.Embedder.Embedding;
import io.brainy.inference.tokenize.TokenizedText;
import io.brainy.model.document.Vector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/// The texts of one call, on their way. They are added one by one, so that sessions begin while the
/// caller still tokenizes; the place for all of them was reserved before.
///
/// Ending the future early, by cancelling it or by a timeout, takes what still waits out of the
/// queue.
public final class EmbeddingJob {

    private final MicroBatcher batcher;
    private final Lane lane;
    private final int texts;
    private final Embedding[] embeddings;
    private final AtomicInteger missing;
    private final CompletableFuture<List<Embedding>> future = new CompletableFuture<>();

    // Guarded by the batcher's lock.
    final List<WaitingText> added = new ArrayList<>();
    int unaddedTexts;
    long unaddedBytes;

    private int next;

    EmbeddingJob(MicroBatcher batcher, Lane lane, int texts, long bytes) {
        this.batcher = batcher;
        this.lane = lane;
        this.texts = texts;
        this.unaddedTexts = texts;
        this.unaddedBytes = bytes;
        this.embeddings = new Embedding[texts];
        this.missing = new AtomicInteger(texts);
    }

    /// Adds the next text; only as many as were reserved, by one thread.
    ///
    /// @param bytes what the text takes of the reserved bytes
    public void add(TokenizedText text, int bytes) {
        if (next == texts) {
            throw new IllegalStateException("the job was opened for " + texts + " texts");
        }
        batcher.enqueue(this, next++, text, bytes);
    }

    /// Ends the job without its vectors, for instance because a text could not be tokenized.
    public void abandon(Throwable reason) {
        future.completeExceptionally(reason);
    }

    /// The vectors in the order of the texts. Its dependants never run on a session's thread.
    public CompletableFuture<List<Embedding>> future() {
        return future;
    }

    Lane lane() {
        return lane;
    }

    /// Keeps one vector; true when it was the last.
    boolean keep(int index, TokenizedText text, float[] vector) {
        embeddings[index] =
                new Embedding(new Vector(vector, true), text.tokens(), text.truncated());
        return missing.decrementAndGet() == 0;
    }

    void complete() {
        future.complete(List.of(embeddings));
    }
}
