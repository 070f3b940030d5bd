package io.brainy.model.api;

import java.util.List;

/// What a collection has, exactly; sums over its shards.
///
/// @param relationships each counted once
/// @param bytes of the segments and of what is not in segments yet
/// @param unindexedCommits the most that any shard's segments are behind its position
/// @param position the least over the shards
public record StatsAnswer(
        long documents,
        long relationships,
        long bytes,
        long segments,
        long unindexedCommits,
        long position,
        List<Shard> shards) {

    public record Shard(
            String shard,
            SlotSpan slots,
            long documents,
            long relationships,
            long bytes,
            long segments,
            long unindexedCommits,
            long position) {}
}
