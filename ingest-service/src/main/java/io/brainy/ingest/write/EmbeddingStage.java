package io.brainy.ingest.write;

import io.brainy.ingest.embedding.VectorMaker;
import io.brainy.ingest.write.PartDraft.Entry;
import io.brainy.model.document.Vector;
import io.brainy.model.error.BrainyException;
import io.brainy.model.error.OverloadedException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Where a request's documents wait for their vectors, in batches of which a bounded number is
/// under way. They leave in the order in which they came.
final class EmbeddingStage {

    private static final int BATCH_DOCUMENTS = 256;
    private static final long BATCH_BYTES = 1 << 20;

    /// Enough to keep the embedder busy while the next ones are read.
    private static final int BATCHES_IN_FLIGHT = 8;

    private record Waiting(Entry entry, @Nullable String text) {}

    private record Batch(
            List<Waiting> documents,
            @Nullable String model,
            List<String> texts,
            CompletableFuture<List<Vector>> vectors) {}

    private final VectorMaker maker;
    private final Pace pace;
    private final Fates fates;
    private final Duration timeout;
    private final Consumer<Entry> next;

    private final ArrayDeque<Batch> batches = new ArrayDeque<>();
    private List<Waiting> open = new ArrayList<>();
    private List<String> texts = new ArrayList<>();
    private @Nullable String model;
    private long bytes;

    /// @param next takes each document when it has all that it will have
    EmbeddingStage(
            VectorMaker maker, Pace pace, Fates fates, Duration timeout, Consumer<Entry> next) {
        this.maker = maker;
        this.pace = pace;
        this.fates = fates;
        this.timeout = timeout;
        this.next = next;
    }

    boolean isEmpty() {
        return open.isEmpty() && batches.isEmpty();
    }

    /// Adds a document that needs no vector.
    void add(Entry entry) {
        add(new Waiting(entry, null));
    }

    /// Adds a document whose vector this model makes of this text.
    void add(Entry entry, String by, String text) {
        model = by;
        texts.add(text);
        add(new Waiting(entry, text));
    }

    private void add(Waiting waiting) {
        open.add(waiting);
        bytes += waiting.entry().reserved();
        if (texts.size() == VectorMaker.BATCH_TEXTS
                || open.size() == BATCH_DOCUMENTS
                || bytes >= BATCH_BYTES) {
            closeBatch();
            passReady();
        }
    }

    /// Starts what is not started yet and passes on what is ready, without waiting for more than
    /// room.
    void push() {
        closeBatch();
        passReady();
    }

    /// Passes everything on.
    void drain() {
        closeBatch();
        while (!batches.isEmpty()) {
            pass(batches.remove());
        }
    }

    private void closeBatch() {
        if (open.isEmpty()) {
            return;
        }
        String by = texts.isEmpty() ? null : model;
        CompletableFuture<List<Vector>> vectors =
                by == null ? CompletableFuture.completedFuture(List.of()) : maker.make(by, texts);
        batches.add(new Batch(open, by, texts, vectors));
        open = new ArrayList<>();
        texts = new ArrayList<>();
        bytes = 0;
    }

    private void passReady() {
        while (!batches.isEmpty()
                && (batches.element().vectors().isDone() || batches.size() > BATCHES_IN_FLIGHT)) {
            pass(batches.remove());
        }
    }

    private void pass(Batch batch) {
        List<Vector> vectors = List.of();
        BrainyException failure = null;
        try {
            vectors = await(batch);
        } catch (BrainyException e) {
            failure = e;
        }
        int made = 0;
        for (Waiting waiting : batch.documents()) {
            Entry entry = waiting.entry();
            if (waiting.text() == null) {
                next.accept(entry);
            } else if (failure != null) {
                fates.failed(entry, failure);
            } else {
                next.accept(entry.with(entry.document().withVector(vectors.get(made++))));
            }
        }
    }

    private List<Vector> await(Batch batch) {
        CompletableFuture<List<Vector>> vectors = batch.vectors();
        while (true) {
            try {
                List<Vector> made = Await.value(vectors, timeout, "embedding");
                pace.progressed();
                return made;
            } catch (OverloadedException e) {
                pace.overloaded(e);
                String by = batch.model();
                vectors = by == null ? vectors : maker.make(by, batch.texts());
            }
        }
    }
}
