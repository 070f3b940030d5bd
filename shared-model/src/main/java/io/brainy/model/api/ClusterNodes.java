package io.brainy.model.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Answer of `GET /v1/cluster/nodes`.
public record ClusterNodes(List<Node> nodes) {

    public ClusterNodes {
        nodes = List.copyOf(nodes);
    }

    /// One process.
    ///
    /// @param state `live`, or `suspect` when its heartbeat stands still
    /// @param bucket where it keeps everything, for people
    /// @param capacity its share of the shards, relative to the other nodes'
    /// @param heartbeatAgeMillis since the answering node last saw its heartbeat change
    /// @param warmShards how many shards it holds open
    public record Node(
            String id,
            String state,
            List<String> roles,
            String url,
            String bucket,
            @Nullable String zone,
            @Nullable String region,
            double capacity,
            Load load,
            long heartbeatAgeMillis,
            int warmShards) {

        public Node {
            roles = List.copyOf(roles);
        }
    }

    /// How busy a process is.
    ///
    /// @param cpu the share of the machine's processors that it uses, 0 to 1
    /// @param heapUsedBytes of its heap
    /// @param heapMaxBytes the most that its heap may take
    public record Load(double cpu, long heapUsedBytes, long heapMaxBytes) {}
}
