package io.brainy.model.log;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/// All of a commit but its records: read alone by who only folds (keys, offsets, settings, ids).
///
/// @param number the commit's number, which is its position
/// @param nonce of the attempt that made these bytes (S2)
/// @param date the bucket's Date as its writer last knew it; the clock of idempotency keys (L5)
/// @param settings in force from this commit's records on (L9)
/// @param closed this is the log's last commit (L10)
/// @param routed a routing key was used here or before (D3)
/// @param payloadFloor no payload named below it is referred to from the next commit on (L8)
/// @param offsets the next offset of each source (L6)
/// @param keys the idempotency keys alive at `date`, without this commit's own parts
/// @param ids where each listed id lies now; null slot = deleted (D3)
/// @param payloads names of the payload objects that blocks refer to (L8)
public record CommitHeader(
        long number,
        BatchId nonce,
        Instant date,
        Carried<CollectionSettings> settings,
        boolean closed,
        boolean routed,
        long payloadFloor,
        Carried<Map<String, Long>> offsets,
        Carried<List<LivingKey>> keys,
        List<PartEntry> parts,
        List<ListedId> ids,
        List<String> payloads,
        List<Block> blocks) {

    public CommitHeader {
        parts = List.copyOf(parts);
        ids = List.copyOf(ids);
        payloads = List.copyOf(payloads);
        blocks = List.copyOf(blocks);
    }

    public CommitHeader withBlocks(List<Block> replacement) {
        return new CommitHeader(
                number,
                nonce,
                date,
                settings,
                closed,
                routed,
                payloadFloor,
                offsets,
                keys,
                parts,
                ids,
                payloads,
                replacement);
    }

    /// Progress of a key in an earlier commit that is still to be honoured.
    public record LivingKey(PartEntry.KeyProgress progress, long commit, Instant date) {}

    /// An id and the slot of its document as of this commit, or [#DELETED].
    public record ListedId(String id, int slot) {
        public static final int DELETED = -1;
    }

    /// Where the records of consecutive slots are, in the commit itself or in a payload object.
    ///
    /// @param payload index into `payloads`, or [#INLINE]
    /// @param offset of the block's first byte, from the end of the header or in the payload
    /// @param length in bytes, as stored
    /// @param crc32c of these bytes
    public record Block(
            int firstSlot,
            int lastSlot,
            int payload,
            long offset,
            int length,
            int count,
            int crc32c) {
        public static final int INLINE = -1;
    }
}
