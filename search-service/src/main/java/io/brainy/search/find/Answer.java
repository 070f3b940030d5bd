package io.brainy.search.find;

import io.brainy.engine.serve.ShardSnapshot.Found;
import io.brainy.model.key.ShardId;
import io.brainy.model.key.SlotRange;
import io.brainy.search.merge.RankedHit;
import io.brainy.search.plan.QueryPlan;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One page of hits, with how it came about.
///
/// @param shards every shard of the collection, whether it was asked or not
/// @param position the least over the shards that answered
/// @param cursor of the next page, or null where this is the last
public record Answer(
        List<Hit> hits,
        QueryPlan plan,
        List<ShardRun> shards,
        long position,
        @Nullable String cursor) {

    public Answer {
        hits = List.copyOf(hits);
        shards = List.copyOf(shards);
    }

    /// @param ranked null where nothing was ranked
    public record Hit(Found found, @Nullable RankedHit ranked) {}

    public enum Fate {
        ANSWERED,
        FAILED,
        /// Left out by the plan.
        PRUNED
    }

    /// What became of one shard.
    ///
    /// @param reason why it was asked, left out or failed
    /// @param filterPlan how it ran the filter; null where it did not answer
    public record ShardRun(
            ShardId shard,
            SlotRange slots,
            Fate fate,
            String reason,
            @Nullable String filterPlan) {}

    public int queried() {
        return count(Fate.ANSWERED) + count(Fate.FAILED);
    }

    public int failed() {
        return count(Fate.FAILED);
    }

    private int count(Fate fate) {
        return (int) shards.stream().filter(s -> s.fate() == fate).count();
    }
}
