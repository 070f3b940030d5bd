package io.brainy.engine.segment;

import static io.brainy.engine.testing.Commits.commit;
import static io.brainy.engine.testing.Commits.delete;
import static io.brainy.engine.testing.Commits.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brainy.engine.segment.SegmentPublication.LocalFile;
import io.brainy.engine.testing.Published;
import io.brainy.model.error.CorruptException;
import io.brainy.model.log.CollectionSettings.Similarity;
import io.brainy.model.log.LogRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentWriterTest {

    private static final int THRESHOLD = 40;

    @TempDir Path folder;

    @Test
    void aShardWithoutDocumentsIsPublishedToo() {
        try (SegmentWriter writer = open(7, Map.of())) {
            SegmentPublication publication = writer.flush();

            assertThat(publication.position()).isEqualTo(7);
            assertThat(publication.stats().documents()).isZero();
            assertThat(publication.files()).hasSize(1);
        }
    }

    @Test
    void commitsAreTakenInOrderOnly() {
        try (SegmentWriter writer = open(7, Map.of())) {
            writer.apply(commit(8, write("a", "x", null)));

            assertThatThrownBy(() -> writer.apply(commit(8))).hasMessageContaining("commit 9");
            assertThatThrownBy(() -> writer.apply(commit(10))).hasMessageContaining("commit 9");
            assertThat(writer.position()).isEqualTo(8);
        }
    }

    @Test
    void statisticsCountWhatIsAlive() {
        try (SegmentWriter writer = open(0, Map.of())) {
            writer.apply(commit(1, write("a", "x", null), write("b", "x", null)));
            writer.apply(commit(2, write("a", "y", null), delete("b"), delete("never")));
            writer.apply(commit(3, write("c", "x", null)));

            SegmentPublication publication = writer.flush();

            assertThat(publication.position()).isEqualTo(3);
            assertThat(publication.stats().documents()).isEqualTo(2);
            assertThat(publication.stats().slotHistogram()).hasSize(256);
            assertThat(publication.stats().slotHistogram().stream().mapToLong(n -> n).sum())
                    .isEqualTo(2);
            assertThat(publication.stats().bytes())
                    .isEqualTo(publication.files().stream().mapToLong(LocalFile::bytes).sum());
        }
    }

    @Test
    void withoutAChangeTheSamePublicationIsGivenAgain() {
        try (SegmentWriter writer = open(0, Map.of())) {
            assertThat(writer.hasChanges()).isTrue();
            writer.apply(commit(1, write("a", "x", null)));
            assertThat(writer.unflushedRecords()).isEqualTo(1);
            SegmentPublication first = writer.flush();

            assertThat(writer.hasChanges()).isFalse();
            assertThat(writer.unflushedRecords()).isZero();
            assertThat(writer.flush()).isSameAs(first);

            writer.apply(commit(2));

            assertThat(writer.hasChanges()).isTrue();
            assertThat(writer.flush().position()).isEqualTo(2);
        }
    }

    @Test
    void whatWasNotFlushedIsForgottenAndWhatWasIsThere() throws IOException {
        Published.Entry entry;
        Published bucket = new Published(folder);
        try (SegmentWriter writer = open(0, Map.of())) {
            writer.apply(commit(1, write("a", "x", null)));
            entry = bucket.publish(writer.flush());
            writer.apply(commit(2, write("b", "x", null)));
        }
        try (SegmentWriter writer = open(1, entry.files())) {
            assertThat(writer.position()).isEqualTo(1);
            assertThat(writer.flush().stats().documents()).isEqualTo(1);

            writer.apply(commit(2, write("b", "x", null), delete("a")));

            assertThat(writer.flush().stats().documents()).isEqualTo(1);
        }
    }

    @Test
    void namesNeverMeanTwoContentsHoweverOftenItIsReopened() throws IOException {
        Published bucket = new Published(folder);
        Map<String, Path> files = Map.of();
        SplittableRandom random = new SplittableRandom(5);
        long position = 0;
        for (int life = 0; life < 8; life++) {
            try (SegmentWriter writer = open(position, files)) {
                for (int flush = random.nextInt(4); flush >= 0; flush--) {
                    position++;
                    writer.apply(
                            commit(
                                    position,
                                    write("a" + random.nextInt(9), "x", null),
                                    write("b" + random.nextInt(9), "x", null),
                                    delete("c" + random.nextInt(9))));
                    // The bucket compares files of one name.
                    Published.Entry entry = bucket.publish(writer.flush());
                    files = entry.files();
                }
                writer.apply(commit(position + 1, write("lost", "x", null)));
                writer.flush();
            }
        }
    }

    @Test
    void filesOfAnotherPositionAreRefused() throws IOException {
        Published.Entry entry;
        try (SegmentWriter writer = open(0, Map.of())) {
            writer.apply(commit(1, write("a", "x", null)));
            entry = new Published(folder).publish(writer.flush());
        }

        assertThatThrownBy(() -> open(2, entry.files()))
                .isInstanceOf(CorruptException.class)
                .hasMessageContaining("position 2")
                .hasMessageContaining("segments_");
    }

    @Test
    void aMissingOrDamagedFileIsNamed() throws IOException {
        Published.Entry entry;
        try (SegmentWriter writer = open(0, Map.of())) {
            writer.apply(commit(1, write("a", "x", null)));
            entry = new Published(folder).publish(writer.flush());
        }
        for (String name : entry.files().keySet()) {
            Map<String, Path> fewer = new HashMap<>(entry.files());
            fewer.remove(name);

            assertThatThrownBy(() -> open(1, fewer))
                    .as("without %s", name)
                    .isInstanceOf(CorruptException.class);

            Path torn = folder.resolve("torn-" + name);
            byte[] bytes = Files.readAllBytes(entry.files().get(name));
            Files.write(torn, Arrays.copyOf(bytes, bytes.length / 2));
            Map<String, Path> damaged = new HashMap<>(entry.files());
            damaged.put(name, torn);

            assertThatThrownBy(() -> open(1, damaged))
                    .as("with half of %s", name)
                    .isInstanceOf(CorruptException.class)
                    .hasMessageContaining(name);
        }
    }

    @Test
    void thereAreNeverManyGraphsNorManySmallSegments() {
        SplittableRandom random = new SplittableRandom(9);
        try (SegmentWriter writer = open(0, Map.of())) {
            long position = 0;
            int graphs = 0;
            for (int i = 0; i < 80; i++) {
                List<LogRecord> records = new ArrayList<>();
                for (int j = random.nextInt(15); j >= 0; j--) {
                    records.add(
                            write(
                                    "d" + (i * 20 + j),
                                    "x",
                                    new float[] {random.nextFloat(), 1, random.nextFloat()}));
                }
                writer.apply(commit(++position, records));
                writer.flush();
                writer.awaitMerges();
                SegmentPublication publication = writer.flush();

                assertThat(publication.stats().graphs())
                        .isLessThanOrEqualTo(GraphMergePolicy.MAX_GRAPHS);
                assertThat(publication.stats().segments())
                        .isLessThanOrEqualTo(
                                GraphMergePolicy.MAX_GRAPHS + GraphMergePolicy.MAX_SMALL + 1);
                graphs = Math.max(graphs, publication.stats().graphs());
            }
            assertThat(graphs).isEqualTo(GraphMergePolicy.MAX_GRAPHS);

            writer.mergeFully();
            SegmentPublication whole = writer.flush();

            assertThat(whole.stats().segments()).isEqualTo(1);
            assertThat(whole.stats().graphs()).isEqualTo(1);
        }
    }

    @Test
    void manyDeletesAreReclaimed() {
        try (SegmentWriter writer = open(0, Map.of())) {
            List<LogRecord> records = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                records.add(write("d" + i, "x", new float[] {i, 1}));
            }
            writer.apply(commit(1, records));
            writer.flush();
            writer.awaitMerges();
            long before = writer.flush().stats().bytes();
            records.clear();
            for (int i = 0; i < 90; i++) {
                records.add(delete("d" + i));
            }
            writer.apply(commit(2, records));
            writer.flush();
            writer.awaitMerges();
            SegmentPublication after = writer.flush();

            assertThat(after.stats().documents()).isEqualTo(10);
            assertThat(after.stats().bytes()).isLessThan(before * 3 / 4);
        }
    }

    @Test
    void smallSegmentsAreFewFiles() {
        try (SegmentWriter writer = open(0, Map.of())) {
            writer.apply(commit(1, write("a", "x", new float[] {1, 2})));

            assertThat(writer.flush().files()).hasSizeLessThanOrEqualTo(4);
        }
    }

    private SegmentWriter open(long position, Map<String, Path> files) {
        return SegmentWriter.open(
                folder.resolve("work"), Similarity.COSINE, position, files, THRESHOLD);
    }
}
