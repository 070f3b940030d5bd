package io.brainy.engine.serve;

import io.brainy.engine.memtable.Carryover;
import io.brainy.engine.memtable.Layer;
import io.brainy.engine.memtable.Memtable;
import io.brainy.engine.segment.SegmentFiles;
import io.brainy.engine.segment.SegmentLeaf;
import io.brainy.engine.segment.Segments;
import io.brainy.engine.vector.VectorSpace;
import io.brainy.model.document.Document;
import io.brainy.model.document.DocumentId;
import io.brainy.model.error.CorruptException;
import io.brainy.model.error.ProblemType;
import io.brainy.model.error.UnavailableException;
import io.brainy.model.log.CollectionSettings.Similarity;
import io.brainy.model.log.Commit;
import io.brainy.model.log.LogRecord;
import io.brainy.model.manifest.Manifest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// One open shard: the segments of its newest manifest and the commits after it.
///
/// Commits are applied in order ([#apply]), newer manifests adopted as they come ([#refresh]), and
/// queries run on [#snapshot]s that neither disturbs. All three may be called at once, from any
/// thread; commits by one thread at a time.
///
/// How it stays consistent: the only thing that changes is which [View] is the current one. A view
/// never changes, because what is written later to its layers, and hidden later in its segments,
/// carries a position that is beyond its own.
public final class OpenShard implements AutoCloseable {

    private final VectorSpace space;
    private final SegmentFiles files = new SegmentFiles();
    private final Object lock = new Object();
    private final Object refreshLock = new Object();

    /// Who waits for a position.
    private final TreeMap<Long, List<CompletableFuture<Void>>> waiting = new TreeMap<>();

    private volatile @Nullable View current;
    private @Nullable RuntimeException broken;
    private @Nullable RuntimeException halted;

    /// A shard without documents, as it is before its first manifest.
    ///
    /// @param position the number before the log's first
    public OpenShard(Similarity similarity, long position) {
        this(similarity, position, Layer.MAX_ROWS);
    }

    /// With smaller layers, for tests.
    OpenShard(Similarity similarity, long position, int layerRows) {
        this.space = new VectorSpace(similarity);
        this.current =
                new View(position, Segments.none(position), Memtable.empty(space, layerRows), 0);
    }

    /// The last commit that snapshots see.
    public long position() {
        return view().position();
    }

    /// The generation of the manifest below; 0 before the first.
    public long generation() {
        return view().base().generation();
    }

    /// Applies the next commit. When it fails, the shard keeps answering as of the position before,
    /// and takes no more commits: it is to be opened anew.
    public void apply(Commit commit) {
        List<CompletableFuture<Void>> reached;
        synchronized (lock) {
            View before = view();
            if (broken != null) {
                throw broken;
            }
            if (commit.number() != before.position() + 1) {
                throw new IllegalArgumentException(
                        "wanted commit " + (before.position() + 1) + ", found " + commit.number());
            }
            try {
                publish(applied(commit, before), before);
            } catch (RuntimeException e) {
                broken = e;
                throw e;
            }
            reached = reached(commit.number());
        }
        reached.forEach(waiter -> waiter.complete(null));
    }

    private static View applied(Commit commit, View before) {
        Memtable memtable = before.memtable();
        long documents = before.documents();
        long position = commit.number();
        try {
            for (LogRecord record : commit.records()) {
                switch (record) {
                    case LogRecord.DocumentWrite(Document document) -> {
                        memtable = memtable.withRoom();
                        documents += memtable.write(document, position, before.base()) ? 0 : 1;
                    }
                    case LogRecord.DocumentTombstone(DocumentId id) -> {
                        memtable = memtable.withRoom();
                        documents -= memtable.delete(id, position, before.base()) ? 1 : 0;
                    }
                    // While a collection is one shard, an upsert by id moves a document by itself,
                    // so neither locators nor the header's id list are needed.
                    case LogRecord.Locator _ -> {}
                    // Relationships belong to the adjacency, which will stand beside the documents.
                    case LogRecord.RelationshipWrite _, LogRecord.RelationshipTombstone _ -> {}
                }
            }
            return new View(position, before.base(), memtable, documents);
        } catch (RuntimeException e) {
            memtable.releaseAllBut(before.memtable());
            throw e;
        }
    }

    /// Adopts a newer manifest: snapshots taken from now on stand on its segments. The memtable
    /// lets go of what it covers; where it covers more than was applied, the shard jumps to its
    /// position. An older manifest, or the same, changes nothing.
    ///
    /// @param paths where each of its files lies; they must stay there until a later refresh has
    ///   returned, or the shard is closed
    /// @throws CorruptException when a file is missing or damaged, which names it; the shard then
    ///   stays on the manifest before
    public void refresh(Manifest manifest, Map<String, Path> paths) {
        List<CompletableFuture<Void>> reached;
        View last;
        View adopted;
        synchronized (refreshLock) {
            // Only this method changes the segments, so the view may be replaced, but not its base.
            View before = view();
            if (manifest.generation() <= before.base().generation()) {
                return;
            }
            if (manifest.position() < before.base().position()) {
                throw new CorruptException(
                        "manifest %d of shard %s is of position %d, an earlier one was of %d"
                                .formatted(
                                        manifest.generation(),
                                        manifest.shard(),
                                        manifest.position(),
                                        before.base().position()));
            }
            Segments next = files.open(manifest, paths, before.base());
            Carryover carryover = new Carryover(next);
            try {
                carryover.run(before.memtable());
                synchronized (lock) {
                    last = view();
                    carryover.run(last.memtable());
                    boolean ahead = next.position() > last.position();
                    adopted =
                            new View(
                                    ahead ? next.position() : last.position(),
                                    next,
                                    last.memtable().above(next.position()),
                                    ahead ? next.documents() : last.documents());
                    current = adopted;
                    reached = reached(adopted.position());
                }
            } catch (RuntimeException e) {
                next.release();
                throw e;
            }
        }
        reached.forEach(waiter -> waiter.complete(null));
        // Whatever comes of it, the new segments are in use and stay.
        letGo(last, adopted.memtable());
    }

    private static void letGo(View replaced, Memtable kept) {
        try {
            replaced.memtable().releaseAllBut(kept);
        } finally {
            try {
                replaced.base().release();
            } finally {
                replaced.release();
            }
        }
    }

    private void publish(View next, View last) {
        current = next;
        last.release();
    }

    /// The shard as of now. To be closed.
    public ShardSnapshot snapshot() {
        while (true) {
            View view = view();
            // A view that is released already has a successor.
            if (view.tryAcquire()) {
                return new PinnedSnapshot(view, space);
            }
        }
    }

    /// Nobody will apply another commit (L12): who waits for one, or asks for one later, gets the
    /// reason. Snapshots of what was applied go on, and so does [#refresh].
    public void halt(RuntimeException reason) {
        List<CompletableFuture<Void>> waiters;
        synchronized (lock) {
            halted = reason;
            waiters = reached(Long.MAX_VALUE);
        }
        waiters.forEach(waiter -> waiter.completeExceptionally(reason));
    }

    /// Completes when snapshots see a position; exceptionally when the shard is closed or halted
    /// before. It completes on the thread that applies commits, so what follows must be short.
    public CompletableFuture<Void> await(long position) {
        synchronized (lock) {
            if (view().position() >= position) {
                return CompletableFuture.completedFuture(null);
            }
            if (halted != null) {
                return CompletableFuture.failedFuture(halted);
            }
            CompletableFuture<Void> waiter = new CompletableFuture<>();
            waiting.computeIfAbsent(position, _ -> new ArrayList<>()).add(waiter);
            return waiter;
        }
    }

    private List<CompletableFuture<Void>> reached(long position) {
        List<CompletableFuture<Void>> reached = new ArrayList<>();
        while (!waiting.isEmpty() && waiting.firstKey() <= position) {
            reached.addAll(waiting.pollFirstEntry().getValue());
        }
        return reached;
    }

    /// What the shard takes, by kind.
    ///
    /// @param mappedBytes of segment files: page cache, given back under pressure
    /// @param offHeapBytes of the memtable's vectors and bodies
    /// @param heapBytes of the memtable's ids, words and fields, and of what is hidden in segments
    public record MemoryUse(long mappedBytes, long offHeapBytes, long heapBytes) {}

    public MemoryUse memory() {
        synchronized (lock) {
            View view = view();
            long hidden = view.base().leaves().stream().mapToLong(SegmentLeaf::hiddenBytes).sum();
            return new MemoryUse(
                    view.base().bytes(),
                    view.memtable().bytes(),
                    view.memtable().heapBytes() + hidden);
        }
    }

    private View view() {
        View view = current;
        if (view == null) {
            throw new UnavailableException(
                    ProblemType.UNAVAILABLE, "the shard is closed here", Duration.ofSeconds(1));
        }
        return view;
    }

    /// Closes the shard. Snapshots still open go on until they are closed themselves.
    @Override
    public void close() {
        List<CompletableFuture<Void>> waiters;
        synchronized (refreshLock) {
            synchronized (lock) {
                View last = current;
                if (last == null) {
                    return;
                }
                current = null;
                last.base().release();
                last.memtable().release();
                last.release();
                waiters = reached(Long.MAX_VALUE);
            }
            files.close();
        }
        waiters.forEach(waiter ->
                waiter.completeExceptionally(
                        new UnavailableException(
                                ProblemType.UNAVAILABLE,
                                "the shard was closed here while a position was awaited",
                                Duration.ofSeconds(1))));
    }
}
