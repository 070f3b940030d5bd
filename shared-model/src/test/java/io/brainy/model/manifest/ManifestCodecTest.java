package io.brainy.model.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brainy.model.codec.ByteWriter;
import io.brainy.model.codec.EntryPrefix;
import io.brainy.model.codec.SectionWriter;
import io.brainy.model.error.CorruptException;
import io.brainy.model.key.ShardId;
import io.brainy.model.key.SlotRange;
import io.brainy.model.log.Digest;
import io.brainy.model.manifest.ShardStats.Bounds;
import io.brainy.model.testing.RandomValues;
import io.brainy.model.testing.SeededTest;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestCodecTest {

    private static final String WHAT = "collections/c/1/shards/9-1/manifest/00000000000000000003";

    @Test
    void theGoldenManifestsAreReadAsTheyWereMeantAndWrittenAgainToTheByte() throws IOException {
        byte[] full = golden("manifest-1-full.bin");
        byte[] least = golden("manifest-1-least.bin");

        assertSame(ManifestCodec.decode(full, WHAT), GoldenManifests.FULL);
        assertSame(ManifestCodec.decode(least, WHAT), GoldenManifests.LEAST);
        assertThat(ManifestCodec.encode(GoldenManifests.FULL)).isEqualTo(full);
        assertThat(ManifestCodec.encode(GoldenManifests.LEAST)).isEqualTo(least);
        assertThat(ManifestCodec.nonce(full, WHAT)).isEqualTo(GoldenManifests.FULL.nonce());
    }

    @SeededTest(runs = 100)
    void aManifestIsReadAsItWasWritten(RandomGenerator random) {
        Manifest manifest = random(random);

        assertSame(ManifestCodec.decode(ManifestCodec.encode(manifest), WHAT), manifest);
    }

    @SeededTest(runs = 300)
    void sectionsThatAreWrongUnderARightChecksumAreRefusedAsDamage(RandomGenerator random) {
        byte[] bytes = ManifestCodec.encode(random(random));
        for (int i = 0; i < 1 + random.nextInt(3); i++) {
            bytes[random.nextInt(EntryPrefix.BYTES, bytes.length)] = (byte) random.nextInt();
        }
        ByteWriter sections = new ByteWriter();
        sections.bytes(bytes, EntryPrefix.BYTES, bytes.length - EntryPrefix.BYTES);

        try {
            ManifestCodec.decode(entry(1, sections), WHAT);
        } catch (CorruptException e) {
            assertThat(e).hasMessageContaining(WHAT);
        }
    }

    @Test
    void everyFlippedByteIsNoticed() {
        byte[] bytes = ManifestCodec.encode(GoldenManifests.FULL);

        for (int i = 0; i < bytes.length; i++) {
            for (int mask : new int[] {0x01, 0x80, 0xFF}) {
                byte[] damaged = bytes.clone();
                damaged[i] ^= (byte) mask;
                assertThatThrownBy(() -> ManifestCodec.decode(damaged, WHAT))
                        .as("byte %d flipped by 0x%x", i, mask)
                        .isInstanceOf(CorruptException.class)
                        .hasMessageContaining(WHAT);
            }
        }
    }

    @Test
    void everyCutIsNoticedAndSoIsAByteMore() {
        byte[] bytes = ManifestCodec.encode(GoldenManifests.FULL);

        for (int length = 0; length <= bytes.length + 1; length++) {
            if (length != bytes.length) {
                byte[] cut = Arrays.copyOf(bytes, length);
                assertThatThrownBy(() -> ManifestCodec.decode(cut, WHAT))
                        .as("cut to %d of %d bytes", length, bytes.length)
                        .isInstanceOf(CorruptException.class);
            }
        }
    }

    @Test
    void tenThousandFilesAreFine() {
        Digest digest = GoldenManifests.FULL.files().getFirst().sha256();
        List<SegmentFile> files = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            files.add(new SegmentFile("_" + i + ".cfs", "9-1-12-" + i, i, digest));
        }
        Manifest manifest = withFiles(files);

        byte[] bytes = ManifestCodec.encode(manifest);

        assertThat(ManifestCodec.decode(bytes, WHAT).files()).isEqualTo(files);
        assertThat(bytes.length).isLessThan(1 << 20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "../x", "a/b", "a\\b", ".hidden", "a b", "é", "a\0"})
    void namesThatLeadOutOfAFolderAreNeitherWrittenNorRead(String name) {
        Digest digest = GoldenManifests.FULL.files().getFirst().sha256();
        Manifest byName = withFiles(List.of(new SegmentFile(name, "k", 1, digest)));
        Manifest byKey = withFiles(List.of(new SegmentFile("n", name, 1, digest)));

        for (Manifest manifest : List.of(byName, byKey)) {
            assertThatThrownBy(() -> ManifestCodec.encode(manifest))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("plain name");
        }
        ByteWriter sections = new ByteWriter();
        byte[] sound = ManifestCodec.encode(withFiles(List.of()));
        ByteWriter state = new ByteWriter().bytes(stateSection(sound));
        sections.bytes(state.array(), 0, state.size());
        new SectionWriter(sections)
                .add(
                        4,
                        body -> {
                            body.varint(1).text(name).text("k").varint(1);
                            digest.write(body);
                        });
        assertThatThrownBy(() -> ManifestCodec.decode(entry(1, sections), WHAT))
                .isInstanceOf(CorruptException.class)
                .hasMessageContaining("plain name");
    }

    @Test
    void theLongestNameIs255Characters() {
        Digest digest = GoldenManifests.FULL.files().getFirst().sha256();
        Manifest longest = withFiles(List.of(new SegmentFile("x".repeat(255), "k", 1, digest)));
        Manifest tooLong = withFiles(List.of(new SegmentFile("x".repeat(256), "k", 1, digest)));

        assertSame(ManifestCodec.decode(ManifestCodec.encode(longest), WHAT), longest);
        assertThatThrownBy(() -> ManifestCodec.encode(tooLong))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aFileTwiceIsRefused() {
        SegmentFile file = GoldenManifests.FULL.files().getFirst();

        assertThatThrownBy(() -> ManifestCodec.encode(withFiles(List.of(file, file))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("_0.cfs");
    }

    @Test
    void whatALaterVersionWroteIsRefusedOrSkippedAsItSays() {
        byte[] sound = ManifestCodec.encode(GoldenManifests.LEAST);
        int length = sound.length - EntryPrefix.BYTES;
        ByteWriter plain = new ByteWriter().bytes(sound, EntryPrefix.BYTES, length);
        ByteWriter critical = new ByteWriter().bytes(sound, EntryPrefix.BYTES, length);
        new SectionWriter(critical).add(6, body -> body.u8(1));
        ByteWriter optional = new ByteWriter().bytes(sound, EntryPrefix.BYTES, length);
        new SectionWriter(optional).add(7, body -> body.u8(1));

        assertThatThrownBy(() -> ManifestCodec.decode(entry(2, plain), WHAT))
                .isInstanceOf(CorruptException.class)
                .hasMessageContaining("newer version of Brainy (format 2");
        assertThat(ManifestCodec.nonce(entry(2, plain), WHAT).low()).isEqualTo(8);
        assertThatThrownBy(() -> ManifestCodec.decode(entry(1, critical), WHAT))
                .isInstanceOf(CorruptException.class)
                .hasMessageContaining("newer version of Brainy (the section 6");
        assertThat(ManifestCodec.decode(entry(1, optional), WHAT).shard())
                .isEqualTo(new ShardId(1, 0));
    }

    /// The first section alone: tag, length, body.
    private static byte[] stateSection(byte[] manifest) {
        int length = 2 + manifest[EntryPrefix.BYTES + 1];
        return Arrays.copyOfRange(manifest, EntryPrefix.BYTES, EntryPrefix.BYTES + length);
    }

    private static byte[] entry(int format, ByteWriter sections) {
        ByteWriter out = new ByteWriter();
        EntryPrefix.write(out, EntryPrefix.kind("BRNM"), format, 3, 7, 8, sections);
        return out.toByteArray();
    }

    private static Manifest withFiles(List<SegmentFile> files) {
        Manifest least = GoldenManifests.LEAST;
        return new Manifest(
                least.shard(),
                least.generation(),
                least.nonce(),
                least.epoch(),
                least.position(),
                least.range(),
                least.parent(),
                least.closing(),
                files,
                least.stats());
    }

    private static Manifest random(RandomGenerator random) {
        RandomValues values = new RandomValues(random);
        int from = random.nextInt(1 << 16);
        List<SegmentFile> files = new ArrayList<>();
        for (int i = 0; i < random.nextInt(5); i++) {
            files.add(
                    new SegmentFile("_" + i, "k-" + i, random.nextLong(1L << 50), values.digest()));
        }
        Map<String, Bounds> fields = new HashMap<>();
        values.list(values::text)
                .forEach(name -> fields.put(name, new Bounds(values.text(), values.text())));
        return new Manifest(
                new ShardId(1 + random.nextInt(100), random.nextInt(3)),
                1 + random.nextLong(1L << 60),
                values.batchId(),
                1 + random.nextInt(1000),
                random.nextLong(1L << 60),
                new SlotRange(from, random.nextInt(from, 1 << 16)),
                values.maybe(() -> new ShardId(200, 7)),
                random.nextBoolean(),
                files,
                new ShardStats(
                        random.nextLong(1L << 40),
                        random.nextLong(1L << 40),
                        random.nextInt(100),
                        random.nextInt(4),
                        random.nextLong(1L << 50),
                        values.list(() -> random.nextLong(1L << 40)),
                        fields,
                        values.list(() -> values.floats(random.nextInt(5)))));
    }

    /// Records with arrays in lists have no useful `equals`.
    private static void assertSame(Manifest found, Manifest expected) {
        assertThat(found).usingRecursiveComparison().isEqualTo(expected);
    }

    private static byte[] golden(String name) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(
                        ManifestCodecTest.class.getResourceAsStream("/golden/" + name), name)) {
            return in.readAllBytes();
        }
    }
}
