package io.brainy.coordinator.actuate;

import io.brainy.coordinator.port.ClusterView;
import io.brainy.model.key.CollectionName;
import io.brainy.model.key.NodeId;
import io.brainy.model.key.Role;
import io.brainy.model.key.ShardId;
import io.brainy.model.key.SlotRange;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// A cluster that is as it was said to be.
record FixedView(
        List<Node> nodes, List<Shard> shards, List<Migration> migrations, List<Concern> concerns)
        implements ClusterView {

    static Node node(String id, Liveness liveness) {
        return new Node(
                new NodeId(id),
                liveness,
                Set.of(Role.SEARCH, Role.INGEST),
                URI.create("http://127.0.0.1:8080"),
                "directory /data",
                "a",
                null,
                1,
                new Load(.25, 100, 400),
                Duration.ofSeconds(17),
                3);
    }

    static Shard shard(int replicas, OwnerState... states) {
        List<Owner> owners =
                IntStream.range(0, states.length)
                        .mapToObj(i -> new Owner(new NodeId("node" + i), states[i]))
                        .toList();
        return new Shard(
                new ShardId(7, 0),
                new CollectionName("books"),
                SlotRange.ALL,
                owners,
                replicas,
                9,
                1_234,
                50,
                6_000);
    }

    static FixedView of(List<Node> nodes, List<Shard> shards, Concern... concerns) {
        return new FixedView(nodes, shards, List.of(), List.of(concerns));
    }
}
