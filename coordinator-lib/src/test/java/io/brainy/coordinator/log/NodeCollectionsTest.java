package io.brainy.coordinator.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.brainy.coordinator.bucket.Bucket;
import io.brainy.coordinator.bucket.DirectoryBucket;
import io.brainy.coordinator.bucket.MemoryBucket;
import io.brainy.coordinator.journal.ClusterState;
import io.brainy.coordinator.layout.BucketLayout;
import io.brainy.coordinator.log.Collections.Listed;
import io.brainy.coordinator.log.Collections.Opened;
import io.brainy.coordinator.log.NodeCollections.Publishing;
import io.brainy.coordinator.sequence.ProtocolLoop;
import io.brainy.coordinator.time.SystemTime;
import io.brainy.model.document.Document;
import io.brainy.model.error.CorruptException;
import io.brainy.model.error.NotFoundException;
import io.brainy.model.key.CollectionId;
import io.brainy.model.key.CollectionName;
import io.brainy.model.key.NodeId;
import io.brainy.model.key.ShardId;
import io.brainy.model.log.BatchId;
import io.brainy.model.log.CollectionSettings;
import io.brainy.model.log.EncodedRecord;
import io.brainy.model.log.LogRecord;
import io.brainy.model.log.RecordCodec;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Nodes with their real loops over one bucket: what requests and indexers get of them.
@ParameterizedClass
@EnumSource(NodeCollectionsTest.Kind.class)
class NodeCollectionsTest {

    enum Kind {
        MEMORY,
        DIRECTORY
    }

    private static final CollectionName NAME = new CollectionName("things");
    private static final long SECONDS = 60;

    @TempDir Path folder;

    @Parameter Kind kind = Kind.MEMORY;

    private final List<Node> nodes = new ArrayList<>();
    private final AtomicLong ids = new AtomicLong();
    private @Nullable Bucket opened;

    @BeforeEach
    void openBucket() {
        opened =
                switch (kind) {
                    case MEMORY -> new MemoryBucket(InstantSource.system());
                    case DIRECTORY ->
                            DirectoryBucket.open(
                                    folder.resolve("bucket"),
                                    InstantSource.system(),
                                    new SplittableRandom(1));
                };
    }

    @AfterEach
    void close() {
        nodes.forEach(node -> node.collections.close());
        bucket().close();
    }

    private Bucket bucket() {
        if (opened == null) {
            throw new IllegalStateException("no bucket");
        }
        return opened;
    }

    // ---- coming and going

    @Test
    void aCollectionIsThereFromItsCreationOn() {
        Node node = new Node(Publishing.HERE);
        assertThat(node.collections.find(NAME)).isEmpty();
        assertThat(now(node.collections.findStrong(NAME))).isEmpty();
        assertThat(node.collections.list()).isEmpty();

        Opened created = node.create();

        assertThat(created.created()).isTrue();
        assertThat(created.log().collection()).isEqualTo(new CollectionId(NAME, 1));
        assertThat(node.collections.find(NAME)).contains(created.log());
        assertThat(now(node.collections.findStrong(NAME))).contains(created.log());
        assertThat(node.collections.list())
                .containsExactly(
                        new Listed(new CollectionId(NAME, 1), CollectionSettings.DEFAULTS));
        assertThat(node.create()).isEqualTo(new Opened(created.log(), false));
        assertThat(node.appeared.poll()).isEqualTo(created.log().collection());
    }

    @Test
    void theListIsSortedAndHasTheSettingsInForce() {
        Node node = new Node(Publishing.HERE);
        for (String name : List.of("c", "a", "b")) {
            var _ = now(node.collections.openOrCreate(new CollectionName(name), DEFAULTS));
        }
        CollectionLog b = node.collections.find(new CollectionName("b")).orElseThrow();
        var _ = now(b.configure(settings -> settings.withDimension(3)));

        assertThat(node.collections.list().stream().map(l -> l.id().name().value()))
                .containsExactly("a", "b", "c");
        assertThat(node.collections.list().get(1).settings().dimension()).hasValue(3);
    }

    @Test
    void aDroppedNameGoesOnWhereItWasClosed() {
        Node node = new Node(Publishing.HERE);
        CollectionLog first = node.create().log();
        for (int i = 1; i <= 3; i++) {
            assertThat(commit(first, "a", "first")).isEqualTo(i);
        }

        assertThat(now(node.collections.drop(NAME))).isTrue();
        assertThat(now(node.collections.drop(NAME))).isFalse();
        assertThat(node.collections.find(NAME)).isEmpty();
        assertThat(now(node.collections.findStrong(NAME))).isEmpty();
        assertThat(node.collections.list()).isEmpty();
        assertThat(now(first.submit(part(first, "a", "late"))))
                .isEqualTo(new PartOutcome.Dropped());
        CollectionLog second = node.create().log();

        assertThat(second.collection().created()).isGreaterThan(first.collection().created());
        assertThat(second.tail()).isEqualTo(4);
        assertThat(commit(second, "a", "second")).isEqualTo(5);
        Node other = new Node(Publishing.HERE);
        assertThat(other.find().collection()).isEqualTo(second.collection());
        assertThat(other.find().tail()).isEqualTo(5);
    }

    @Test
    void whoWatchesIsToldOfBoth() throws InterruptedException {
        Node node = new Node(Publishing.HERE);
        Node other = new Node(Publishing.HERE);
        CollectionId id = node.create().log().collection();
        assertThat(now(other.collections.findStrong(NAME))).isPresent();

        assertThat(now(node.collections.drop(NAME))).isTrue();
        assertThat(now(other.collections.findStrong(NAME))).isEmpty();

        for (Node each : List.of(node, other)) {
            assertThat(each.appeared.poll(SECONDS, TimeUnit.SECONDS)).isEqualTo(id);
            assertThat(each.disappeared.poll(SECONDS, TimeUnit.SECONDS)).isEqualTo(id);
        }
    }

    /// L10: the process that dropped it died between the log and the journal.
    @Test
    void whoMeetsTheClosingCommitTellsTheJournal() throws InterruptedException {
        Node node = new Node(Publishing.HERE);
        CollectionLogLoop log = (CollectionLogLoop) node.create().log();
        assertThat(commit(log, "a", "1")).isEqualTo(1);
        Node dying = new Node(Publishing.HERE);
        CollectionLogLoop closing = (CollectionLogLoop) dying.find();
        dying.journalStops();

        assertThat(now(closing.closeLog())).isEqualTo(2);
        assertThat(now(log.submit(part(log, "a", "2")))).isEqualTo(new PartOutcome.Dropped());

        assertThat(node.disappeared.poll(SECONDS, TimeUnit.SECONDS)).isEqualTo(log.collection());
        CollectionLog next = node.create().log();
        assertThat(next.tail()).isEqualTo(2);
        assertThat(commit(next, "a", "3")).isEqualTo(3);
    }

    @Test
    void twoNodesThatCreateANameCreateOneCollection() {
        Node one = new Node(Publishing.HERE);
        Node two = new Node(Publishing.HERE);
        for (int round = 0; round < 10; round++) {
            CollectionName name = new CollectionName("round" + round);

            CompletableFuture<Opened> first = one.collections.openOrCreate(name, DEFAULTS);
            CompletableFuture<Opened> second =
                    two.collections.openOrCreate(name, DEFAULTS.withDimension(7));
            List<Opened> both = List.of(now(first), now(second));

            assertThat(both.stream().filter(Opened::created)).as("round %d", round).hasSize(1);
            CollectionId id = both.getFirst().log().collection();
            assertThat(both.getLast().log().collection()).isEqualTo(id);
            for (Node each : List.of(one, two)) {
                assertThat(now(each.collections.findStrong(name)).orElseThrow().collection())
                        .isEqualTo(id);
            }
            assertThat(both.getFirst().log().settings()).isEqualTo(both.getLast().log().settings());
        }
    }

    @Test
    void aClaimHoldsForOne() {
        Node one = new Node(Publishing.ELSEWHERE);
        Node two = new Node(Publishing.ELSEWHERE);
        CollectionId id = one.create().log().collection();
        assertThat(now(two.collections.findStrong(NAME))).isPresent();
        ShardId shard = new ShardId(id.created(), 0);

        CompletableFuture<Optional<Long>> first = one.collections.claim(id, shard, id.created());
        CompletableFuture<Optional<Long>> second = two.collections.claim(id, shard, id.created());
        List<Optional<Long>> both = List.of(now(first), now(second));

        assertThat(both.stream().filter(Optional::isPresent)).hasSize(1);
        assertThat(both.stream().flatMap(Optional::stream)).containsExactly(2L);
        assertThat(now(one.collections.claim(id, new ShardId(99, 0), 1))).isEmpty();
    }

    @Test
    void theCreatorPublishesWhereItIsToldTo() {
        Node here = new Node(Publishing.HERE);
        Node elsewhere = new Node(Publishing.ELSEWHERE);
        var _ = now(here.collections.openOrCreate(new CollectionName("here"), DEFAULTS));
        var _ = now(elsewhere.collections.openOrCreate(new CollectionName("elsewhere"), DEFAULTS));

        ClusterState state = elsewhere.collections.state();

        assertThat(publisher(state, "here")).isEqualTo(here.id);
        assertThat(publisher(state, "elsewhere")).isNull();
    }

    private static @Nullable NodeId publisher(ClusterState state, String name) {
        return state.find(new CollectionName(name)).orElseThrow().shards().getFirst().publisher();
    }

    /// A node that starts on a long history opens what is there, not what was.
    @Test
    void whatCameAndWentBeforeTheStartIsNotOpened() {
        Node node = new Node(Publishing.HERE);
        for (int i = 0; i < 3; i++) {
            var _ = node.create();
            assertThat(now(node.collections.drop(NAME))).isTrue();
        }
        CollectionId last = node.create().log().collection();

        Node late = new Node(Publishing.HERE);

        assertThat(late.appeared).containsExactly(last);
        assertThat(late.disappeared).isEmpty();
        assertThat(late.loops).as("the journal's and the log's").hasSize(2);
    }

    // ---- writing and following

    @Test
    void everyNodeWritesAndSeesWhatOthersWrote() {
        Node one = new Node(Publishing.HERE);
        Node two = new Node(Publishing.HERE);
        CollectionLog first = one.create().log();
        CollectionLog second = now(two.collections.findStrong(NAME)).orElseThrow();
        List<CompletableFuture<PartOutcome>> outcomes = new ArrayList<>();

        for (int i = 0; i < 40; i++) {
            CollectionLog log = i % 2 == 0 ? first : second;
            outcomes.add(log.submit(part(log, "d" + i, "text " + i)));
        }
        List<Long> positions = outcomes.stream().map(NodeCollectionsTest::position).toList();

        long tail = now(first.probe());
        assertThat(tail).isEqualTo(positions.stream().max(Long::compare).orElseThrow());
        assertThat(now(second.probe())).isEqualTo(tail);
        assertThat(second.tail()).isEqualTo(tail);
    }

    /// R1: every write that was acknowledged before the probe.
    @Test
    void aProbeReachesWhatAnotherWrote() {
        Node one = new Node(Publishing.HERE);
        Node two = new Node(Publishing.HERE);
        CollectionLog writer = one.create().log();
        CollectionLog reader = now(two.collections.findStrong(NAME)).orElseThrow();

        for (int i = 0; i < 20; i++) {
            long position = commit(writer, "a", "text " + i);
            assertThat(now(reader.probe())).isEqualTo(position);
        }
    }

    @Test
    void followersGetEveryCommitInOrderFromAnyPosition() throws InterruptedException {
        Node node = new Node(Publishing.HERE);
        CollectionLog log = node.create().log();
        int before = 24;
        for (int i = 0; i < before; i++) {
            assertThat(position(log.submit(large(log)))).isEqualTo(i + 1L);
        }
        assertThat(commitBytes(before)).as("more than is kept in memory").isGreaterThan(MEMORY);
        List<Followed> followers = new ArrayList<>();
        for (long from : new long[] {0, 1, 7, before - 1, before}) {
            followers.add(new Followed(log, from));
        }

        int after = 10;
        for (int i = 0; i < after; i++) {
            assertThat(commit(log, "a", "text " + i)).isEqualTo(before + i + 1L);
        }

        for (Followed followed : followers) {
            followed.expect(LongStream.rangeClosed(followed.from + 1, before + after));
            followed.subscription.close();
        }
    }

    @Test
    void aFollowerOfAnotherNodeGetsThemTooAndMayBeSlow() throws InterruptedException {
        Node one = new Node(Publishing.HERE);
        Node two = new Node(Publishing.HERE);
        CollectionLog writer = one.create().log();
        CollectionLog reader = now(two.collections.findStrong(NAME)).orElseThrow();
        Followed followed = new Followed(reader, 0);
        for (int i = 0; i < 30; i++) {
            assertThat(commit(writer, "a", "text " + i)).isEqualTo(i + 1L);
        }

        assertThat(now(reader.probe())).isEqualTo(30);

        followed.expect(LongStream.rangeClosed(1, 30));
    }

    @Test
    void aClosedSubscriptionDeliversNothingMore() throws InterruptedException {
        Node node = new Node(Publishing.HERE);
        CollectionLog log = node.create().log();
        Followed closed = new Followed(log, 0);
        Followed open = new Followed(log, 0);
        assertThat(commit(log, "a", "1")).isEqualTo(1);
        closed.expect(LongStream.of(1));

        closed.subscription.close();
        assertThat(commit(log, "a", "2")).isEqualTo(2);

        open.expect(LongStream.of(1, 2));
        assertThat(closed.commits).isEmpty();
        assertThat(closed.broken).isEmpty();
    }

    /// L12: a follower must hear that it will never get further.
    @Test
    void aDamagedCommitBreaksTheLogAndItsFollowers() throws InterruptedException {
        Node one = new Node(Publishing.HERE);
        Node two = new Node(Publishing.HERE);
        CollectionLog writer = one.create().log();
        CollectionLog reader = now(two.collections.findStrong(NAME)).orElseThrow();
        Followed followed = new Followed(reader, 0);
        assertThat(commit(writer, "a", "1")).isEqualTo(1);
        assertThat(now(reader.probe())).isEqualTo(1);
        followed.expect(LongStream.of(1));
        bucket().put(BucketLayout.log(writer.collection()).entry(2), new byte[] {1, 2, 3});

        assertThat(reader.probe())
                .failsWithin(Duration.ofSeconds(SECONDS))
                .withThrowableThat()
                .withCauseInstanceOf(CorruptException.class);

        assertThat(followed.broken.poll(SECONDS, TimeUnit.SECONDS))
                .isInstanceOf(CorruptException.class);
        assertThat(reader.failure()).containsInstanceOf(CorruptException.class);
        assertThat(followed.commits).isEmpty();
    }

    /// Beyond the memory the bucket is read, where the floor may have passed (S5).
    @Test
    void aFollowerBelowTheFloorIsToldSo() throws InterruptedException {
        Node node = new Node(Publishing.HERE);
        CollectionLog log = node.create().log();
        for (int i = 0; i < 5; i++) {
            assertThat(commit(log, "a", "text " + i)).isEqualTo(i + 1L);
        }
        Node late = new Node(Publishing.HERE);
        bucket().put(BucketLayout.log(log.collection()).floor(4), new byte[0]);

        Followed followed = new Followed(late.find(), 1);

        assertThat(followed.broken.poll(SECONDS, TimeUnit.SECONDS))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("the floor is 4");
        assertThat(followed.commits).isEmpty();
    }

    // ---- stopping

    @Test
    void closingWaitsForWhatWasTaken() {
        Node node = new Node(Publishing.HERE);
        CollectionLog log = node.create().log();
        List<CompletableFuture<PartOutcome>> outcomes = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            outcomes.add(log.submit(part(log, "d" + i, "text")));
        }

        node.collections.close();

        assertThat(outcomes).allMatch(CompletableFuture::isDone);
        long last = outcomes.stream().mapToLong(NodeCollectionsTest::position).max().orElseThrow();
        assertThat(new Node(Publishing.HERE).find().tail()).isEqualTo(last);
    }

    @Test
    void whoAsksAfterTheEndIsAnswered() {
        Node node = new Node(Publishing.HERE);
        CollectionLog log = node.create().log();

        node.collections.close();

        for (CompletableFuture<?> each :
                List.of(
                        log.submit(part(log, "a", "1")),
                        log.probe(),
                        log.configure(settings -> settings))) {
            assertThat(each)
                    .failsWithin(Duration.ofSeconds(SECONDS))
                    .withThrowableThat()
                    .withMessageContaining("this node is stopping");
        }
    }

    // ---- the builders

    private static final CollectionSettings DEFAULTS = CollectionSettings.DEFAULTS;
    private static final long MEMORY = RecentCommits.MAX_BYTES;

    private static <T> T now(CompletableFuture<T> future) {
        return future.orTimeout(SECONDS, TimeUnit.SECONDS).join();
    }

    private static long position(CompletableFuture<PartOutcome> outcome) {
        if (now(outcome) instanceof PartOutcome.Committed(long position)) {
            return position;
        }
        throw new AssertionError("a commit was wanted, found " + outcome);
    }

    private long commit(CollectionLog log, String id, String text) {
        return position(log.submit(part(log, id, text)));
    }

    private Part part(CollectionLog log, String id, String text) {
        return part(log, List.of(LogCluster.document(id, text, null)), OptionalInt.empty());
    }

    /// A mebibyte of vectors.
    private Part large(CollectionLog log) {
        List<Document> documents = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            documents.add(LogCluster.document("d" + i, "", new float[4096]));
        }
        return part(log, documents, OptionalInt.of(4096));
    }

    private Part part(CollectionLog log, List<Document> documents, OptionalInt dimension) {
        List<EncodedRecord> records =
                documents.stream()
                        .map(LogRecord.DocumentWrite::new)
                        .map(RecordCodec::encode)
                        .toList();
        return new Part(
                new BatchId(3, ids.incrementAndGet()),
                log.tail(),
                records,
                List.of(),
                null,
                dimension,
                true,
                Duration.ofSeconds(SECONDS));
    }

    private long commitBytes(int last) {
        return LongStream.rangeClosed(1, last)
                .map(n ->
                        bucket().head(BucketLayout.log(new CollectionId(NAME, 1)).entry(n))
                                .object()
                                .orElseThrow()
                                .bytes())
                .sum();
    }

    private final class Node {
        final NodeId id = new NodeId("node" + ids.incrementAndGet());
        final List<ProtocolLoop> loops = new ArrayList<>();
        final BlockingQueue<CollectionId> appeared = new LinkedBlockingQueue<>();
        final BlockingQueue<CollectionId> disappeared = new LinkedBlockingQueue<>();
        final NodeCollections collections;

        Node(Publishing publishing) {
            collections =
                    new NodeCollections(
                            bucket(),
                            id,
                            publishing,
                            this::newLoop,
                            SystemTime.sleeper(),
                            _ -> OptionalInt.of(4096));
            collections.watch(
                    new NodeCollections.Watcher() {
                        @Override
                        public void appeared(
                                ClusterState.Collection collection, CollectionLog log) {
                            appeared.add(collection.id());
                        }

                        @Override
                        public void disappeared(CollectionId collection) {
                            disappeared.add(collection);
                        }
                    });
            nodes.add(this);
            var _ = now(collections.start());
        }

        private synchronized ProtocolLoop newLoop() {
            ProtocolLoop loop =
                    new ProtocolLoop(
                            id + "-loop",
                            bucket(),
                            SystemTime.ticker()::nanos,
                            SystemTime.random());
            loops.add(loop);
            return loop;
        }

        /// As when the process dies before its next entry.
        void journalStops() {
            loops.getFirst().close();
        }

        Opened create() {
            return now(collections.openOrCreate(NAME, DEFAULTS));
        }

        CollectionLog find() {
            return collections.find(NAME).orElseThrow();
        }
    }

    private static final class Followed implements CollectionLog.Follower {
        final BlockingQueue<Long> commits = new LinkedBlockingQueue<>();
        final BlockingQueue<RuntimeException> broken = new LinkedBlockingQueue<>();
        final long from;
        final CollectionLog.Subscription subscription;

        Followed(CollectionLog log, long from) {
            this.from = from;
            this.subscription = log.follow(from, this);
        }

        @Override
        public void apply(FoldedCommit commit) {
            commits.add(commit.commit().number());
        }

        @Override
        public void broken(RuntimeException reason) {
            broken.add(reason);
        }

        void expect(LongStream numbers) throws InterruptedException {
            for (long number : numbers.toArray()) {
                assertThat(commits.poll(SECONDS, TimeUnit.SECONDS)).isEqualTo(number);
            }
            assertThat(commits).isEmpty();
        }
    }
}
