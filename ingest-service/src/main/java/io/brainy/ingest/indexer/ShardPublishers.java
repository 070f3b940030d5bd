package io.brainy.ingest.indexer;

import io.brainy.coordinator.chain.ShardChains;
import io.brainy.coordinator.journal.ClusterState;
import io.brainy.coordinator.log.CollectionLog;
import io.brainy.coordinator.log.NodeCollections;
import io.brainy.model.key.CollectionId;
import io.brainy.model.key.NodeId;
import io.brainy.model.key.ShardId;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/// The publishers of this process: one for each shard of each collection, claimed where an earlier
/// process had it (J1). Claiming early is always safe: whoever had the shard is fenced (C2).
public final class ShardPublishers implements NodeCollections.Watcher, AutoCloseable {

    private static final System.Logger LOG = System.getLogger(ShardPublishers.class.getName());

    private final NodeId node;
    private final NodeCollections collections;
    private final ShardChains chains;
    private final ShardPublisher.Tools tools;
    private final Path directory;
    private final Map<Key, ShardPublisher> publishers = new ConcurrentHashMap<>();
    private volatile boolean closed;

    private record Key(CollectionId collection, ShardId shard) {}

    /// @param directory scratch of this process, below which each publisher has its own
    public ShardPublishers(
            NodeId node,
            NodeCollections collections,
            ShardChains chains,
            ShardPublisher.Tools tools,
            Path directory) {
        this.node = node;
        this.collections = collections;
        this.chains = chains;
        this.tools = tools;
        this.directory = directory;
    }

    @Override
    public void appeared(ClusterState.Collection collection, CollectionLog log) {
        for (ClusterState.Shard shard : collection.shards()) {
            CompletableFuture<Optional<Long>> epoch =
                    node.equals(shard.publisher())
                            ? CompletableFuture.completedFuture(Optional.of(shard.epoch()))
                            : collections.claim(collection.id(), shard.id(), shard.epoch());
            var _ =
                    epoch.whenComplete((taken, failure) -> {
                        if (failure != null) {
                            LOG.log(
                                    Level.WARNING,
                                    "shard {0} of {1} could not be claimed: {2}",
                                    shard.id(),
                                    collection.id(),
                                    failure);
                        } else {
                            taken.ifPresent(given -> publish(collection, shard, given, log));
                        }
                    });
        }
    }

    private void publish(
            ClusterState.Collection collection,
            ClusterState.Shard shard,
            long epoch,
            CollectionLog log) {
        Key key = new Key(collection.id(), shard.id());
        ShardPublisher publisher =
                new ShardPublisher(
                        tools,
                        chains.open(collection.id(), shard.id(), shard.slots()).chain(),
                        log,
                        shard.id(),
                        epoch,
                        collection.firstCommit(),
                        directory.resolve(
                                "%s-%d-%s"
                                        .formatted(
                                                collection.id().name(),
                                                collection.id().created(),
                                                shard.id())));
        if (!closed) {
            publishers.put(key, publisher);
            publisher.start();
        }
    }

    @Override
    public void disappeared(CollectionId collection) {
        publishers.forEach((key, publisher) -> {
            if (key.collection().equals(collection) && publishers.remove(key, publisher)) {
                Thread.ofVirtual().name("stop " + key).start(publisher::close);
            }
        });
    }

    /// Publishes everything that was applied, without waiting for the policy.
    public void publishSoon() {
        publishers.values().forEach(ShardPublisher::publishSoon);
    }

    /// Why publishers have stopped, for the node's health.
    public List<String> failures() {
        return publishers.entrySet().stream()
                .flatMap(each ->
                        each.getValue().failure().stream()
                                .map(reason ->
                                        "shard %s of %s is not published: %s"
                                                .formatted(
                                                        each.getKey().shard(),
                                                        each.getKey().collection(),
                                                        reason.getMessage())))
                .toList();
    }

    /// Stops where it is, as a crash would.
    void abandon() {
        closed = true;
        publishers.values().forEach(ShardPublisher::abandon);
        publishers.clear();
    }

    @Override
    public void close() {
        closed = true;
        publishers.values().parallelStream().forEach(ShardPublisher::close);
        publishers.clear();
    }
}
