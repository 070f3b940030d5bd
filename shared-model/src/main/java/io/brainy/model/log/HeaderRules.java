package io.brainy.model.log;

import io.brainy.model.document.DocumentId;
import io.brainy.model.key.Slots;
import io.brainy.model.log.CommitHeader.Block;
import io.brainy.model.log.CommitHeader.ListedId;
import io.brainy.model.log.CommitHeader.LivingKey;
import io.brainy.model.log.PartEntry.KeyProgress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What is true of every header, checked before one is written and after one is read, so that
/// neither side depends on the other's care. A violation is an [IllegalArgumentException].
final class HeaderRules {

    private HeaderRules() {}

    static void check(CommitHeader header) {
        rule(header.number() >= 1, "commits are counted from 1", header.number());
        rule(header.payloadFloor() >= 0, "a payload floor is not negative", header.payloadFloor());
        checkCarried(header.settings(), header.number());
        checkCarried(header.offsets(), header.number());
        checkCarried(header.keys(), header.number());
        if (header.keys() instanceof Carried.Whole<List<LivingKey>>(List<LivingKey> keys)) {
            for (LivingKey key : keys) {
                checkProgress(key.progress());
                rule(
                        key.commit() >= 1 && key.commit() < header.number(),
                        "a living key was used in an earlier commit",
                        key.commit());
            }
        }
        Set<BatchId> batches = HashSet.newHashSet(header.parts().size());
        for (PartEntry part : header.parts()) {
            rule(batches.add(part.id()), "a part is in a commit once", part.id());
            rule(
                    part.since() >= 0 && part.since() < header.number(),
                    "a part is committed after the tail that it knew",
                    part.since());
            rule(part.records() >= 0, "a count is not negative", part.records());
            KeyProgress key = part.key();
            if (key != null) {
                checkProgress(key);
            }
        }
        for (ListedId id : header.ids()) {
            rule(
                    !id.id().isEmpty() && id.id().length() <= DocumentId.MAX_BYTES,
                    "a listed id has 1 to 512 bytes",
                    id.id().length());
            rule(
                    id.slot() >= ListedId.DELETED && id.slot() < Slots.COUNT,
                    "a listed id has a slot or none",
                    id.slot());
        }
        checkBlocks(header);
    }

    private static void checkCarried(Carried<?> carried, long number) {
        if (carried instanceof Carried.At<?>(long commit)) {
            rule(commit >= 1 && commit < number, "a table is carried by an earlier commit", commit);
        }
    }

    private static void checkProgress(KeyProgress progress) {
        rule(
                progress.firstItem() >= 0 && progress.firstItem() <= progress.nextItem(),
                "a key's items are in order",
                progress.firstItem());
    }

    /// In the commit first, then by payload; within each by slot and without overlap, so that any
    /// range of slots is one range of bytes. In the commit they lie without a gap.
    private static void checkBlocks(CommitHeader header) {
        int payload = Block.INLINE;
        int slot = 0;
        long end = 0;
        for (Block block : header.blocks()) {
            rule(
                    block.payload() >= payload && block.payload() < header.payloads().size(),
                    "blocks lie in the commit or in its payloads, in order",
                    block.payload());
            if (block.payload() > payload) {
                payload = block.payload();
                slot = 0;
                end = 0;
            }
            rule(
                    block.firstSlot() >= slot
                            && block.lastSlot() >= block.firstSlot()
                            && block.lastSlot() < Slots.COUNT,
                    "blocks are sorted by slot",
                    block.firstSlot());
            rule(
                    block.payload() == Block.INLINE ? block.offset() == end : block.offset() >= end,
                    "blocks lie one behind the other",
                    block.offset());
            rule(
                    block.length() > BlockCodec.HEAD_BYTES
                            && block.length() <= BlockCodec.MAX_BLOCK_BYTES
                            && block.offset() <= Long.MAX_VALUE - block.length(),
                    "a block has a length",
                    block.length());
            rule(block.count() >= 1, "a block has records", block.count());
            slot = block.lastSlot();
            end = block.offset() + block.length();
        }
    }

    private static void rule(boolean holds, String rule, Object found) {
        if (!holds) {
            throw new IllegalArgumentException(rule + ", found " + found);
        }
    }
}
