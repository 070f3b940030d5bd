package io.brainy.model.log;

import io.brainy.model.codec.ByteWriter;
import io.brainy.model.codec.EntryPrefix;
import io.brainy.model.log.CommitHeader.ListedId;
import io.brainy.model.log.PartEntry.KeyProgress;
import io.brainy.model.log.PartEntry.SourceAdvance;
import java.util.List;

/// How large a commit can become at most, told without encoding it: the bounds of its header,
/// parts, listed ids and records add up. A commit whose sum is at most
/// [CommitCodec#MAX_COMMIT_BYTES] is never refused by [CommitCodec#encode]. The bound is what would
/// be without compression, which never makes a block longer.
public final class CommitSize {

    /// No varint is longer.
    private static final int VARINT = 10;

    /// An int as a varint.
    private static final int INT = 5;

    /// Slot, kind, dimension and length before a record's body.
    private static final int RECORD_HEAD = 3 + 1 + INT + INT;

    /// A block's head and its entry in the directory, with room to spare. All blocks but the last
    /// have [BlockCodec#TARGET_BYTES] of records, so that this divided among them is enough.
    private static final int BLOCK = 64;

    /// Tags, lengths and counts of the sections, which grow with what is added.
    private static final int SECTIONS = 256;

    private CommitSize() {}

    /// The header as it is, with the parts and ids that it has already; its blocks do not count.
    public static long bound(CommitHeader header) {
        ByteWriter sections = new ByteWriter();
        HeaderCodec.write(sections, header.withBlocks(List.of()));
        return EntryPrefix.BYTES + SECTIONS + BLOCK + (long) sections.size();
    }

    public static long bound(EncodedRecord record) {
        long bytes = record.bytes();
        return RECORD_HEAD + bytes + bytes * BLOCK / BlockCodec.TARGET_BYTES + 1;
    }

    public static long bound(PartEntry part) {
        long bytes = BatchId.BYTES + VARINT + INT + 1 + INT;
        KeyProgress key = part.key();
        if (key != null) {
            bytes += text(key.key()) + 2 * VARINT + Digest.LENGTH + 1;
        }
        for (SourceAdvance source : part.sources()) {
            bytes += text(source.source()) + 2 * VARINT;
        }
        return bytes;
    }

    public static long bound(ListedId id) {
        return text(id.id()) + INT;
    }

    /// UTF-8 has at most three bytes a `char`.
    private static long text(String text) {
        return INT + 3L * text.length();
    }
}
