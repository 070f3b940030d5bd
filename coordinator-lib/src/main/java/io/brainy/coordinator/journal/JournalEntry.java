package io.brainy.coordinator.journal;

import io.brainy.model.key.CollectionId;
import io.brainy.model.key.CollectionName;
import io.brainy.model.key.NodeId;
import io.brainy.model.key.ShardId;
import io.brainy.model.key.SlotRange;
import io.brainy.model.log.CollectionSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One agreed fact. Whether it holds is decided by folding it ([ClusterState#after]): an entry
/// whose premise is gone is void. New kinds get new tags; a node that meets one it does not know
/// stops and says so.
public sealed interface JournalEntry {

    /// A collection begins (L9); its number in the journal names its folder and its shards.
    ///
    /// @param firstCommit the number of its log's first commit
    /// @param shards the slots of each shard, which together are all slots
    /// @param publisher who publishes the shards from here on, if the creator does it itself
    record CollectionCreated(
            CollectionName name,
            long firstCommit,
            CollectionSettings settings,
            List<SlotRange> shards,
            @Nullable NodeId publisher)
            implements JournalEntry {

        public CollectionCreated {
            shards = List.copyOf(shards);
            int next = 0;
            for (SlotRange range : shards) {
                if (range.from() != next) {
                    throw new IllegalArgumentException(
                            "the shards of a new collection cover every slot once, in order; found "
                                    + shards);
                }
                next = range.to() + 1;
            }
            if (shards.isEmpty() || shards.getLast().to() != SlotRange.ALL.to()) {
                throw new IllegalArgumentException(
                        "the shards of a new collection cover every slot, found " + shards);
            }
        }
    }

    /// A collection has ended with this commit of its log (L10).
    record CollectionDropped(CollectionId collection, long closingCommit) implements JournalEntry {}

    /// A node takes a shard that has no live publisher (J1); void when the shard's epoch is no
    /// longer the one that it replaces.
    record ShardClaimed(
            CollectionId collection, ShardId shard, long replacedEpoch, NodeId publisher)
            implements JournalEntry {}
}
