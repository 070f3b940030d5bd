package io.brainy.coordinator.chain;

import io.brainy.coordinator.sequence.ProtocolLoop;
import io.brainy.model.key.CollectionId;
import io.brainy.model.key.ShardId;
import io.brainy.model.key.SlotRange;
import io.brainy.model.manifest.Manifest;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// The chains that this process has open: one for each shard, shared by whoever publishes and
/// whoever serves it, since one number per sequence is under way in a process (S3).
public final class ShardChains implements AutoCloseable {

    private final Supplier<ProtocolLoop> loops;
    private final Map<Key, Opened> chains = new ConcurrentHashMap<>();

    private record Key(CollectionId collection, ShardId shard) {}

    /// @param newest completes when the chain was read to its end for the first time
    public record Opened(ManifestChain chain, CompletableFuture<Optional<Manifest>> newest) {}

    /// @param loops makes the loop that a chain lives on
    public ShardChains(Supplier<ProtocolLoop> loops) {
        this.loops = loops;
    }

    public Opened open(CollectionId collection, ShardId shard, SlotRange slots) {
        return chains.computeIfAbsent(
                new Key(collection, shard),
                key -> {
                    ManifestChain chain = new ManifestChain(collection, shard, slots, loops.get());
                    return new Opened(chain, chain.open());
                });
    }

    /// Closes the chains of a collection that was dropped.
    public void close(CollectionId collection) {
        chains.forEach((key, opened) -> {
            if (key.collection().equals(collection) && chains.remove(key, opened)) {
                opened.chain().close();
            }
        });
    }

    @Override
    public void close() {
        chains.values().forEach(opened -> opened.chain().close());
        chains.clear();
    }
}
