package io.brainy.model.api;

import java.util.List;

/// Answer of `GET /v1/cluster/shards`.
public record ClusterShards(List<Shard> shards) {

    public ClusterShards {
        shards = List.copyOf(shards);
    }

    /// One shard as its owners last told of it.
    ///
    /// @param epoch the journal number of the entry that gave it to its publisher
    /// @param position the last commit that it reflects
    public record Shard(
            String shard,
            String collection,
            Slots slots,
            List<Owner> owners,
            long epoch,
            long position,
            long documents,
            long bytes) {

        public Shard {
            owners = List.copyOf(owners);
        }
    }

    /// Both ends included.
    public record Slots(int from, int to) {}

    /// @param state `serving`, `warming` or `broken`
    public record Owner(String node, String state) {}
}
