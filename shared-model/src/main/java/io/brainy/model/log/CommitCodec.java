package io.brainy.model.log;

import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import io.brainy.model.codec.ByteWriter;
import io.brainy.model.codec.EntryPrefix;
import io.brainy.model.error.CorruptException;
import io.brainy.model.error.InvalidException;
import io.brainy.model.key.SlotRange;
import io.brainy.model.log.CommitHeader.Block;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// The bytes of a commit (docs/format.md): prefix, header, blocks of records by slot.
///
/// Reading is static and safe for concurrent use. Writing needs an instance, which owns a
/// compressor and its buffers and serves one thread at a time: each log's loop has its own, and
/// closes it. How much still fits a commit is told beforehand by [CommitSize].
public final class CommitCodec implements AutoCloseable {

    /// The format that is written, and the newest that is read.
    public static final int FORMAT = 1;

    /// No commit is larger.
    public static final int MAX_COMMIT_BYTES = 8 << 20;

    /// From these first bytes [#headerBytes] and [#nonce] are known.
    public static final int FIXED_PREFIX_BYTES = EntryPrefix.BYTES;

    /// A first read of this many bytes has the whole header of nearly every commit.
    public static final int HEADER_GUESS_BYTES = 16 << 10;

    private static final int KIND = EntryPrefix.kind("BRNC");

    /// The fastest: commits are written while clients wait, and read for a few minutes.
    private static final int ZSTD_LEVEL = 1;

    /// Buffers that one large commit made are not kept beyond this.
    private static final int KEPT_BYTES = 1 << 20;

    private static final PayloadSource NO_PAYLOADS =
            (payload, _, _) -> {
                throw new CorruptException(
                        "the payload %s is wanted, but payloads are not read here; upgrade this node"
                                .formatted(payload));
            };

    private final ZstdCompressCtx zstd = new ZstdCompressCtx().setLevel(ZSTD_LEVEL);
    private ByteWriter unpacked = new ByteWriter(BlockCodec.TARGET_BYTES);
    private ByteWriter blockBytes = new ByteWriter(BlockCodec.TARGET_BYTES);

    /// @param header its blocks are left out of account and made from the records
    /// @param records in any order; those of a slot keep theirs
    /// @throws IllegalArgumentException when the header breaks a rule of the format or the commit
    ///   is larger than [#MAX_COMMIT_BYTES]: the caller has miscounted
    public byte[] encode(CommitHeader header, List<EncodedRecord> records) {
        List<Block> blocks = writeBlocks(records);
        CommitHeader whole = header.withBlocks(blocks);
        HeaderRules.check(whole);
        ByteWriter sections = new ByteWriter(1024);
        HeaderCodec.write(sections, whole);
        long total = (long) EntryPrefix.BYTES + sections.size() + blockBytes.size();
        if (total > MAX_COMMIT_BYTES) {
            throw new IllegalArgumentException(
                    "a commit has at most %d bytes, found %d".formatted(MAX_COMMIT_BYTES, total));
        }
        ByteWriter out = new ByteWriter((int) total);
        BatchId nonce = header.nonce();
        EntryPrefix.write(out, KIND, FORMAT, header.number(), nonce.high(), nonce.low(), sections);
        out.bytes(blockBytes.array(), 0, blockBytes.size());
        forgetLargeBuffers();
        byte[] bytes = out.array();
        return bytes.length == total ? bytes : out.toByteArray();
    }

    private List<Block> writeBlocks(List<EncodedRecord> records) {
        // The slot above the index sorts by slot and keeps the order within one; slots are hashed
        // once.
        long[] order = new long[records.size()];
        for (int i = 0; i < order.length; i++) {
            order[i] = (long) records.get(i).slot() << 32 | i;
        }
        Arrays.sort(order);
        blockBytes.clear();
        List<Block> blocks = new ArrayList<>();
        int from = 0;
        while (from < order.length) {
            int to = blockEnd(records, order, from);
            List<EncodedRecord> members = new ArrayList<>(to - from);
            int[] slots = new int[to - from];
            for (int i = from; i < to; i++) {
                members.add(records.get((int) order[i]));
                slots[i - from] = (int) (order[i] >>> 32);
            }
            blocks.add(BlockCodec.write(blockBytes, members, slots, zstd, unpacked));
            from = to;
        }
        return blocks;
    }

    /// Where the block that begins at `from` ends: after the slot that fills it.
    private static int blockEnd(List<EncodedRecord> records, long[] order, int from) {
        long bytes = 0;
        int to = from;
        while (to < order.length) {
            bytes += records.get((int) order[to]).bytes();
            to++;
            boolean slotEnds = to == order.length || order[to] >>> 32 != order[to - 1] >>> 32;
            if (slotEnds && bytes >= BlockCodec.TARGET_BYTES) {
                break;
            }
        }
        return to;
    }

    private void forgetLargeBuffers() {
        if (unpacked.array().length > KEPT_BYTES) {
            unpacked = new ByteWriter(BlockCodec.TARGET_BYTES);
        }
        if (blockBytes.array().length > MAX_COMMIT_BYTES) {
            blockBytes = new ByteWriter(BlockCodec.TARGET_BYTES);
        }
    }

    @Override
    public void close() {
        zstd.close();
    }

    /// How many bytes from the object's start hold prefix and header.
    ///
    /// @param prefix at least [#FIXED_PREFIX_BYTES]
    /// @param what the object's name, for messages
    public static int headerBytes(byte[] prefix, String what) {
        return EntryPrefix.read(prefix, KIND, what).end();
    }

    /// Whose attempt made the object (S2); known of commits of every format.
    ///
    /// @param prefix at least [#FIXED_PREFIX_BYTES]
    public static BatchId nonce(byte[] prefix, String what) {
        EntryPrefix read = EntryPrefix.read(prefix, KIND, what);
        return new BatchId(read.nonceHigh(), read.nonceLow());
    }

    /// @param prefix at least [#headerBytes] of the object
    public static CommitHeader decodeHeader(byte[] prefix, String what) {
        return checked(
                what,
                () -> {
                    EntryPrefix read = EntryPrefix.read(prefix, KIND, what);
                    CommitHeader header =
                            HeaderCodec.read(
                                    read.number(),
                                    new BatchId(read.nonceHigh(), read.nonceLow()),
                                    read.sections(prefix, FORMAT, what),
                                    what);
                    HeaderRules.check(header);
                    return header;
                });
    }

    /// Reads a whole object, of which only the blocks that overlap the range are unpacked and only
    /// its records kept.
    ///
    /// @throws CorruptException also where a wanted block lies in a payload
    public static Commit decode(byte[] object, SlotRange range, String what) {
        return decode(object, range, NO_PAYLOADS, what);
    }

    public static Commit decode(
            byte[] object, SlotRange range, PayloadSource payloads, String what) {
        CommitHeader header = decodeHeader(object, what);
        int start = headerBytes(object, what);
        checkEnd(header, object.length - start, what);
        List<LogRecord> records = new ArrayList<>();
        boolean oneRun = true;
        int lastPayload = Block.INLINE;
        try (ZstdDecompressCtx zstd = new ZstdDecompressCtx()) {
            for (Block block : header.blocks()) {
                if (!range.overlaps(block.firstSlot(), block.lastSlot())) {
                    continue;
                }
                oneRun &= records.isEmpty() || block.payload() == lastPayload;
                lastPayload = block.payload();
                if (block.payload() == Block.INLINE) {
                    int offset = start + (int) block.offset();
                    readBlock(block, object, offset, range, zstd, records::add, what);
                } else {
                    String payload = header.payloads().get(block.payload());
                    byte[] bytes = payloads.read(payload, block.offset(), block.length());
                    readBlock(block, bytes, 0, range, zstd, records::add, payload);
                }
            }
        }
        if (!oneRun) {
            records.sort(Comparator.comparingInt(LogRecord::slot));
        }
        return new Commit(header, records);
    }

    /// Reads one block, for who has fetched it alone.
    ///
    /// @param bytes in which the block begins at `offset`
    public static List<LogRecord> decodeBlock(
            Block block, byte[] bytes, int offset, SlotRange range, String what) {
        List<LogRecord> records = new ArrayList<>();
        try (ZstdDecompressCtx zstd = new ZstdDecompressCtx()) {
            readBlock(block, bytes, offset, range, zstd, records::add, what);
        }
        return records;
    }

    private static void readBlock(
            Block block,
            byte[] bytes,
            int offset,
            SlotRange range,
            ZstdDecompressCtx zstd,
            Consumer<LogRecord> into,
            String what) {
        if (offset < 0 || bytes.length - offset < block.length()) {
            throw new CorruptException(
                    "%s is damaged: a block of %d bytes was wanted, found %d"
                            .formatted(what, block.length(), bytes.length - offset));
        }
        checked(
                what,
                () -> {
                    BlockCodec.read(block, bytes, offset, range, zstd, into, what);
                    return block;
                });
    }

    /// The blocks in the commit end where the object ends.
    private static void checkEnd(CommitHeader header, int blocksLength, String what) {
        long end = 0;
        for (Block block : header.blocks()) {
            if (block.payload() == Block.INLINE) {
                end = block.offset() + block.length();
            }
        }
        if (end != blocksLength) {
            throw new CorruptException(
                    "%s is damaged: %d bytes of blocks were wanted, found %d"
                            .formatted(what, end, blocksLength));
        }
    }

    /// Values check themselves when they are made; in bytes that were read, what they refuse is
    /// damage and not a user's or a caller's fault.
    private static <T> T checked(String what, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (InvalidException | IllegalArgumentException e) {
            throw new CorruptException("%s is damaged: %s".formatted(what, e.getMessage()), e);
        }
    }
}
