package io.brainy.standalone.node;

import io.brainy.coordinator.log.CollectionLog;
import io.brainy.coordinator.log.NodeCollections;
import io.brainy.coordinator.port.ClusterView;
import io.brainy.engine.serve.NodeShards;
import io.brainy.engine.serve.ShardSnapshot;
import io.brainy.ingest.indexer.ShardPublishers;
import io.brainy.model.error.BrainyException;
import io.brainy.model.key.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The shards of this process as the cluster's status tells of them.
final class OpenShards {

    private final NodeId node;
    private final NodeCollections collections;
    private final NodeShards shards;
    private final ShardPublishers publishers;

    OpenShards(
            NodeId node,
            NodeCollections collections,
            NodeShards shards,
            ShardPublishers publishers) {
        this.node = node;
        this.collections = collections;
        this.shards = shards;
        this.publishers = publishers;
    }

    List<ClusterView.Shard> shards() {
        return shards.status().stream().map(this::shard).toList();
    }

    private ClusterView.Shard shard(NodeShards.Status status) {
        long position = status.shard().indexed().position();
        long documents = 0;
        long bytes = 0;
        if (status.state() == NodeShards.Status.State.SERVING) {
            try (ShardSnapshot snapshot = status.shard().snapshot()) {
                position = snapshot.position();
                documents = snapshot.stats().documents();
                bytes = snapshot.stats().bytes();
            } catch (BrainyException _) {
                // It was closed meanwhile; the next look shows it.
            }
        }
        return new ClusterView.Shard(
                status.shard().shard(),
                status.collection().name(),
                status.shard().range(),
                List.of(new ClusterView.Owner(node, state(status))),
                replicas(status),
                status.shard().epoch(),
                position,
                documents,
                bytes);
    }

    private int replicas(NodeShards.Status status) {
        return collections
                .find(status.collection().name())
                .map(log -> log.settings().replicas())
                .orElse(1);
    }

    private static ClusterView.OwnerState state(NodeShards.Status status) {
        return switch (status.state()) {
            case WARMING -> new ClusterView.OwnerState.Warming();
            case SERVING -> new ClusterView.OwnerState.Serving();
            case BROKEN -> new ClusterView.OwnerState.Broken(status.reason());
        };
    }

    List<ClusterView.Concern> concerns() {
        ArrayList<ClusterView.Concern> concerns = new ArrayList<>();
        publishers
                .failures()
                .forEach(reason ->
                        concerns.add(
                                new ClusterView.Concern(
                                        ClusterView.Severity.NEEDS_A_LOOK, reason)));
        for (var listed : collections.list()) {
            Optional<RuntimeException> failure =
                    collections.find(listed.id().name()).flatMap(CollectionLog::failure);
            failure.ifPresent(reason ->
                    concerns.add(
                            new ClusterView.Concern(
                                    ClusterView.Severity.BREAKS_REQUESTS,
                                    "collection %s cannot be written: %s"
                                            .formatted(listed.id().name(), reason.getMessage()))));
        }
        return concerns;
    }
}
