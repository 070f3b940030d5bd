package io.brainy.search.shard;

import io.brainy.engine.serve.ShardDirectory;
import io.brainy.engine.serve.ShardHandle;
import io.brainy.model.error.ProblemType;
import io.brainy.model.error.UnavailableException;
import io.brainy.model.key.CollectionId;
import java.time.Duration;
import java.util.List;

/// The shards that a read of a whole collection concerns.
public final class ShardChoice {

    private ShardChoice() {}

    /// All of them, in the order of their slots; none is 503, never an empty answer.
    public static List<ShardHandle> all(ShardDirectory shards, CollectionId collection) {
        List<ShardHandle> all = shards.of(collection);
        if (all.isEmpty()) {
            throw new UnavailableException(
                    ProblemType.UNAVAILABLE,
                    "no shard of collection '"
                            + collection.name()
                            + "' is served here yet; try again",
                    Duration.ofSeconds(1));
        }
        return all;
    }
}
