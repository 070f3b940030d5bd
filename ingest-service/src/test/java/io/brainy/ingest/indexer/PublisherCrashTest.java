package io.brainy.ingest.indexer;

import static io.brainy.ingest.indexer.ProcessOnBucket.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.brainy.coordinator.bucket.Bucket;
import io.brainy.coordinator.bucket.MemoryBucket;
import io.brainy.coordinator.time.SystemTime;
import io.brainy.ingest.indexer.CrashingBucket.Crash;
import io.brainy.ingest.indexer.CrashingBucket.Moment;
import io.brainy.model.document.Content;
import io.brainy.model.document.Document;
import io.brainy.model.document.DocumentId;
import io.brainy.model.document.FieldValue;
import io.brainy.model.document.Vector;
import io.brainy.model.key.CollectionId;
import io.brainy.model.log.LogRecord;
import io.brainy.model.manifest.Manifest;
import java.lang.Thread.UncaughtExceptionHandler;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A publisher may die, sleep or be replaced at any request: segments, manifests and the log
/// together are exactly what was acknowledged, and nothing that a replaced one does has an effect.
class PublisherCrashTest {

    private static final Instant CREATED = Instant.parse("2026-11-23T08:00:00Z");

    /// Inserts, then updates and deletes of what is there, over several publications.
    private static final List<List<LogRecord>> COMMITS =
            List.of(
                    List.of(put("a", 1), put("b", 1), put("c", 1)),
                    List.of(put("b", 2), put("d", 2)),
                    List.of(delete("a"), put("e", 3), delete("missing")),
                    List.of(put("a", 4), delete("d"), put("f", 4)),
                    List.of(delete("f"), put("c", 5)));

    private static @Nullable UncaughtExceptionHandler handler;

    @TempDir Path folder;

    private int processes;
    private long lastPosition;

    /// Threads that meet the crash end with it; that is no news.
    @BeforeAll
    static void dieQuietly() {
        handler = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, reason) -> {
            if (!(reason instanceof Crash)) {
                System.err.println(thread + ": " + reason);
            }
        });
    }

    @AfterAll
    static void dieAsUsual() {
        Thread.setDefaultUncaughtExceptionHandler(handler);
    }

    @ParameterizedTest
    @EnumSource(Moment.class)
    void nothingIsLostOrMadeWhereverTheProcessDies(Moment moment) throws Exception {
        long crashAt = 1;
        boolean crashed = true;
        while (crashed) {
            Bucket bucket = bucket();
            CrashingBucket dying = new CrashingBucket(bucket, crashAt, moment);
            try {
                crashed = crashAndRecover(bucket, dying);
            } catch (Exception | AssertionError e) {
                throw new AssertionError("crash %s write %d".formatted(moment, crashAt), e);
            }
            crashAt++;
        }

        // Otherwise it was not the scenario that ended the loop.
        assertThat(crashAt).isGreaterThan(3L * COMMITS.size());
    }

    /// False when the scenario ended before the crash came.
    private boolean crashAndRecover(Bucket bucket, CrashingBucket dying) throws Exception {
        ProcessOnBucket first = process(dying);
        lastPosition = 0;
        int acknowledged = 0;
        CompletableFuture<?> step = first.start();
        while (arrived(step, dying) && acknowledged <= COMMITS.size()) {
            if (acknowledged < COMMITS.size()) {
                step = first.write(COMMITS.get(acknowledged)).thenApply(this::noted);
            } else {
                step = first.published(0, lastPosition);
            }
            if (arrived(step, dying)) {
                acknowledged++;
            }
        }
        first.die();
        int durable = Math.min(acknowledged, COMMITS.size());

        ProcessOnBucket second = process(bucket).started();
        // The collection may have died before it was made; then this makes it.
        long position = await(second.write(List.of(put("after", 9))));
        BucketTruth truth = new BucketTruth(bucket, collection(second));
        Map<String, Document> found = second.read();

        assertThat(found).isEqualTo(truth.replay());
        assertThat(found)
                .isIn(withAfter(durable), withAfter(Math.min(durable + 1, COMMITS.size())));
        Manifest newest = await(second.published(0, position));
        assertThat(truth.verify(second.shard().id(), scratch("read"))).isEqualTo(found);
        assertThat(newest.epoch()).isEqualTo(second.shard().epoch());
        assertThat(second.shard().publisher()).isEqualTo(second.id());
        assertThat(second.failures()).isEmpty();
        second.die();
        return dying.crashed().isDone();
    }

    private long noted(long position) {
        assertThat(position).isGreaterThan(lastPosition);
        lastPosition = position;
        return position;
    }

    private static boolean arrived(CompletableFuture<?> step, CrashingBucket dying) {
        await(CompletableFuture.anyOf(step, dying.crashed()));
        return step.isDone() && !dying.crashed().isDone();
    }

    /// The documents after so many commits, and the one that the second process writes.
    private static Map<String, Document> withAfter(int commits) {
        Map<String, Document> documents = new HashMap<>();
        List<LogRecord> records = new ArrayList<>();
        COMMITS.subList(0, commits).forEach(records::addAll);
        records.add(put("after", 9));
        for (LogRecord record : records) {
            if (record instanceof LogRecord.DocumentWrite(Document document)) {
                documents.put(document.id().value(), document);
            } else if (record instanceof LogRecord.DocumentTombstone(DocumentId id)) {
                documents.remove(id.value());
            }
        }
        return documents;
    }

    /// What the third finds in the journal is the second's claim and not the creation.
    @Test
    void everyProcessThatFollowsAnotherPublishes() throws Exception {
        Bucket bucket = bucket();
        long epoch = 0;
        for (int i = 0; i < 4; i++) {
            ProcessOnBucket process = process(bucket).started();
            long position = await(process.write(COMMITS.get(i)));
            Manifest manifest = await(process.published(epoch + 1, position));

            assertThat(process.shard().publisher()).isEqualTo(process.id());
            assertThat(manifest.epoch()).isEqualTo(process.shard().epoch());
            epoch = manifest.epoch();
            BucketTruth truth = new BucketTruth(bucket, collection(process));
            assertThat(truth.verify(process.shard().id(), scratch("read" + i)))
                    .isEqualTo(process.read());
            process.die();
        }
    }

    /// C2, for a sleep in the middle of an upload and of the append itself.
    @ParameterizedTest
    @ValueSource(strings = {"/files/", "/manifest/"})
    void aPublisherThatSleptThroughATakeoverPublishesNothing(String held) throws Exception {
        Bucket bucket = bucket();
        HeldBucket sleepy = new HeldBucket(bucket);
        ProcessOnBucket old = process(sleepy).started();
        long first = await(old.write(COMMITS.get(0)));
        await(old.published(0, first));
        sleepy.hold(held);
        await(old.write(COMMITS.get(1)));
        await(sleepy.asleep());

        ProcessOnBucket next = process(bucket).started();
        long last = await(next.write(COMMITS.get(2)));
        await(next.published(next.shard().epoch(), last));
        BucketTruth truth = new BucketTruth(bucket, collection(next));
        List<Manifest> chain = truth.chain(next.shard().id());
        sleepy.wake();
        Awaitility.await()
                .atMost(ProcessOnBucket.PATIENCE)
                .untilAsserted(() ->
                        assertThat(old.failures()).singleElement().asString().contains("replaced"));

        assertThat(truth.chain(next.shard().id())).isEqualTo(chain);
        assertThat(truth.verify(next.shard().id(), scratch("read")))
                .isEqualTo(next.read())
                .isEqualTo(truth.replay());
        assertThat(next.failures()).isEmpty();
        old.die();
        next.die();
    }

    @Test
    void ofTwoProcessesTheLaterOnePublishesAndBothRead() throws Exception {
        Bucket bucket = bucket();
        ProcessOnBucket old = process(bucket).started();
        await(old.published(0, await(old.write(COMMITS.get(0)))));
        ProcessOnBucket next = process(bucket).started();
        await(next.published(next.shard().epoch(), 0));

        await(old.write(COMMITS.get(1)));
        long last = await(next.write(COMMITS.get(2)));
        await(next.published(next.shard().epoch(), last));

        Awaitility.await()
                .atMost(ProcessOnBucket.PATIENCE)
                .untilAsserted(() ->
                        assertThat(old.failures())
                                .singleElement()
                                .asString()
                                .contains("shard " + next.shard().id(), "replaced"));
        BucketTruth truth = new BucketTruth(bucket, collection(next));
        assertThat(truth.verify(next.shard().id(), scratch("read")))
                .isEqualTo(old.read())
                .isEqualTo(next.read())
                .isEqualTo(truth.replay());
        old.die();
        next.die();
    }

    @Test
    void aProcessThatStopsPublishesWhatItApplied() throws Exception {
        Bucket bucket = bucket();
        ProcessOnBucket process = process(bucket).started();
        long last = 0;
        for (List<LogRecord> commit : COMMITS) {
            last = await(process.write(commit));
        }
        await(process.published(0, last));
        BucketTruth truth = new BucketTruth(bucket, collection(process));
        process.stop();

        assertThat(truth.chain(process.shard().id()).getLast().position()).isEqualTo(last);
        assertThat(truth.verify(process.shard().id(), scratch("read"))).isEqualTo(truth.replay());
    }

    /// A node must end although nobody answers it any more.
    @Test
    void aPublisherWhoseBucketDoesNotAnswerCanBeStopped() throws Exception {
        HeldBucket sleepy = new HeldBucket(bucket());
        ProcessOnBucket process = process(sleepy).started();
        await(process.published(0, await(process.write(COMMITS.get(0)))));
        sleepy.hold("/manifest/");
        await(process.write(COMMITS.get(1)));
        await(sleepy.asleep());

        CompletableFuture<Void> ended = CompletableFuture.runAsync(process::die);

        assertThat(ended).succeedsWithin(ProcessOnBucket.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        sleepy.wake();
    }

    private static Bucket bucket() {
        return new MemoryBucket(SystemTime.instants());
    }

    private ProcessOnBucket process(Bucket bucket) {
        processes++;
        return new ProcessOnBucket(processes + 1000, bucket, scratch("process"));
    }

    private Path scratch(String name) {
        return folder.resolve(processes + "-" + name);
    }

    private static CollectionId collection(ProcessOnBucket process) {
        return process.log().orElseThrow().collection();
    }

    private static LogRecord put(String id, int value) {
        return new LogRecord.DocumentWrite(
                new Document(
                        new DocumentId(id),
                        "thing",
                        new Content.Text("value " + value),
                        new Vector(new float[] {value, id.charAt(0)}, false),
                        new FieldValue.Fields(Map.of("value", new FieldValue.Whole(value))),
                        null,
                        null,
                        CREATED));
    }

    private static LogRecord delete(String id) {
        return new LogRecord.DocumentTombstone(new DocumentId(id));
    }
}
