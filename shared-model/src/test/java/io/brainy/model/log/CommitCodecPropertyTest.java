package io.brainy.model.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.brainy.model.error.CorruptException;
import io.brainy.model.key.SlotRange;
import io.brainy.model.log.CommitHeader.Block;
import io.brainy.model.testing.RandomValues;
import io.brainy.model.testing.SeededTest;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

class CommitCodecPropertyTest {

    @SeededTest(runs = 100)
    void aCommitIsReadAsItWasWrittenInOrderOfSlots(RandomGenerator random) {
        RandomValues values = new RandomValues(random);
        CommitHeader header = values.header(1 + random.nextLong(1L << random.nextInt(1, 62)));
        List<LogRecord> records = values.records(random.nextInt(60));
        int from = random.nextInt(1 << 16);
        SlotRange range = new SlotRange(from, random.nextInt(from, 1 << 16));

        byte[] bytes = encode(header, records);

        Commit whole = CommitCodec.decode(bytes, SlotRange.ALL, "a test's commit");
        assertThat(whole.header().withBlocks(List.of())).isEqualTo(header);
        assertThat(whole.records()).isEqualTo(bySlot(records, SlotRange.ALL));
        assertThat(CommitCodec.decode(bytes, range, "a test's commit").records())
                .isEqualTo(bySlot(records, range));
        assertThat(CommitCodec.nonce(bytes, "a test's commit")).isEqualTo(header.nonce());
        int headerBytes = CommitCodec.headerBytes(bytes, "a test's commit");
        assertThat(CommitCodec.decodeHeader(Arrays.copyOf(bytes, headerBytes), "a test's commit"))
                .isEqualTo(whole.header());
    }

    @SeededTest(runs = 40)
    void theSizeToldBeforehandIsNeverExceeded(RandomGenerator random) {
        RandomValues values = new RandomValues(random);
        CommitHeader bare = values.header(1 + random.nextLong(1L << random.nextInt(1, 62)));
        List<EncodedRecord> records =
                values.records(random.nextInt(1, 400)).stream().map(RecordCodec::encode).toList();
        CommitHeader empty = withTables(bare, List.of(), List.of());

        long bound = CommitSize.bound(empty);
        bound += records.stream().mapToLong(CommitSize::bound).sum();
        bound += bare.parts().stream().mapToLong(CommitSize::bound).sum();
        bound += bare.ids().stream().mapToLong(CommitSize::bound).sum();

        try (CommitCodec codec = new CommitCodec()) {
            assertThat((long) codec.encode(bare, records).length).isLessThanOrEqualTo(bound);
        }
    }

    @SeededTest(runs = 300)
    void sectionsThatAreWrongUnderARightChecksumAreRefusedAsDamage(RandomGenerator random) {
        RandomValues values = new RandomValues(random);
        byte[] bytes = encode(values.header(1 + random.nextInt(50)), values.records(6));
        int end = CommitCodec.headerBytes(bytes, "a test's commit");
        for (int i = 0; i < 1 + random.nextInt(3); i++) {
            bytes[random.nextInt(CommitCodec.FIXED_PREFIX_BYTES, end)] = (byte) random.nextInt();
        }
        TestBytes.seal(bytes);

        try {
            CommitCodec.decode(bytes, SlotRange.ALL, "a test's commit");
        } catch (CorruptException e) {
            assertThat(e).hasMessageContaining("a test's commit");
        }
    }

    @SeededTest(runs = 300)
    void blocksThatAreWrongUnderARightChecksumAreRefusedAsDamage(RandomGenerator random) {
        RandomValues values = new RandomValues(random);
        byte[] bytes = encode(values.header(7), values.records(1 + random.nextInt(6)));
        Commit commit = CommitCodec.decode(bytes, SlotRange.ALL, "a test's commit");
        Block block = commit.header().blocks().getFirst();
        int start = CommitCodec.headerBytes(bytes, "a test's commit");
        byte[] damaged = Arrays.copyOfRange(bytes, start, start + block.length());
        for (int i = 0; i < 1 + random.nextInt(3); i++) {
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
        }

        try {
            CommitCodec.decodeBlock(
                    TestBytes.sealed(block, damaged), damaged, 0, SlotRange.ALL, "a block");
        } catch (CorruptException e) {
            assertThat(e).hasMessageContaining("a block");
        }
    }

    private static byte[] encode(CommitHeader header, List<LogRecord> records) {
        try (CommitCodec codec = new CommitCodec()) {
            return codec.encode(header, records.stream().map(RecordCodec::encode).toList());
        }
    }

    private static List<LogRecord> bySlot(List<LogRecord> records, SlotRange range) {
        return records.stream()
                .filter(record -> range.contains(record.slot()))
                .sorted(Comparator.comparingInt(LogRecord::slot))
                .toList();
    }

    private static CommitHeader withTables(
            CommitHeader header, List<PartEntry> parts, List<CommitHeader.ListedId> ids) {
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
                parts,
                ids,
                header.payloads(),
                List.of());
    }
}
