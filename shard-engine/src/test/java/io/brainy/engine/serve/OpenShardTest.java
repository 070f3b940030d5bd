package io.brainy.engine.serve;

import static io.brainy.engine.testing.Commits.commit;
import static io.brainy.engine.testing.Commits.delete;
import static io.brainy.engine.testing.Commits.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brainy.engine.memtable.Layer;
import io.brainy.engine.segment.SegmentWriter;
import io.brainy.engine.segment.TestWriters;
import io.brainy.engine.serve.ShardSnapshot.Candidate;
import io.brainy.engine.serve.ShardSnapshot.Fetch;
import io.brainy.engine.serve.ShardSnapshot.Found;
import io.brainy.engine.testing.Commits;
import io.brainy.engine.testing.Published;
import io.brainy.model.document.Content;
import io.brainy.model.document.Document;
import io.brainy.model.document.DocumentId;
import io.brainy.model.document.FieldValue;
import io.brainy.model.document.Vector;
import io.brainy.model.error.CorruptException;
import io.brainy.model.error.InvalidException;
import io.brainy.model.error.UnavailableException;
import io.brainy.model.log.CollectionSettings.Similarity;
import io.brainy.model.log.Commit;
import io.brainy.model.log.LogRecord;
import io.brainy.model.query.FieldPath;
import io.brainy.model.query.Filter;
import io.brainy.model.query.Filter.Operator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenShardTest {

    private static final int THRESHOLD = 50;

    @TempDir Path folder;

    @Test
    void anEmptyShardAnswersEverything() {
        try (OpenShard shard = new OpenShard(Similarity.COSINE, 5);
                ShardSnapshot snapshot = shard.snapshot()) {
            var all = snapshot.matching(Filter.EVERYTHING);

            assertThat(snapshot.position()).isEqualTo(5);
            assertThat(snapshot.generation()).isZero();
            assertThat(snapshot.get(new DocumentId("a"))).isEmpty();
            assertThat(snapshot.nearest(new float[] {1}, 10, all)).isEmpty();
            assertThat(snapshot.words("red", 10, all)).isEmpty();
            assertThat(snapshot.scan(null, 10, all)).isEmpty();
            assertThat(snapshot.count(all)).isZero();
            assertThat(snapshot.stats().documents()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 1024, 4096})
    void everyDimensionIsSearchedInMemtableAndSegments(int dimension) throws IOException {
        SplittableRandom random = new SplittableRandom(dimension);
        List<LogRecord> records = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            float[] vector = new float[dimension];
            for (int j = 0; j < dimension; j++) {
                vector[j] = (float) random.nextGaussian();
            }
            records.add(write("d" + i, "x", vector));
        }
        float[] query = vectorOf(records.get(17));
        Commit commit = commit(1, records);
        try (SegmentWriter writer = writer(0);
                OpenShard shard = new OpenShard(Similarity.EUCLIDEAN, 0)) {
            shard.apply(commit);
            List<Candidate> fresh = nearest(shard, query, 100);
            writer.apply(commit);
            writer.flush();
            writer.mergeFully();
            Published.Entry entry = new Published(folder).publish(writer.flush());
            assertThat(entry.manifest().stats().graphs()).isEqualTo(1);
            shard.refresh(entry.manifest(), entry.files());
            List<Candidate> settled = nearest(shard, query, 100);

            assertThat(fresh).hasSize(60);
            assertThat(fresh.getFirst().id().value()).isEqualTo("d17");
            assertThat(fresh.getFirst().score()).isEqualTo(1);
            assertThat(settled.stream().map(c -> c.id() + " " + c.score()))
                    .isEqualTo(fresh.stream().map(c -> c.id() + " " + c.score()).toList());
        }
    }

    @Test
    void aVectorComesBackBitByBitHoweverLongItIs() throws IOException {
        float[] longOne = {3e30f, -4.1f, 1e-30f};
        float[] unit = {0.6f, 0.8f, 0};
        Commit commit = commit(1, write("long", "x", longOne), write("unit", "x", unit));
        try (SegmentWriter writer =
                        SegmentWriter.open(folder.resolve("work"), Similarity.COSINE, 0, Map.of());
                OpenShard shard = new OpenShard(Similarity.COSINE, 0)) {
            shard.apply(commit);
            assertVector(shard, "long", longOne);
            assertVector(shard, "unit", unit);
            writer.apply(commit);
            Published.Entry entry = new Published(folder).publish(writer.flush());
            shard.refresh(entry.manifest(), entry.files());

            assertVector(shard, "long", longOne);
            assertVector(shard, "unit", unit);
        }
    }

    private static void assertVector(OpenShard shard, String id, float[] wanted) {
        try (ShardSnapshot snapshot = shard.snapshot()) {
            Vector vector = snapshot.get(new DocumentId(id)).orElseThrow().document().vector();

            assertThat(vector).isEqualTo(new Vector(wanted, false));
        }
    }

    @Test
    void documentsWithoutVectorOrContentAreFoundByAllElse() {
        Document bare =
                new Document(
                        new DocumentId("bare"),
                        null,
                        null,
                        null,
                        FieldValue.Fields.EMPTY,
                        null,
                        null,
                        Commits.DATE);
        try (OpenShard shard = new OpenShard(Similarity.DOT, 0)) {
            shard.apply(
                    commit(
                            1,
                            new LogRecord.DocumentWrite(bare),
                            write("full", "red", new float[] {1, 2})));
            try (ShardSnapshot snapshot = shard.snapshot()) {
                var all = snapshot.matching(Filter.EVERYTHING);

                assertThat(ids(snapshot.nearest(new float[] {1, 1}, 10, all)))
                        .containsExactly("full");
                assertThat(ids(snapshot.words("red", 10, all))).containsExactly("full");
                assertThat(ids(snapshot.scan(null, 10, all)))
                        .containsExactlyInAnyOrder("bare", "full");
                assertThat(snapshot.get(bare.id())).contains(new Found(bare, 1));
            }
        }
    }

    @Test
    void aQueryOfAnotherDimensionIsRefused() {
        try (OpenShard shard = new OpenShard(Similarity.COSINE, 0)) {
            shard.apply(commit(1, write("a", "x", new float[] {1, 2})));

            assertThatThrownBy(() -> nearest(shard, new float[] {1, 2, 3}, 1))
                    .isInstanceOf(InvalidException.class)
                    .hasMessageContaining("2 components, found 3");
        }
    }

    @Test
    void aCommitWithAVectorOfAnotherDimensionIsDamageAndStopsTheShardThere() {
        try (OpenShard shard = new OpenShard(Similarity.COSINE, 0)) {
            shard.apply(commit(1, write("a", "x", new float[] {1, 2})));
            Commit damaged = commit(2, write("b", "x", null), write("c", "x", new float[] {1}));

            assertThatThrownBy(() -> shard.apply(damaged)).isInstanceOf(CorruptException.class);
            assertThatThrownBy(() -> shard.apply(commit(2))).isInstanceOf(CorruptException.class);
            assertThat(shard.position()).isEqualTo(1);
            try (ShardSnapshot snapshot = shard.snapshot()) {
                assertThat(snapshot.count(snapshot.matching(Filter.EVERYTHING))).isEqualTo(1);
                assertThat(snapshot.get(new DocumentId("b"))).isEmpty();
            }
        }
    }

    @Test
    void commitsAreTakenInOrderOnly() {
        try (OpenShard shard = new OpenShard(Similarity.COSINE, 3)) {
            assertThatThrownBy(() -> shard.apply(commit(5))).hasMessageContaining("commit 4");
            shard.apply(commit(4));
            assertThatThrownBy(() -> shard.apply(commit(4))).hasMessageContaining("commit 5");
        }
    }

    @Test
    void fullLayersAreFollowedByNewOnes() {
        try (OpenShard shard = new OpenShard(Similarity.COSINE, 0)) {
            List<LogRecord> records = new ArrayList<>();
            for (int i = 0; i < Layer.MAX_ROWS; i++) {
                records.add(write("d" + i, "w" + i % 7, new float[] {i, 1}));
            }
            shard.apply(commit(1, records));
            assertThat(layers(shard)).isEqualTo(1);
            shard.apply(commit(2, write("d0", "w0", new float[] {-1, 1})));
            assertThat(layers(shard)).isEqualTo(2);
            try (ShardSnapshot snapshot = shard.snapshot()) {
                var all = snapshot.matching(Filter.EVERYTHING);

                assertThat(snapshot.count(all)).isEqualTo(Layer.MAX_ROWS);
                assertThat(snapshot.words("w3", 10_000, all)).hasSize((Layer.MAX_ROWS - 3 + 6) / 7);
                assertThat(ids(snapshot.nearest(new float[] {-1, 1}, 1, all)))
                        .containsExactly("d0");
            }
        }
    }

    private static int layers(OpenShard shard) {
        try (ShardSnapshot snapshot = shard.snapshot()) {
            return ((PinnedSnapshot) snapshot).layers();
        }
    }

    @Test
    void filtersThatMatchAllOrNoneAreExactWithGraphs() throws IOException {
        try (SegmentWriter writer = writer(0);
                OpenShard shard = new OpenShard(Similarity.EUCLIDEAN, 0)) {
            List<LogRecord> records = new ArrayList<>();
            for (int i = 0; i < 3000; i++) {
                records.add(write("d%04d".formatted(i), "x", new float[] {i, i % 3}));
            }
            Commit commit = commit(1, records);
            writer.apply(commit);
            writer.flush();
            writer.mergeFully();
            Published.Entry entry = new Published(folder).publish(writer.flush());
            shard.refresh(entry.manifest(), entry.files());
            try (ShardSnapshot snapshot = shard.snapshot()) {
                var every = snapshot.matching(compare("length", Operator.EQ, 1));
                var none = snapshot.matching(compare("length", Operator.GT, 1));

                assertThat(snapshot.count(every)).isEqualTo(3000);
                assertThat(ids(snapshot.nearest(new float[] {50, 0}, 3, every)))
                        .startsWith("d0051")
                        .hasSize(3);
                assertThat(snapshot.nearest(new float[] {50, 0}, 5000, every)).hasSize(3000);
                assertThat(snapshot.nearest(new float[] {50, 0}, 3, none)).isEmpty();
                assertThat(every.plan()).contains("graph of 3000").contains("3000 of 3000");
                assertThat(none.plan()).contains("exact scan of 0");
            }
        }
    }

    @Test
    void anOlderOrEqualManifestChangesNothing() throws IOException {
        Published bucket = new Published(folder);
        try (SegmentWriter writer = writer(0);
                OpenShard shard = new OpenShard(Similarity.EUCLIDEAN, 0)) {
            writer.apply(commit(1, write("a", "x", null)));
            Published.Entry first = bucket.publish(writer.flush());
            writer.apply(commit(2, write("b", "x", null)));
            Published.Entry second = bucket.publish(writer.flush());
            shard.refresh(second.manifest(), second.files());
            shard.refresh(first.manifest(), first.files());
            shard.refresh(second.manifest(), second.files());

            assertThat(shard.generation()).isEqualTo(2);
            assertThat(shard.position()).isEqualTo(2);
            shard.apply(commit(3, delete("a")));
            try (ShardSnapshot snapshot = shard.snapshot()) {
                assertThat(snapshot.stats().documents()).isEqualTo(1);
            }
        }
    }

    @Test
    void aManifestAheadOfTheCommitsMovesTheShardThere() throws Exception {
        try (SegmentWriter writer = writer(0);
                OpenShard shard = new OpenShard(Similarity.EUCLIDEAN, 0)) {
            Commit first = commit(1, write("a", "x", null), write("b", "x", null));
            Commit second = commit(2, delete("a"));
            shard.apply(first);
            CompletableFuture<Void> waiting = shard.await(2);
            assertThat(waiting).isNotDone();
            writer.apply(first);
            writer.apply(second);
            Published.Entry entry = new Published(folder).publish(writer.flush());
            shard.refresh(entry.manifest(), entry.files());

            assertThat(waiting).isCompleted();
            assertThat(shard.position()).isEqualTo(2);
            try (ShardSnapshot snapshot = shard.snapshot()) {
                assertThat(snapshot.count(snapshot.matching(Filter.EVERYTHING))).isEqualTo(1);
                assertThat(snapshot.stats().memtableDocuments()).isZero();
            }
        }
    }

    @Test
    void aMissingOrDamagedFileIsNamedAndTheShardStaysWhereItWas() throws IOException {
        try (SegmentWriter writer = writer(0);
                OpenShard shard = new OpenShard(Similarity.EUCLIDEAN, 0)) {
            Commit commit = commit(1, write("a", "x", new float[] {1, 2}));
            shard.apply(commit);
            writer.apply(commit);
            Published.Entry entry = new Published(folder).publish(writer.flush());
            for (String name : entry.files().keySet()) {
                Map<String, Path> without = new HashMap<>(entry.files());
                without.remove(name);
                Map<String, Path> elsewhere = new HashMap<>(entry.files());
                elsewhere.put(name, folder.resolve("nowhere"));
                Path damaged = folder.resolve("damaged-" + name);
                byte[] bytes = Files.readAllBytes(entry.files().get(name));
                bytes[4] ^= 1;
                bytes[bytes.length - 12] ^= 1;
                Files.write(damaged, bytes);
                Map<String, Path> flipped = new HashMap<>(entry.files());
                flipped.put(name, damaged);
                Path cut = folder.resolve("cut-" + name);
                Files.write(cut, new byte[3]);
                Map<String, Path> shorter = new HashMap<>(entry.files());
                shorter.put(name, cut);

                for (var files : List.of(without, elsewhere, flipped, shorter)) {
                    assertThatThrownBy(() -> shard.refresh(entry.manifest(), files))
                            .isInstanceOf(CorruptException.class)
                            .hasMessageContaining(name);
                }
            }
            assertThat(shard.generation()).isZero();
            assertThat(nearest(shard, new float[] {1, 2}, 1)).hasSize(1);

            shard.refresh(entry.manifest(), entry.files());

            assertThat(shard.generation()).isEqualTo(1);
            assertThat(nearest(shard, new float[] {1, 2}, 1)).hasSize(1);
        }
    }

    @Test
    void whoWaitsForAPositionIsToldOfItOrOfTheEnd() {
        OpenShard shard = new OpenShard(Similarity.COSINE, 0);
        CompletableFuture<Void> first = shard.await(1);
        CompletableFuture<Void> third = shard.await(3);
        shard.apply(commit(1));

        assertThat(shard.await(1)).isCompleted();
        assertThat(first).isCompleted();
        assertThat(third).isNotDone();

        shard.close();

        assertThat(third).isCompletedExceptionally();
        assertThatThrownBy(shard::snapshot).isInstanceOf(UnavailableException.class);
        shard.close();
    }

    @Test
    void anOpenSnapshotOutlivesTheShard() throws IOException {
        SegmentWriter writer = writer(0);
        OpenShard shard = new OpenShard(Similarity.EUCLIDEAN, 0);
        Commit commit = commit(1, write("a", "red", new float[] {1, 2}));
        writer.apply(commit);
        Published.Entry entry = new Published(folder).publish(writer.flush());
        shard.refresh(entry.manifest(), entry.files());
        shard.apply(commit(2, write("b", "red", new float[] {2, 1})));
        ShardSnapshot snapshot = shard.snapshot();
        shard.close();
        writer.close();
        for (Path file : entry.files().values()) {
            Files.delete(file);
        }
        var all = snapshot.matching(Filter.EVERYTHING);

        assertThat(ids(snapshot.words("red", 5, all))).containsExactlyInAnyOrder("a", "b");
        assertThat(snapshot.nearest(new float[] {1, 2}, 5, all)).hasSize(2);
        snapshot.close();
        snapshot.close();
        assertThatThrownBy(() -> snapshot.get(new DocumentId("a")))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void candidatesOfOneScoreAreInTheOrderOfTheirIds() {
        try (OpenShard shard = new OpenShard(Similarity.COSINE, 0)) {
            List<LogRecord> records = new ArrayList<>();
            for (String id : List.of("b", "😀", "\uFFFD", "a", "c")) {
                records.add(write(id, "same words", new float[] {1, 1}));
            }
            shard.apply(commit(1, records));
            try (ShardSnapshot snapshot = shard.snapshot()) {
                var all = snapshot.matching(Filter.EVERYTHING);

                assertThat(ids(snapshot.nearest(new float[] {1, 2}, 5, all)))
                        .containsExactly("a", "b", "c", "\uFFFD", "😀");
                assertThat(ids(snapshot.words("same", 5, all)))
                        .containsExactly("a", "b", "c", "\uFFFD", "😀");
            }
        }
    }

    @Test
    void aMatchingIsOfUseToItsOwnSnapshotOnly() {
        try (OpenShard shard = new OpenShard(Similarity.COSINE, 0);
                ShardSnapshot before = shard.snapshot()) {
            shard.apply(commit(1));
            try (ShardSnapshot after = shard.snapshot()) {
                assertThatThrownBy(() -> after.count(before.matching(Filter.EVERYTHING)))
                        .isInstanceOf(IllegalArgumentException.class);
                assertThatThrownBy(() -> after.scan(null, 0, after.matching(Filter.EVERYTHING)))
                        .isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    /// Each commit writes its number into ten documents and deletes one more, so every snapshot
    /// must find ten of one number, whatever is applied and adopted meanwhile.
    @Test
    void queriesNeverSeeHalfACommit() throws Exception {
        int commits = 60;
        List<Commit> log = new ArrayList<>();
        for (int n = 1; n <= commits; n++) {
            List<LogRecord> records = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                records.add(write("d" + i, "x".repeat(n), new float[] {n, 1}));
            }
            records.add(n % 2 == 0 ? delete("odd") : write("odd", "", null));
            log.add(commit(n, records));
        }
        AtomicReference<Published.Entry> newest = new AtomicReference<>();
        Published bucket = new Published(folder);
        try (OpenShard shard = new OpenShard(Similarity.EUCLIDEAN, 0, 64);
                var threads = Executors.newFixedThreadPool(4)) {
            List<Future<?>> running = new ArrayList<>();
            running.add(threads.submit(() -> log.forEach(shard::apply)));
            running.add(
                    threads.submit(() -> {
                        try (SegmentWriter writer = writer(0)) {
                            for (Commit commit : log) {
                                // The writer may not run ahead of what it is to be behind.
                                shard.await(commit.number()).get();
                                writer.apply(commit);
                                if (commit.number() % 5 == 0) {
                                    newest.set(bucket.publish(writer.flush()));
                                }
                            }
                        }
                        return null;
                    }));
            for (int i = 0; i < 2; i++) {
                running.add(
                        threads.submit(() -> {
                            while (shard.generation() < commits / 5) {
                                Published.Entry entry = newest.get();
                                if (entry != null) {
                                    shard.refresh(entry.manifest(), entry.files());
                                }
                                checkWhole(shard);
                            }
                        }));
            }
            for (Future<?> each : running) {
                each.get();
            }
            checkWhole(shard);
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        }
    }

    private static void checkWhole(OpenShard shard) {
        try (ShardSnapshot snapshot = shard.snapshot()) {
            long n = snapshot.position();
            long wanted = n == 0 ? 0 : 10;
            var own = snapshot.matching(compare("length", Operator.EQ, n));
            var all = snapshot.matching(Filter.EVERYTHING);

            assertThat(snapshot.count(own)).isEqualTo(n == 0 ? 0 : wanted);
            assertThat(snapshot.count(all)).isEqualTo(wanted + n % 2);
            List<Candidate> found = snapshot.nearest(new float[] {n, 1}, 20, all);
            assertThat(found).hasSize((int) wanted);
            for (Candidate candidate : found) {
                assertThat(candidate.score()).isEqualTo(1);
                assertThat(candidate.version()).isEqualTo(n);
            }
            for (Found each : snapshot.fetch(found, Fetch.WITHOUT_VECTOR)) {
                Content content = each.document().content();
                assertThat(content).isEqualTo(new Content.Text("x".repeat((int) n)));
            }
        }
    }

    private SegmentWriter writer(long position) {
        return TestWriters.open(
                folder.resolve("work"), Similarity.EUCLIDEAN, position, Map.of(), THRESHOLD);
    }

    private static Filter compare(String path, Operator operator, long operand) {
        return new Filter.Compare(FieldPath.parse(path), operator, new FieldValue.Whole(operand));
    }

    private static List<Candidate> nearest(OpenShard shard, float[] query, int k) {
        try (ShardSnapshot snapshot = shard.snapshot()) {
            return snapshot.nearest(query, k, snapshot.matching(Filter.EVERYTHING));
        }
    }

    private static List<String> ids(List<Candidate> candidates) {
        return candidates.stream().map(candidate -> candidate.id().value()).toList();
    }

    private static float[] vectorOf(LogRecord record) {
        if (record instanceof LogRecord.DocumentWrite(Document document)) {
            Vector vector = document.vector();
            if (vector != null) {
                return vector.components();
            }
        }
        throw new AssertionError("no vector in " + record);
    }
}
