package io.brainy.standalone.node;

import io.brainy.coordinator.port.ClusterView;
import io.brainy.model.key.NodeId;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/// The cluster as a node sees it that knows of no other.
///
/// @param bucket as it describes itself
/// @param url where this node listens; asked only while it does
/// @param load how busy this process is
/// @param openShards those that this node serves
/// @param wrong what is wrong beside shards
record OneNodeView(
        NodeId id,
        NodeProperties properties,
        String bucket,
        Supplier<URI> url,
        Supplier<Load> load,
        Supplier<List<Shard>> openShards,
        Supplier<List<Concern>> wrong)
        implements ClusterView {

    @Override
    public List<Node> nodes() {
        return List.of(
                new Node(
                        id,
                        Liveness.LIVE,
                        properties.roles(),
                        url.get(),
                        bucket,
                        properties.zone(),
                        properties.region(),
                        properties.capacity(),
                        load.get(),
                        Duration.ZERO,
                        openShards.get().size()));
    }

    @Override
    public List<Shard> shards() {
        return openShards.get();
    }

    @Override
    public List<Migration> migrations() {
        return List.of();
    }

    @Override
    public List<Concern> concerns() {
        return wrong.get();
    }
}
