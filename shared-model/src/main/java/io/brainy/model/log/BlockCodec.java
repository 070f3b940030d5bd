package io.brainy.model.log;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import io.brainy.model.codec.ByteReader;
import io.brainy.model.codec.ByteWriter;
import io.brainy.model.codec.EntryPrefix;
import io.brainy.model.error.CorruptException;
import io.brainy.model.key.SlotRange;
import io.brainy.model.key.Slots;
import io.brainy.model.log.CommitHeader.Block;
import java.util.List;
import java.util.function.Consumer;

/// The bytes of one block: a short head, the records compressed, then the vectors of its documents
/// as they are, in the order of the records. Vectors hardly compress, and left alone they are
/// copied once on each side.
final class BlockCodec {

    /// A block is closed by the first slot that brings it here, vectors included.
    static final int TARGET_BYTES = 64 << 10;

    /// What a block may have at most, as stored and as unpacked. A commit is smaller by far; the
    /// rest is room for payloads (L8).
    static final int MAX_BLOCK_BYTES = 64 << 20;

    /// Method, unpacked length, packed length.
    static final int HEAD_BYTES = 1 + 4 + 4;

    private static final int STORED = 0;
    private static final int ZSTD = 1;

    private BlockCodec() {}

    /// Appends the block of these records to `out` and returns its entry in the directory.
    ///
    /// @param records sorted by slot, which `slots` has beforehand
    /// @param unpacked scratch
    static Block write(
            ByteWriter out,
            List<EncodedRecord> records,
            int[] slots,
            ZstdCompressCtx zstd,
            ByteWriter unpacked) {
        int offset = out.size();
        unpacked.clear();
        int slot = slots[0];
        for (int i = 0; i < slots.length; i++) {
            EncodedRecord record = records.get(i);
            RecordKind kind = RecordKind.of(record.record());
            unpacked.varint(slots[i] - slot).u8(kind.code());
            if (kind == RecordKind.DOCUMENT_WRITE) {
                float[] vector = record.vector();
                unpacked.varint(vector == null ? 0 : vector.length);
            }
            unpacked.varint(record.body().length).bytes(record.body());
            slot = slots[i];
        }
        pack(out, unpacked, zstd);
        for (EncodedRecord record : records) {
            float[] vector = record.vector();
            if (vector != null) {
                out.floats(vector);
            }
        }
        int length = out.size() - offset;
        int crc32c = EntryPrefix.crc32c(out.array(), offset, length);
        return new Block(slots[0], slot, Block.INLINE, offset, length, slots.length, crc32c);
    }

    private static void pack(ByteWriter out, ByteWriter unpacked, ZstdCompressCtx zstd) {
        int room = Math.toIntExact(Zstd.compressBound(unpacked.size()));
        int at = out.reserve(HEAD_BYTES + room) + HEAD_BYTES;
        int packed =
                zstd.compressByteArray(out.array(), at, room, unpacked.array(), 0, unpacked.size());
        if (packed < unpacked.size()) {
            out.u8(ZSTD).u32(unpacked.size()).u32(packed).advance(packed);
        } else {
            out.u8(STORED).u32(unpacked.size()).u32(unpacked.size());
            out.bytes(unpacked.array(), 0, unpacked.size());
        }
    }

    /// Checks a block and hands on its records in the range.
    ///
    /// @param bytes the block lies at `offset`, all of its length
    static void read(
            Block block,
            byte[] bytes,
            int offset,
            SlotRange range,
            ZstdDecompressCtx zstd,
            Consumer<LogRecord> into,
            String what) {
        ByteReader in = new ByteReader(bytes, offset, block.length(), what);
        if (EntryPrefix.crc32c(bytes, offset, block.length()) != block.crc32c()) {
            throw in.corrupt(
                    "the checksum of the block of slots %d to %d does not agree"
                            .formatted(block.firstSlot(), block.lastSlot()));
        }
        ByteReader records = unpack(in, bytes, offset, zstd);
        ByteReader vectors = in;
        int slot = block.firstSlot();
        for (int i = 0; i < block.count(); i++) {
            int step = records.varint(Slots.COUNT - 1, "a step of slots");
            slot += step;
            if (slot > block.lastSlot() || (i == 0 && step != 0)) {
                throw records.corrupt(
                        "a slot of %d to %d was wanted, found %d"
                                .formatted(block.firstSlot(), block.lastSlot(), slot));
            }
            RecordKind kind = RecordKind.read(records);
            int dimension =
                    kind == RecordKind.DOCUMENT_WRITE
                            ? records.varint(Integer.MAX_VALUE / Float.BYTES, "a dimension")
                            : 0;
            ByteReader body = records.slice(records.count(1));
            if (range.contains(slot)) {
                float[] components = dimension == 0 ? null : vectors.floats(dimension);
                LogRecord record = RecordCodec.decode(body, kind, components);
                if (record.slot() != slot) {
                    throw records.corrupt(
                            "a record of slot %d lies at %d".formatted(record.slot(), slot));
                }
                into.accept(record);
            } else {
                vectors.skip(dimension * Float.BYTES);
            }
        }
        if (slot != block.lastSlot()) {
            throw records.corrupt("slot %d was wanted, found none".formatted(block.lastSlot()));
        }
        records.end();
        vectors.end();
    }

    /// Moves `in` to the vectors and returns a reader of the records.
    private static ByteReader unpack(
            ByteReader in, byte[] bytes, int offset, ZstdDecompressCtx zstd) {
        int method = in.u8();
        int unpackedLength = in.u32();
        int packedLength = in.u32();
        if (unpackedLength < 0 || unpackedLength > MAX_BLOCK_BYTES) {
            throw in.corrupt(
                    "a block has at most %d bytes, found %d"
                            .formatted(MAX_BLOCK_BYTES, unpackedLength));
        }
        ByteReader packed = in.slice(packedLength);
        return switch (method) {
            case STORED -> {
                if (packedLength != unpackedLength) {
                    throw in.corrupt("a stored block has one length, found two");
                }
                yield packed;
            }
            case ZSTD -> {
                byte[] unpacked = new byte[unpackedLength];
                int at = offset + HEAD_BYTES;
                try {
                    int length =
                            zstd.decompressByteArray(
                                    unpacked, 0, unpackedLength, bytes, at, packedLength);
                    if (length != unpackedLength) {
                        throw in.corrupt(
                                "%d bytes were packed, found %d".formatted(unpackedLength, length));
                    }
                } catch (ZstdException e) {
                    throw new CorruptException(
                            "%s is damaged: a block cannot be unpacked: %s"
                                    .formatted(in.what(), e.getMessage()),
                            e);
                }
                yield new ByteReader(unpacked, in.what());
            }
            default -> throw in.newer("a block is packed in the unknown way " + method);
        };
    }
}
