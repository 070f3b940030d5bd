package io.brainy.engine.serve;

import static io.brainy.engine.serve.ServedProcess.await;
import static io.brainy.engine.serve.ServedProcess.versions;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brainy.coordinator.bucket.Bucket;
import io.brainy.coordinator.bucket.MemoryBucket;
import io.brainy.coordinator.bucket.ObjectKey;
import io.brainy.coordinator.layout.BucketLayout;
import io.brainy.coordinator.time.SystemTime;
import io.brainy.engine.serve.NodeShards.Status.State;
import io.brainy.engine.testing.Commits;
import io.brainy.model.error.CorruptException;
import io.brainy.model.error.UnavailableException;
import io.brainy.model.key.CollectionId;
import io.brainy.model.key.CollectionName;
import io.brainy.model.log.LogRecord;
import io.brainy.model.manifest.Manifest;
import io.brainy.model.manifest.SegmentFile;
import io.brainy.model.query.Filter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Shards as a process serves them: from manifests and the log behind them, whatever of these is
/// damaged.
class NodeShardsTest {

    @TempDir Path folder;

    private final Bucket bucket = new MemoryBucket(SystemTime.instants());
    private int processes;

    @Test
    void aShardIsItsManifestAndTheLogBehindIt() throws Exception {
        try (ServedProcess process = process()) {
            process.write("things", put("a"), put("b"));
            process.publish("things", process.write("things", Commits.delete("a"), put("c")));
            process.write("things", put("b"), Commits.delete("c"), put("d"));
        }

        try (ServedProcess process = process()) {
            ShardHandle shard = process.shard("things");
            await(shard.await(3));

            assertThat(versions(shard)).isEqualTo(Map.of("b", 3L, "d", 3L));
            assertThat(shard.indexed()).isEqualTo(new ShardHandle.Indexed(2, 2));
            assertThat(process.status("things").state()).isEqualTo(State.SERVING);
        }
    }

    @Test
    void newerManifestsAreAdoptedWhileQueriesRun() throws Exception {
        try (ServedProcess process = process()) {
            process.write("things", put("fixed"));
            ShardHandle shard = process.shard("things");
            AtomicBoolean done = new AtomicBoolean();
            CompletableFuture<Void> queries =
                    CompletableFuture.runAsync(() -> {
                        while (!done.get()) {
                            try (ShardSnapshot snapshot = shard.snapshot()) {
                                // Each commit writes one new document.
                                assertThat(
                                                snapshot.scan(
                                                        null,
                                                        1000,
                                                        snapshot.matching(Filter.EVERYTHING)))
                                        .hasSize((int) snapshot.position());
                                assertThat(snapshot.stats().documents())
                                        .isEqualTo(snapshot.position());
                            }
                        }
                    });
            Manifest last = process.publish("things", 1);
            for (int i = 2; i <= 12; i++) {
                long position = process.write("things", put("d" + i));
                if (i % 3 == 0) {
                    // One commit behind, so that something is carried over.
                    last = process.publish("things", position - 1);
                }
            }
            await(shard.await(12));
            ShardHandle.Indexed wanted =
                    new ShardHandle.Indexed(last.generation(), last.position());
            Awaitility.await()
                    .atMost(ServedProcess.PATIENCE)
                    .until(() -> shard.indexed().equals(wanted));
            done.set(true);

            assertThat(queries)
                    .succeedsWithin(ServedProcess.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(versions(shard)).hasSize(12).containsEntry("fixed", 1L);
        }
    }

    /// L12, where the damage is met on the way.
    @Test
    void behindADamagedCommitAShardStandsAndAnswersAsOfBefore() throws Exception {
        write("things", 5);
        damage(BucketLayout.log(collection("things")).entry(4));

        try (ServedProcess process = process()) {
            ShardHandle shard = process.shard("things");
            await(shard.await(3));

            assertThatThrownBy(() -> await(shard.await(4)))
                    .hasRootCauseInstanceOf(CorruptException.class)
                    .hasMessageContaining("log/00000000000000000004");
            assertThat(versions(shard)).isEqualTo(Map.of("d1", 1L, "d2", 2L, "d3", 3L));
            assertThat(process.status("things").state()).isEqualTo(State.BROKEN);
            assertThat(process.status("things").reason()).contains("log/00000000000000000004");
        }
    }

    /// L12, where it is the newest commit, which is the first that a process reads.
    @Test
    void aDamagedEndOfTheLogIsNotTakenForAShorterLog() throws Exception {
        write("things", 5);
        damage(BucketLayout.log(collection("things")).entry(5));

        try (ServedProcess process = process()) {
            ShardHandle shard = process.shard("things");
            await(shard.await(4));

            assertThat(versions(shard)).hasSize(4);
            assertThatThrownBy(() -> await(shard.await(5)))
                    .hasRootCauseInstanceOf(CorruptException.class);
            assertThatThrownBy(() -> await(process.log("things").probe()))
                    .hasRootCauseInstanceOf(CorruptException.class);
        }
    }

    @Test
    void whoWaitsForADamagedCommitIsTold() throws Exception {
        try (ServedProcess writer = process();
                ServedProcess reader = process(writer)) {
            ShardHandle shard = reader.shard("things");
            CompletableFuture<Void> waiting = shard.await(2);
            writer.write("things", put("x"));
            damage(BucketLayout.log(collection("things")).entry(2));
            CompletableFuture<Long> strong = reader.log("things").probe();

            assertThatThrownBy(() -> await(waiting)).hasRootCauseInstanceOf(CorruptException.class);
            assertThatThrownBy(() -> await(strong)).hasRootCauseInstanceOf(CorruptException.class);
            assertThat(versions(shard)).isEqualTo(Map.of("x", 1L));
        }
    }

    @Test
    void aDamagedFileIsNamedAndOtherShardsGoOn() throws Exception {
        Manifest published;
        try (ServedProcess process = process()) {
            process.write("others", put("o"));
            process.publish("others", 1);
            published = process.publish("things", process.write("things", put("a")));
        }
        SegmentFile file = published.files().getFirst();
        ObjectKey key = BucketLayout.segmentFile(collection("things"), file.key());
        damage(key);

        try (ServedProcess process = process()) {
            ShardHandle shard = process.shard("things");
            assertThatThrownBy(() -> await(shard.await(1)))
                    .hasRootCauseInstanceOf(CorruptException.class)
                    .hasMessageContaining(key.value());
            assertThatThrownBy(shard::snapshot).isInstanceOf(CorruptException.class);
            assertThat(process.status("things").state()).isEqualTo(State.BROKEN);
            assertThat(process.status("things").reason()).contains(key.value());

            await(process.shard("others").await(1));
            assertThat(versions(process.shard("others"))).isEqualTo(Map.of("o", 1L));
            assertThat(process.status("others").state()).isEqualTo(State.SERVING);
        }
    }

    @Test
    void aDamagedNewerManifestCostsNothingButItself() throws Exception {
        try (ServedProcess writer = process();
                ServedProcess reader = process(writer)) {
            ShardHandle shard = reader.shard("things");
            writer.write("things", put("b"));
            Manifest damaged = writer.publish("things", 2);
            byte[][] kept = new byte[damaged.files().size()][];
            for (int i = 0; i < kept.length; i++) {
                kept[i] = damage(file(damaged.files().get(i)));
            }
            reader.adopt("things");
            Awaitility.await()
                    .atMost(ServedProcess.PATIENCE)
                    .until(() -> reader.status("things").state() == State.BROKEN);
            long last = writer.write("things", put("c"));
            await(reader.log("things").probe());
            await(shard.await(last));

            assertThat(versions(shard)).hasSize(3);
            assertThat(shard.indexed().generation()).isOne();

            for (int i = 0; i < kept.length; i++) {
                bucket.put(file(damaged.files().get(i)), kept[i]);
            }
            Manifest whole = writer.publish("things", last);
            reader.adopt("things");
            Awaitility.await()
                    .atMost(ServedProcess.PATIENCE)
                    .until(() -> shard.indexed().generation() == whole.generation());
            assertThat(reader.status("things").state()).isEqualTo(State.SERVING);
            assertThat(versions(shard)).hasSize(3);
        }
    }

    @Test
    void aDroppedCollectionIsClosed() throws Exception {
        try (ServedProcess process = process()) {
            process.write("others", put("o"));
            process.publish("things", process.write("things", put("a")));
            CollectionId id = collection("things");
            ShardHandle shard = process.shard("things");
            CompletableFuture<Void> waiting = shard.await(99);

            assertThat(await(process.collections().drop(new CollectionName("things")))).isTrue();

            assertThat(process.shards().of(id)).isEmpty();
            assertThatThrownBy(() -> await(waiting))
                    .hasRootCauseInstanceOf(UnavailableException.class);
            assertThatThrownBy(shard::snapshot).isInstanceOf(UnavailableException.class);
            assertThat(versions(process.shard("others"))).isEqualTo(Map.of("o", 1L));
        }
    }

    /// Commit n writes `dn`.
    private void write(String collection, int commits) {
        try (ServedProcess process = process()) {
            for (int i = 1; i <= commits; i++) {
                assertThat(process.write(collection, put("d" + i))).isEqualTo(i);
            }
        }
    }

    private ServedProcess process() {
        processes++;
        return new ServedProcess(1000 + processes, bucket, folder.resolve("process" + processes));
    }

    /// One that serves what another has made.
    private ServedProcess process(ServedProcess writer) {
        writer.write("things", put("x"));
        return process();
    }

    private static LogRecord put(String id) {
        return Commits.write(id, "content of " + id, null);
    }

    /// The collection of this name, as the bucket's keys tell.
    private CollectionId collection(String name) {
        String prefix = "collections/" + name + "/";
        List<Bucket.ObjectSummary> objects = bucket.list(prefix, null, 1).objects();
        String created = objects.getFirst().key().value().substring(prefix.length());
        return new CollectionId(
                new CollectionName(name),
                Long.parseLong(created.substring(0, created.indexOf('/'))));
    }

    private ObjectKey file(SegmentFile file) {
        return BucketLayout.segmentFile(collection("things"), file.key());
    }

    /// Turns one bit in the middle, and gives the bytes as they were.
    private byte[] damage(ObjectKey key) {
        byte[] whole = bucket.get(key).object().orElseThrow().bytes();
        byte[] damaged = whole.clone();
        damaged[damaged.length / 2] ^= 4;
        bucket.put(key, damaged);
        return whole;
    }
}
