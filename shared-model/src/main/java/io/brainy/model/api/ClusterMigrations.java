package io.brainy.model.api;

import java.time.Instant;
import java.util.List;

/// Answer of `GET /v1/cluster/migrations`: moves under way and recent ones.
public record ClusterMigrations(List<Migration> migrations) {

    public ClusterMigrations {
        migrations = List.copyOf(migrations);
    }

    /// A shard on its way from one node to another.
    ///
    /// @param state `warming`, `ready`, `done` or `failed`
    /// @param reason why it moves, or why it failed
    public record Migration(
            String shard,
            String collection,
            String from,
            String to,
            String state,
            long bytesDone,
            long bytesTotal,
            Instant started,
            String reason) {}
}
