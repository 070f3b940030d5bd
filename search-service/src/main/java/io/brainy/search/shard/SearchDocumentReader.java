package io.brainy.search.shard;

import io.brainy.coordinator.port.DocumentReader;
import io.brainy.engine.serve.ShardDirectory;
import io.brainy.engine.serve.ShardSnapshot;
import io.brainy.engine.serve.ShardSnapshot.Candidate;
import io.brainy.engine.serve.ShardSnapshot.Found;
import io.brainy.engine.serve.ShardSnapshot.ScanKey;
import io.brainy.model.document.DocumentId;
import io.brainy.model.key.CollectionId;
import io.brainy.model.query.Filter;
import io.brainy.search.plan.SlotLimit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Reads documents for the write side, over the shards of the same process.
public final class SearchDocumentReader implements DocumentReader, AutoCloseable {

    private final ShardDirectory shards;
    private final Scatter scatter;
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(
                    Thread.ofVirtual().name("document-reader-", 0).factory());

    public SearchDocumentReader(ShardDirectory shards, Scatter scatter) {
        this.shards = shards;
        this.scatter = scatter;
    }

    @Override
    public CompletableFuture<Read> read(
            CollectionId collection, List<DocumentId> ids, long atLeast) {
        return run(() -> {
            try (PinnedShards pinned = pin(collection, Filter.EVERYTHING, atLeast)) {
                List<@Nullable Versioned> versions = new ArrayList<>(ids.size());
                for (DocumentId id : ids) {
                    Found found = find(pinned, id).orElse(null);
                    versions.add(
                            found == null
                                    ? null
                                    : new Versioned(found.document(), found.version()));
                }
                return new Read(versions, pinned.position());
            }
        });
    }

    /// Where `after` is no longer there and is a client's id, its slot cannot be known; the answer
    /// then begins with the first match again, which repeats but never leaves out.
    @Override
    public CompletableFuture<Matched> match(
            CollectionId collection,
            Filter where,
            @Nullable DocumentId after,
            int limit,
            long atLeast) {
        return run(() -> {
            try (PinnedShards pinned = pin(collection, where, atLeast)) {
                ScanKey from = after == null ? null : key(pinned, after).orElse(null);
                List<DocumentId> ids = new ArrayList<>();
                for (PinnedShards.Pinned shard : pinned.shards()) {
                    ShardSnapshot snapshot = shard.snapshot();
                    if (from != null && shard.slots().to() < from.slot()) {
                        continue;
                    }
                    int wanted = limit + 1 - ids.size();
                    if (wanted > 0) {
                        snapshot.scan(from, wanted, snapshot.matching(where)).stream()
                                .map(Candidate::id)
                                .forEach(ids::add);
                    }
                }
                boolean more = ids.size() > limit;
                return new Matched(
                        List.copyOf(more ? ids.subList(0, limit) : ids), more, pinned.position());
            }
        });
    }

    private PinnedShards pin(CollectionId collection, Filter where, long atLeast) {
        SlotLimit slots = SlotLimit.of(where);
        return PinnedShards.pin(
                scatter,
                ShardChoice.all(shards, collection).stream()
                        .filter(s -> slots.mayHold(s.range()))
                        .toList(),
                atLeast,
                atLeast);
    }

    private static Optional<ScanKey> key(PinnedShards pinned, DocumentId id) {
        if (id.serverMade()) {
            return Optional.of(new ScanKey(id.ownSlot(), id));
        }
        return find(pinned, id).map(found -> new ScanKey(found.document().slot(), id));
    }

    private static Optional<Found> find(PinnedShards pinned, DocumentId id) {
        return pinned.shards().stream()
                .filter(s -> !id.serverMade() || s.slots().contains(id.ownSlot()))
                .flatMap(s -> s.snapshot().get(id).stream())
                .findFirst();
    }

    private <T> CompletableFuture<T> run(Supplier<T> reading) {
        return CompletableFuture.supplyAsync(reading, threads);
    }

    @Override
    public void close() {
        threads.close();
    }
}
