package io.brainy.engine.serve;

import io.brainy.coordinator.chain.ShardChains;
import io.brainy.coordinator.journal.ClusterState;
import io.brainy.coordinator.log.CollectionLog;
import io.brainy.coordinator.log.NodeCollections;
import io.brainy.coordinator.time.Sleeper;
import io.brainy.engine.cache.SegmentCache;
import io.brainy.model.key.CollectionId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/// Every shard that this process serves, opened as its collection appears and closed as it goes.
public final class NodeShards implements ShardDirectory, NodeCollections.Watcher, AutoCloseable {

    private final ShardChains chains;
    private final SegmentCache cache;
    private final Sleeper sleeper;
    private final Map<CollectionId, List<ServedShard>> shards = new ConcurrentHashMap<>();

    public NodeShards(ShardChains chains, SegmentCache cache, Sleeper sleeper) {
        this.chains = chains;
        this.cache = cache;
        this.sleeper = sleeper;
    }

    @Override
    public void appeared(ClusterState.Collection collection, CollectionLog log) {
        List<ServedShard> served =
                collection.shards().stream()
                        .sorted(Comparator.comparingInt(shard -> shard.slots().from()))
                        .map(shard -> serve(collection, shard, log))
                        .toList();
        shards.put(collection.id(), served);
    }

    private ServedShard serve(
            ClusterState.Collection collection, ClusterState.Shard shard, CollectionLog log) {
        ServedShard served =
                new ServedShard(
                        shard.id(),
                        shard.slots(),
                        shard.epoch(),
                        collection.firstCommit(),
                        log,
                        cache,
                        sleeper);
        ShardChains.Opened chain = chains.open(collection.id(), shard.id(), shard.slots());
        chain.chain().watch(served::offer);
        served.start(chain.newest());
        return served;
    }

    @Override
    public void disappeared(CollectionId collection) {
        List<ServedShard> gone = shards.remove(collection);
        if (gone != null) {
            Thread.ofVirtual()
                    .name("close " + collection)
                    .start(() -> {
                        gone.forEach(ServedShard::close);
                        chains.close(collection);
                    });
        }
    }

    @Override
    public List<ShardHandle> of(CollectionId collection) {
        return List.copyOf(shards.getOrDefault(collection, List.of()));
    }

    /// Completes when every shard that is known now can answer; a damaged one counts as done.
    public CompletableFuture<Void> opened() {
        return CompletableFuture.allOf(
                shards.values().stream()
                        .flatMap(List::stream)
                        .map(shard -> shard.opened().exceptionally(_ -> null))
                        .toArray(CompletableFuture[]::new));
    }

    /// What the node's status tells of each shard.
    public record Status(CollectionId collection, ShardHandle shard, State state, String reason) {
        public enum State {
            WARMING,
            SERVING,
            BROKEN
        }
    }

    public List<Status> status() {
        return shards.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(Comparator.comparing(CollectionId::name)))
                .flatMap(entry -> entry.getValue().stream().map(s -> status(entry.getKey(), s)))
                .toList();
    }

    private static Status status(CollectionId collection, ServedShard shard) {
        return shard.failure()
                .map(reason ->
                        new Status(
                                collection,
                                shard,
                                Status.State.BROKEN,
                                String.valueOf(reason.getMessage())))
                .orElseGet(() ->
                        new Status(
                                collection,
                                shard,
                                shard.isOpen() ? Status.State.SERVING : Status.State.WARMING,
                                ""));
    }

    /// What the open shards take together.
    public OpenShard.MemoryUse memory() {
        long mapped = 0;
        long offHeap = 0;
        long heap = 0;
        for (List<ServedShard> served : shards.values()) {
            for (ServedShard shard : served) {
                OpenShard.MemoryUse use = shard.memory();
                mapped += use.mappedBytes();
                offHeap += use.offHeapBytes();
                heap += use.heapBytes();
            }
        }
        return new OpenShard.MemoryUse(mapped, offHeap, heap);
    }

    @Override
    public void close() {
        shards.values().forEach(served -> served.forEach(ServedShard::close));
        shards.clear();
    }
}
