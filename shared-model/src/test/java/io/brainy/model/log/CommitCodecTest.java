package io.brainy.model.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brainy.model.codec.ByteWriter;
import io.brainy.model.codec.EntryPrefix;
import io.brainy.model.codec.SectionWriter;
import io.brainy.model.document.Content;
import io.brainy.model.document.Document;
import io.brainy.model.document.DocumentId;
import io.brainy.model.document.FieldValue;
import io.brainy.model.document.Vector;
import io.brainy.model.error.CorruptException;
import io.brainy.model.key.SlotRange;
import io.brainy.model.log.CommitHeader.Block;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CommitCodecTest {

    private static final String WHAT = "collections/c/1/log/00000000000000000009";

    private final CommitCodec codec = new CommitCodec();

    @AfterEach
    void closeCodec() {
        codec.close();
    }

    @Test
    void blocksHaveWholeSlotsAndAtLeast64KibButTheLast() {
        List<EncodedRecord> records = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            records.add(document("id-" + i % 150 + (i < 200 ? "" : "-b"), 200));
        }
        for (int i = 0; i < 200; i++) {
            records.add(document("the same", 200));
        }

        Commit commit = CommitCodec.decode(codec.encode(header(9), records), SlotRange.ALL, WHAT);

        List<Block> blocks = commit.header().blocks();
        assertThat(blocks).hasSizeGreaterThan(3);
        int slot = -1;
        int from = 0;
        for (Block block : blocks) {
            assertThat(block.firstSlot()).isGreaterThan(slot);
            slot = block.lastSlot();
            List<LogRecord> members = commit.records().subList(from, from + block.count());
            long bytes =
                    members.stream().mapToLong(record -> RecordCodec.encode(record).bytes()).sum();
            assertThat(bytes >= 64 << 10 || block.equals(blocks.getLast())).isTrue();
            from += block.count();
        }
    }

    @Test
    void recordsOfOneSlotKeepTheirOrder() {
        List<EncodedRecord> records = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            records.add(document("the same", i));
        }

        Commit commit = CommitCodec.decode(codec.encode(header(9), records), SlotRange.ALL, WHAT);

        assertThat(commit.records())
                .isEqualTo(records.stream().map(EncodedRecord::record).toList());
    }

    @Test
    void onlyTheBlocksThatOverlapTheRangeAreLookedAt() {
        List<EncodedRecord> records = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            records.add(document("id-" + i, 300));
        }
        byte[] bytes = codec.encode(header(9), records);
        CommitHeader header = CommitCodec.decodeHeader(bytes, WHAT);
        Block first = header.blocks().getFirst();
        Block second = header.blocks().get(1);
        bytes[CommitCodec.headerBytes(bytes, WHAT) + 20] ^= 1;

        SlotRange untouched = new SlotRange(second.firstSlot(), 0xFFFF);
        assertThat(CommitCodec.decode(bytes, untouched, WHAT).records())
                .hasSize(300 - first.count());
        SlotRange touched = new SlotRange(0, first.lastSlot());
        assertThatThrownBy(() -> CommitCodec.decode(bytes, touched, WHAT))
                .isInstanceOf(CorruptException.class)
                .hasMessageContaining(WHAT)
                .hasMessageContaining("checksum of the block");
    }

    @Test
    void aRangeWithinABlockIsReadWithoutTheRest() {
        List<EncodedRecord> records = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            records.add(document("id-" + i, 30));
        }
        List<LogRecord> sorted =
                records.stream()
                        .map(EncodedRecord::record)
                        .sorted(Comparator.comparingInt(LogRecord::slot))
                        .toList();
        SlotRange range = new SlotRange(sorted.get(10).slot(), sorted.get(19).slot());

        byte[] bytes = codec.encode(header(9), records);

        assertThat(CommitCodec.decode(bytes, range, WHAT).records())
                .isEqualTo(sorted.subList(10, 20));
        Block block = CommitCodec.decodeHeader(bytes, WHAT).blocks().getFirst();
        assertThat(
                        CommitCodec.decodeBlock(
                                block, bytes, CommitCodec.headerBytes(bytes, WHAT), range, WHAT))
                .isEqualTo(sorted.subList(10, 20));
    }

    @Test
    void textIsCompressedAndRandomVectorsAreNotGrown() {
        EncodedRecord text = document("text", 0, "word ".repeat(10_000));
        EncodedRecord vector = document("vector", 4096);

        assertThat(codec.encode(header(9), List.of(text)).length).isLessThan(1_000);
        assertThat(codec.encode(header(9), List.of(vector)).length)
                .isLessThan(vector.bytes() + 200);
    }

    @Test
    void aCodecMayBeUsedAgain() {
        List<EncodedRecord> records = List.of(document("a", 10), document("b", 700));

        byte[] first = codec.encode(header(9), records);
        codec.encode(header(10), List.of(document("c", 3)));

        assertThat(codec.encode(header(9), records)).isEqualTo(first);
    }

    @Test
    void aCommitHasAtMost8Mib() {
        EncodedRecord large = document("large", 4096);
        List<EncodedRecord> records = Collections.nCopies(500, large);
        int spare = CommitCodec.MAX_COMMIT_BYTES - codec.encode(padded(100_000), records).length;

        assertThat(codec.encode(padded(100_000 + spare), records))
                .hasSize(CommitCodec.MAX_COMMIT_BYTES);
        assertThatThrownBy(() -> codec.encode(padded(100_000 + spare + 1), records))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("8388608");
    }

    @Test
    void aHeaderThatBreaksARuleIsNotWritten() {
        CommitHeader zero = header(0);

        assertThatThrownBy(() -> codec.encode(zero, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("counted from 1");
    }

    @Test
    void everyFlippedByteIsNoticed() {
        byte[] bytes = smallCommit();

        for (int i = 0; i < bytes.length; i++) {
            for (int mask : new int[] {0x01, 0x80, 0xFF}) {
                byte[] damaged = bytes.clone();
                damaged[i] ^= (byte) mask;
                assertThatThrownBy(() -> CommitCodec.decode(damaged, SlotRange.ALL, WHAT))
                        .as("byte %d flipped by 0x%x", i, mask)
                        .isInstanceOf(CorruptException.class)
                        .hasMessageContaining(WHAT);
            }
        }
    }

    @Test
    void everyFlippedByteOfThePrefixIsNoticedBeforeTheNonceIsBelieved() {
        byte[] prefix = Arrays.copyOf(smallCommit(), CommitCodec.FIXED_PREFIX_BYTES);

        for (int i = 0; i < prefix.length; i++) {
            byte[] damaged = prefix.clone();
            damaged[i] ^= 1;
            assertThatThrownBy(() -> CommitCodec.nonce(damaged, WHAT))
                    .isInstanceOf(CorruptException.class);
            assertThatThrownBy(() -> CommitCodec.headerBytes(damaged, WHAT))
                    .isInstanceOf(CorruptException.class);
        }
    }

    @Test
    void everyCutIsNoticedAndSoIsAByteMore() {
        byte[] bytes = smallCommit();

        for (int length = 0; length <= bytes.length + 1; length++) {
            if (length != bytes.length) {
                byte[] cut = Arrays.copyOf(bytes, length);
                assertThatThrownBy(() -> CommitCodec.decode(cut, SlotRange.ALL, WHAT))
                        .as("cut to %d of %d bytes", length, bytes.length)
                        .isInstanceOf(CorruptException.class);
            }
        }
    }

    @Test
    void anotherKindOfEntryIsNotReadAsACommit() {
        ByteWriter out = new ByteWriter();
        EntryPrefix.write(out, EntryPrefix.kind("BRNM"), 1, 9, 1, 2, new ByteWriter());

        assertThatThrownBy(() -> CommitCodec.nonce(out.toByteArray(), WHAT))
                .isInstanceOf(CorruptException.class)
                .hasMessageContaining("BRNC");
    }

    @Test
    void aNewerFormatIsRefusedButItsNonceIsKnown() {
        byte[] newer = entry(CommitCodec.FORMAT + 1, sections(header(9)), new ByteWriter());

        assertThatThrownBy(() -> CommitCodec.decodeHeader(newer, WHAT))
                .isInstanceOf(CorruptException.class)
                .hasMessage(
                        WHAT
                                + " was written by a newer version of Brainy (format 2, this node"
                                + " reads up to 1); upgrade this node");
        assertThat(CommitCodec.nonce(newer, WHAT)).isEqualTo(header(9).nonce());
    }

    @Test
    void anUnknownCriticalSectionIsRefusedAndAnOptionalOneSkipped() {
        ByteWriter critical = sections(header(9));
        new SectionWriter(critical).add(1000, body -> body.u8(1));
        ByteWriter optional = sections(header(9));
        new SectionWriter(optional).add(1001, body -> body.u8(1));

        byte[] refused = entry(CommitCodec.FORMAT, critical, new ByteWriter());
        byte[] read = entry(CommitCodec.FORMAT, optional, new ByteWriter());

        assertThatThrownBy(() -> CommitCodec.decodeHeader(refused, WHAT))
                .isInstanceOf(CorruptException.class)
                .hasMessageContaining("written by a newer version of Brainy")
                .hasMessageContaining("section 1000");
        assertThat(CommitCodec.decodeHeader(read, WHAT)).isEqualTo(header(9));
    }

    @Test
    void aHeaderThatBreaksARuleUnderARightChecksumIsDamage() {
        CommitHeader sound = header(9);
        for (CommitHeader broken :
                List.of(
                        sound.withBlocks(List.of(new Block(5, 5, Block.INLINE, 1, 50, 1, 0))),
                        sound.withBlocks(List.of(new Block(5, 5, 0, 0, 50, 1, 0))),
                        sound.withBlocks(List.of(new Block(5, 5, Block.INLINE, 0, 50, 0, 0))),
                        sound.withBlocks(List.of(new Block(5, 5, Block.INLINE, 0, 9, 1, 0))),
                        sound.withBlocks(
                                List.of(
                                        new Block(5, 9, Block.INLINE, 0, 50, 1, 0),
                                        new Block(8, 9, Block.INLINE, 50, 50, 1, 0))),
                        with(sound, new Carried.At<>(9), List.of()),
                        with(sound, new Carried.At<>(0), List.of()),
                        with(
                                sound,
                                sound.settings(),
                                List.of(
                                        new PartEntry(
                                                new BatchId(1, 1), 9, 1, null, List.of()))))) {
            byte[] bytes = entry(CommitCodec.FORMAT, sections(broken), new ByteWriter());
            assertThatThrownBy(() -> CommitCodec.decodeHeader(bytes, WHAT))
                    .as(broken.toString())
                    .isInstanceOf(CorruptException.class)
                    .hasMessageContaining("damaged");
        }
    }

    @Test
    void aBlockThatDisagreesWithItsEntryIsDamage() {
        byte[] bytes = codec.encode(header(9), List.of(document("a", 3), document("b", 3)));
        Block sound = CommitCodec.decodeHeader(bytes, WHAT).blocks().getFirst();
        int start = CommitCodec.headerBytes(bytes, WHAT);
        int first = sound.firstSlot();
        int last = sound.lastSlot();

        assertThat(decoded(sound, first, last, 2, bytes, start)).hasSize(2);
        for (int[] other :
                new int[][] {
                    {first - 1, last - 1, 2},
                    {first - 1, last, 2},
                    {first + 1, last, 2},
                    {first, last - 1, 2},
                    {first, last + 1, 2},
                    {first, last, 1},
                    {first, last, 3}
                }) {
            assertThatThrownBy(() -> decoded(sound, other[0], other[1], other[2], bytes, start))
                    .as(Arrays.toString(other))
                    .isInstanceOf(CorruptException.class)
                    .hasMessageContaining(WHAT);
        }
    }

    @Test
    void aBlocksHeadIsChecked() {
        byte[] bytes = codec.encode(header(9), List.of(document("a", 3)));
        Block sound = CommitCodec.decodeHeader(bytes, WHAT).blocks().getFirst();
        int start = CommitCodec.headerBytes(bytes, WHAT);
        byte[] block = Arrays.copyOfRange(bytes, start, start + sound.length());

        assertHeadIsRefused(sound, block, 0, 2, "newer version of Brainy");
        assertHeadIsRefused(sound, block, 4, 0x7F, "at most 67108864 bytes");
        assertHeadIsRefused(sound, block, 4, 0xFF, "at most 67108864 bytes");
        assertHeadIsRefused(sound, block, 1, block[1] + 1, "damaged");
        assertHeadIsRefused(sound, block, 5, block[5] + 1, "damaged");
        assertHeadIsRefused(sound, block, 8, 0x80, "damaged");
    }

    private static void assertHeadIsRefused(
            Block sound, byte[] block, int at, int value, String message) {
        byte[] changed = block.clone();
        changed[at] = (byte) value;
        Block sealed = TestBytes.sealed(sound, changed);
        assertThatThrownBy(() -> CommitCodec.decodeBlock(sealed, changed, 0, SlotRange.ALL, WHAT))
                .isInstanceOf(CorruptException.class)
                .hasMessageContaining(message);
    }

    private static List<LogRecord> decoded(
            Block block, int firstSlot, int lastSlot, int count, byte[] bytes, int offset) {
        Block other =
                new Block(
                        firstSlot,
                        lastSlot,
                        block.payload(),
                        block.offset(),
                        block.length(),
                        count,
                        block.crc32c());
        return CommitCodec.decodeBlock(other, bytes, offset, SlotRange.ALL, WHAT);
    }

    @Test
    void recordsInPayloadsAreReadThroughTheSourceAndMergedBySlot() {
        List<EncodedRecord> records = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            records.add(document("id-" + i, 20));
        }
        byte[] inline = codec.encode(header(9), records.subList(0, 20));
        byte[] other = codec.encode(header(9), records.subList(20, 40));
        Block here = CommitCodec.decodeHeader(inline, WHAT).blocks().getFirst();
        Block there = CommitCodec.decodeHeader(other, WHAT).blocks().getFirst();
        Block moved =
                new Block(
                        there.firstSlot(),
                        there.lastSlot(),
                        0,
                        100,
                        there.length(),
                        there.count(),
                        there.crc32c());
        CommitHeader referring = padded(3).withBlocks(List.of(here, moved));
        ByteWriter blocks = new ByteWriter();
        blocks.bytes(inline, CommitCodec.headerBytes(inline, WHAT), here.length());
        byte[] bytes = entry(CommitCodec.FORMAT, sections(referring), blocks);
        PayloadSource payloads =
                (payload, offset, length) -> {
                    assertThat(payload).isEqualTo("xxx");
                    assertThat(offset).isEqualTo(100);
                    int from = CommitCodec.headerBytes(other, WHAT);
                    return Arrays.copyOfRange(other, from, from + length);
                };

        assertThat(CommitCodec.decode(bytes, SlotRange.ALL, payloads, WHAT).records())
                .isEqualTo(
                        records.stream()
                                .map(EncodedRecord::record)
                                .sorted(Comparator.comparingInt(LogRecord::slot))
                                .toList());
        assertThatThrownBy(() -> CommitCodec.decode(bytes, SlotRange.ALL, WHAT))
                .isInstanceOf(CorruptException.class)
                .hasMessageContaining("payload xxx");
    }

    private byte[] smallCommit() {
        List<EncodedRecord> records =
                GoldenCommits.fullRecords().stream().map(RecordCodec::encode).toList();
        return codec.encode(GoldenCommits.FULL, records);
    }

    private static CommitHeader header(long number) {
        return new CommitHeader(
                number,
                new BatchId(7, 8),
                Instant.EPOCH,
                new Carried.Whole<>(CollectionSettings.DEFAULTS),
                false,
                false,
                0,
                new Carried.Whole<>(Map.of()),
                new Carried.Whole<>(List.of()),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    private static CommitHeader with(
            CommitHeader header, Carried<CollectionSettings> settings, List<PartEntry> parts) {
        return new CommitHeader(
                header.number(),
                header.nonce(),
                header.date(),
                settings,
                header.closed(),
                header.routed(),
                header.payloadFloor(),
                header.offsets(),
                header.keys(),
                parts,
                header.ids(),
                header.payloads(),
                header.blocks());
    }

    /// The name of a payload stands in a header as it is, so it fills one to the byte.
    private static CommitHeader padded(int bytes) {
        CommitHeader header = header(9);
        return new CommitHeader(
                header.number(),
                header.nonce(),
                header.date(),
                header.settings(),
                header.closed(),
                header.routed(),
                header.payloadFloor(),
                header.offsets(),
                header.keys(),
                header.parts(),
                header.ids(),
                List.of("x".repeat(bytes)),
                header.blocks());
    }

    private static EncodedRecord document(String id, int dimension) {
        return document(id, dimension, null);
    }

    private static EncodedRecord document(String id, int dimension, @Nullable String text) {
        float[] components = new float[dimension];
        SplittableRandom random = new SplittableRandom(id.hashCode());
        for (int i = 0; i < dimension; i++) {
            components[i] = (float) random.nextDouble();
        }
        return RecordCodec.encode(
                new LogRecord.DocumentWrite(
                        new Document(
                                new DocumentId(id),
                                null,
                                text == null ? null : new Content.Text(text),
                                dimension == 0 ? null : new Vector(components, true),
                                FieldValue.Fields.EMPTY,
                                null,
                                null,
                                Instant.EPOCH)));
    }

    private static ByteWriter sections(CommitHeader header) {
        ByteWriter sections = new ByteWriter();
        HeaderCodec.write(sections, header);
        return sections;
    }

    private static byte[] entry(int format, ByteWriter sections, ByteWriter blocks) {
        ByteWriter out = new ByteWriter();
        EntryPrefix.write(out, EntryPrefix.kind("BRNC"), format, 9, 7, 8, sections);
        return out.bytes(blocks.array(), 0, blocks.size()).toByteArray();
    }
}
