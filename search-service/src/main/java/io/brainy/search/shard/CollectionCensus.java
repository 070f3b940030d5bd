package io.brainy.search.shard;

import io.brainy.engine.serve.ShardDirectory;
import io.brainy.engine.serve.ShardHandle;
import io.brainy.engine.serve.ShardHandle.Indexed;
import io.brainy.engine.serve.ShardSnapshot;
import io.brainy.engine.serve.ShardSnapshot.SnapshotStats;
import io.brainy.model.key.CollectionName;
import java.util.ArrayList;
import java.util.List;

/// Counts what a collection has, shard by shard, exactly: every shard answers or the call fails.
public final class CollectionCensus {

    /// A publish may come between looking at the segments' position and taking the snapshot; then
    /// both are looked at again.
    private static final int MAX_LOOKS = 5;

    private final ReadPoints readPoints;
    private final ShardDirectory shards;
    private final Scatter scatter;

    public CollectionCensus(ReadPoints readPoints, ShardDirectory shards, Scatter scatter) {
        this.readPoints = readPoints;
        this.shards = shards;
        this.scatter = scatter;
    }

    /// @param unindexedCommits that the shard's segments do not cover yet
    public record ShardCount(
            ShardHandle shard, SnapshotStats stats, long position, long unindexedCommits) {}

    /// Relationships count where they are filed at their source, so each counts once.
    public List<ShardCount> count(CollectionName collection, Freshness freshness) {
        ReadPoint point = readPoints.locate(collection, freshness);
        List<ShardCount> counts = new ArrayList<>();
        for (ShardHandle shard : ShardChoice.all(shards, point.log().collection())) {
            counts.add(count(shard, point.position()));
        }
        return counts;
    }

    private ShardCount count(ShardHandle shard, long position) {
        for (int look = 1; ; look++) {
            try (ShardSnapshot snapshot = scatter.snapshot(shard, position)) {
                Indexed indexed = shard.indexed();
                if (indexed.generation() == snapshot.generation() || look == MAX_LOOKS) {
                    return new ShardCount(
                            shard,
                            snapshot.stats(),
                            snapshot.position(),
                            Math.max(0, snapshot.position() - indexed.position()));
                }
            }
        }
    }
}
