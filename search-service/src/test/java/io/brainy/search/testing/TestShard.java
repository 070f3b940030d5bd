package io.brainy.search.testing;

import io.brainy.engine.serve.ShardHandle;
import io.brainy.engine.serve.ShardSnapshot;
import io.brainy.engine.serve.ShardSnapshot.Found;
import io.brainy.model.document.Document;
import io.brainy.model.document.DocumentId;
import io.brainy.model.error.BrainyException;
import io.brainy.model.key.ShardId;
import io.brainy.model.key.SlotRange;
import io.brainy.model.log.CollectionSettings.Similarity;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// One shard that can lag behind its collection, fail, and hang; counts the snapshots that are
/// open.
public final class TestShard implements ShardHandle {

    private final ShardId id;
    private final SlotRange range;
    private final Similarity similarity;
    private final Map<DocumentId, Found> documents = new HashMap<>();
    private final NavigableMap<Long, CompletableFuture<Void>> waiting = new TreeMap<>();
    private long position;
    private long indexedPosition;
    private long generation;
    private int openSnapshots;
    private @Nullable BrainyException failure;

    TestShard(ShardId id, SlotRange range, Similarity similarity) {
        this.id = id;
        this.range = range;
        this.similarity = similarity;
    }

    /// Puts a document without a commit.
    public synchronized TestShard hold(Document document, long version) {
        documents.put(document.id(), new Found(document, version));
        return this;
    }

    public synchronized void drop(DocumentId document) {
        documents.remove(document);
    }

    /// The shard has applied the log up to `reached`.
    public void reach(long reached) {
        Map<Long, CompletableFuture<Void>> done;
        synchronized (this) {
            position = reached;
            done = new HashMap<>(waiting.headMap(reached, true));
            waiting.headMap(reached, true).clear();
        }
        done.values().forEach(f -> f.complete(null));
    }

    public synchronized void publish() {
        generation++;
        indexedPosition = position;
    }

    public synchronized void fail(BrainyException reason) {
        failure = reason;
    }

    public synchronized void heal() {
        failure = null;
    }

    public synchronized int openSnapshots() {
        return openSnapshots;
    }

    @Override
    public ShardId shard() {
        return id;
    }

    @Override
    public SlotRange range() {
        return range;
    }

    @Override
    public long epoch() {
        return 1;
    }

    @Override
    public synchronized CompletableFuture<Void> await(long wanted) {
        if (failure != null) {
            return CompletableFuture.failedFuture(failure);
        }
        if (wanted <= position) {
            return CompletableFuture.completedFuture(null);
        }
        return waiting.computeIfAbsent(wanted, _ -> new CompletableFuture<>()).copy();
    }

    @Override
    public synchronized ShardSnapshot snapshot() {
        if (failure != null) {
            throw failure;
        }
        openSnapshots++;
        return new ExactSnapshot(position, generation, similarity, documents, this::closed);
    }

    private synchronized void closed() {
        openSnapshots--;
    }

    @Override
    public synchronized Indexed indexed() {
        return new Indexed(generation, indexedPosition);
    }
}
