package io.brainy.coordinator.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brainy.coordinator.journal.JournalEntry.CollectionCreated;
import io.brainy.coordinator.journal.JournalEntry.CollectionDropped;
import io.brainy.coordinator.journal.JournalEntry.ShardClaimed;
import io.brainy.model.codec.ByteWriter;
import io.brainy.model.codec.EntryPrefix;
import io.brainy.model.codec.SectionWriter;
import io.brainy.model.error.CorruptException;
import io.brainy.model.key.CollectionId;
import io.brainy.model.key.CollectionName;
import io.brainy.model.key.NodeId;
import io.brainy.model.key.ShardId;
import io.brainy.model.key.SlotRange;
import io.brainy.model.log.BatchId;
import io.brainy.model.log.CollectionSettings;
import io.brainy.model.log.CollectionSettings.Similarity;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JournalCodecTest {

    private static final String WHAT = "cluster/journal/00000000000000000007";
    private static final long NUMBER = 7;
    private static final BatchId NONCE = new BatchId(0x0102030405060708L, 0x1112131415161718L);
    private static final int KIND = EntryPrefix.kind("BRNJ");

    private static final JournalEntry CREATED =
            new CollectionCreated(
                    new CollectionName("things"),
                    42,
                    new CollectionSettings(
                            Similarity.DOT,
                            OptionalInt.of(384),
                            "bge-small-en-v1.5",
                            true,
                            true,
                            2,
                            3),
                    List.of(new SlotRange(0, 32767), new SlotRange(32768, 65535)),
                    new NodeId("abcdefghijklmnop"));
    private static final JournalEntry CREATED_ELSEWHERE =
            new CollectionCreated(
                    new CollectionName("a"),
                    1,
                    new CollectionSettings(
                            Similarity.COSINE, OptionalInt.empty(), null, false, false, 1, 1),
                    List.of(SlotRange.ALL),
                    null);
    private static final JournalEntry DROPPED =
            new CollectionDropped(new CollectionId(new CollectionName("things"), 300), 70_000);
    private static final JournalEntry CLAIMED =
            new ShardClaimed(
                    new CollectionId(new CollectionName("things"), 300),
                    new ShardId(300, 1),
                    301,
                    new NodeId("zyxwvutsrqponmlk"));

    static Stream<Arguments> golden() {
        return Stream.of(
                Arguments.of("journal-1-created.bin", CREATED),
                Arguments.of("journal-1-created-elsewhere.bin", CREATED_ELSEWHERE),
                Arguments.of("journal-1-dropped.bin", DROPPED),
                Arguments.of("journal-1-claimed.bin", CLAIMED));
    }

    /// What was once written is read for ever, and written so again.
    @ParameterizedTest
    @MethodSource("golden")
    void theGoldenEntriesAreReadAsTheyWereMeantAndWrittenAgainToTheByte(
            String name, JournalEntry entry) throws IOException {
        byte[] bytes = resource(name);

        assertThat(JournalCodec.decode(NUMBER, bytes, WHAT)).isEqualTo(entry);
        assertThat(JournalCodec.encode(NUMBER, NONCE, entry)).isEqualTo(bytes);
    }

    @Test
    void anEntryIsReadAsItWasWritten() {
        SplittableRandom random = new SplittableRandom(11);
        for (int run = 0; run < 300; run++) {
            JournalEntry entry = random(random);
            long number = random.nextLong(1, Long.MAX_VALUE);
            BatchId nonce = new BatchId(random.nextLong(), random.nextLong());

            byte[] bytes = JournalCodec.encode(number, nonce, entry);

            assertThat(JournalCodec.decode(number, bytes, WHAT)).isEqualTo(entry);
        }
    }

    @ParameterizedTest
    @MethodSource("golden")
    void noByteCanBeAnother(String name, JournalEntry entry) {
        byte[] bytes = JournalCodec.encode(NUMBER, NONCE, entry);

        for (int at = 0; at < bytes.length; at++) {
            for (int flip : new int[] {0x01, 0x80, 0xff}) {
                byte[] damaged = bytes.clone();
                damaged[at] ^= (byte) flip;

                assertThatThrownBy(() -> JournalCodec.decode(NUMBER, damaged, WHAT))
                        .as("byte %d of %s", at, name)
                        .isInstanceOf(CorruptException.class)
                        .hasMessageContaining(WHAT);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("golden")
    void noByteCanBeMissingOrTooMany(String name, JournalEntry entry) {
        byte[] bytes = JournalCodec.encode(NUMBER, NONCE, entry);

        for (int length = 0; length < bytes.length; length++) {
            byte[] shorter = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> JournalCodec.decode(NUMBER, shorter, WHAT))
                    .as("%d bytes of %s", length, name)
                    .isInstanceOf(CorruptException.class);
        }
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
        assertThatThrownBy(() -> JournalCodec.decode(NUMBER, longer, WHAT))
                .isInstanceOf(CorruptException.class);
    }

    /// Whatever the sections say under right checksums, the answer is an entry or damage.
    @ParameterizedTest
    @MethodSource("golden")
    void sectionsThatAreWrongUnderRightChecksumsAreEntriesOrDamage(
            String name, JournalEntry entry) {
        byte[] bytes = JournalCodec.encode(NUMBER, NONCE, entry);
        SplittableRandom random = new SplittableRandom(name.hashCode());
        int damage = 0;
        for (int run = 0; run < 3_000; run++) {
            byte[] sections = Arrays.copyOfRange(bytes, EntryPrefix.BYTES, bytes.length);
            for (int i = 0; i < 1 + random.nextInt(3); i++) {
                sections[random.nextInt(sections.length)] = (byte) random.nextInt();
            }
            try {
                var _ = JournalCodec.decode(NUMBER, entry(1, sections), WHAT);
            } catch (CorruptException _) {
                damage++;
            }
        }
        assertThat(damage).isPositive();
    }

    @Test
    void anotherNumbersEntryIsDamage() {
        byte[] bytes = JournalCodec.encode(8, NONCE, CLAIMED);

        assertThatThrownBy(() -> JournalCodec.decode(NUMBER, bytes, WHAT))
                .isInstanceOf(CorruptException.class)
                .hasMessageContaining("entry 7 was wanted, found 8");
    }

    @Test
    void aNewerFormatAsksForAnUpgrade() {
        byte[] sections = sections(new SectionWriterSteps().with(2, out -> out.text("a")));

        assertThatThrownBy(() -> JournalCodec.decode(NUMBER, entry(2, sections), WHAT))
                .isInstanceOf(CorruptException.class)
                .hasMessageContaining("newer version")
                .hasMessageContaining("upgrade this node");
    }

    @Test
    void anUnknownKindAsksForAnUpgrade() {
        byte[] sections = sections(new SectionWriterSteps().with(8, out -> out.text("a")));

        assertThatThrownBy(() -> JournalCodec.decode(NUMBER, entry(1, sections), WHAT))
                .isInstanceOf(CorruptException.class)
                .hasMessageContaining("newer version")
                .hasMessageContaining("section 8");
    }

    @Test
    void whatALaterVersionAddsOptionallyIsSkipped() {
        byte[] sections =
                sections(
                        new SectionWriterSteps()
                                .with(4, out -> out.text("things").varint(300).varint(70_000))
                                .with(99, out -> out.text("a remark")));

        assertThat(JournalCodec.decode(NUMBER, entry(1, sections), WHAT)).isEqualTo(DROPPED);
    }

    @Test
    void anEntryThatSaysNothingOrTwoThingsIsDamage() {
        byte[] nothing = entry(1, new byte[0]);
        byte[] two =
                entry(
                        1,
                        sections(
                                new SectionWriterSteps()
                                        .with(4, out -> out.text("things").varint(300).varint(7))
                                        .with(
                                                6,
                                                out ->
                                                        out.text("things")
                                                                .varint(300)
                                                                .varint(300)
                                                                .varint(1)
                                                                .varint(301)
                                                                .text("zyxwvutsrqponmlk"))));

        assertThatThrownBy(() -> JournalCodec.decode(NUMBER, nothing, WHAT))
                .isInstanceOf(CorruptException.class)
                .hasMessageContaining("found none");
        assertThatThrownBy(() -> JournalCodec.decode(NUMBER, two, WHAT))
                .isInstanceOf(CorruptException.class)
                .hasMessageContaining("found two");
    }

    // ---- the builders

    private static JournalEntry random(RandomGenerator random) {
        CollectionId collection = new CollectionId(name(random), 1 + random.nextLong(1L << 40));
        return switch (random.nextInt(3)) {
            case 0 ->
                    new CollectionCreated(
                            name(random),
                            1 + random.nextLong(1L << 50),
                            settings(random),
                            ranges(random),
                            random.nextBoolean() ? node(random) : null);
            case 1 -> new CollectionDropped(collection, random.nextLong(1L << 50));
            default ->
                    new ShardClaimed(
                            collection,
                            new ShardId(1 + random.nextLong(1L << 40), random.nextInt(256)),
                            random.nextLong(1L << 40),
                            node(random));
        };
    }

    private static CollectionName name(RandomGenerator random) {
        return new CollectionName("c" + random.nextInt(1_000_000));
    }

    private static NodeId node(RandomGenerator random) {
        return new NodeId("node" + random.nextInt(1_000_000));
    }

    private static CollectionSettings settings(RandomGenerator random) {
        @Nullable String model = random.nextBoolean() ? "model" + random.nextInt(9) : null;
        return new CollectionSettings(
                random.nextBoolean() ? Similarity.COSINE : Similarity.EUCLIDEAN,
                random.nextBoolean()
                        ? OptionalInt.of(1 + random.nextInt(4096))
                        : OptionalInt.empty(),
                model,
                model != null && random.nextBoolean(),
                random.nextBoolean(),
                1 + random.nextInt(CollectionSettings.MAX_SHARDS),
                1 + random.nextInt(CollectionSettings.MAX_REPLICAS));
    }

    private static List<SlotRange> ranges(RandomGenerator random) {
        int[] bounds = random.ints(random.nextInt(8), 1, 65536).sorted().distinct().toArray();
        var ranges = new ArrayList<SlotRange>();
        int from = 0;
        for (int bound : bounds) {
            ranges.add(new SlotRange(from, bound - 1));
            from = bound;
        }
        ranges.add(new SlotRange(from, 65535));
        return ranges;
    }

    private static final class SectionWriterSteps {
        private final ByteWriter out = new ByteWriter();
        private final SectionWriter writer = new SectionWriter(out);

        SectionWriterSteps with(int tag, Consumer<ByteWriter> body) {
            writer.add(tag, body);
            return this;
        }
    }

    private static byte[] sections(SectionWriterSteps steps) {
        return steps.out.toByteArray();
    }

    private static byte[] entry(int format, byte[] sections) {
        ByteWriter body = new ByteWriter();
        body.bytes(sections, 0, sections.length);
        ByteWriter out = new ByteWriter();
        EntryPrefix.write(out, KIND, format, NUMBER, NONCE.high(), NONCE.low(), body);
        return out.toByteArray();
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(
                        JournalCodecTest.class.getResourceAsStream("/golden/" + name), name)) {
            return in.readAllBytes();
        }
    }
}
