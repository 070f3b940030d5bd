package io.brainy.model.manifest;

import io.brainy.model.key.ShardId;
import io.brainy.model.key.SlotRange;
import io.brainy.model.log.BatchId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The n-th entry of a shard's chain: the immutable files that are exactly the log up to `position`
/// (C1).
///
/// @param generation the entry's number in the chain
/// @param nonce of the attempt that made these bytes (S2)
/// @param epoch the journal number of the entry that gave the shard to its publisher (C2)
/// @param position the last commit that the files cover; the number before the log's first where
///   none
/// @param parent the shard that this one was split from, or null
/// @param closing the last entry of the chain: its children go on (C3)
public record Manifest(
        ShardId shard,
        long generation,
        BatchId nonce,
        long epoch,
        long position,
        SlotRange range,
        @Nullable ShardId parent,
        boolean closing,
        List<SegmentFile> files,
        ShardStats stats) {

    public Manifest {
        files = List.copyOf(files);
    }
}
