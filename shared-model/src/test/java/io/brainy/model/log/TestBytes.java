package io.brainy.model.log;

import io.brainy.model.codec.ByteWriter;
import io.brainy.model.codec.EntryPrefix;
import io.brainy.model.log.CommitHeader.Block;

/// Makes bytes that a test has changed consistent again, so that it gets behind the checksums.
final class TestBytes {

    private static final int LENGTH_AT = 32;
    private static final int SECTIONS_CRC_AT = 36;
    private static final int PREFIX_CRC_AT = 40;

    private TestBytes() {}

    /// Corrects both checksums of an entry whose sections end where its prefix says.
    static void seal(byte[] entry) {
        int length = (entry[LENGTH_AT] & 0xFF) | (entry[LENGTH_AT + 1] & 0xFF) << 8;
        put(entry, SECTIONS_CRC_AT, EntryPrefix.crc32c(entry, EntryPrefix.BYTES, length));
        put(entry, PREFIX_CRC_AT, EntryPrefix.crc32c(entry, 0, PREFIX_CRC_AT));
    }

    static Block sealed(Block block, byte[] bytes) {
        return new Block(
                block.firstSlot(),
                block.lastSlot(),
                block.payload(),
                block.offset(),
                bytes.length,
                block.count(),
                EntryPrefix.crc32c(bytes, 0, bytes.length));
    }

    private static void put(byte[] entry, int at, int value) {
        byte[] bytes = new ByteWriter().u32(value).toByteArray();
        System.arraycopy(bytes, 0, entry, at, bytes.length);
    }
}
