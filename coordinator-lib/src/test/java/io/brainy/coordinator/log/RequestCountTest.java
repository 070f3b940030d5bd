package io.brainy.coordinator.log;

import static io.brainy.coordinator.log.LogCluster.NAME;
import static io.brainy.coordinator.log.LogCluster.committed;
import static org.assertj.core.api.Assertions.assertThat;

import io.brainy.coordinator.bucket.BucketCall;
import io.brainy.coordinator.bucket.BucketException;
import io.brainy.coordinator.bucket.BucketOperation;
import io.brainy.coordinator.bucket.MemoryBucket;
import io.brainy.coordinator.bucket.ObjectKey;
import io.brainy.coordinator.log.Collections.Opened;
import io.brainy.coordinator.log.LogCluster.Last;
import io.brainy.coordinator.log.LogCluster.Node;
import io.brainy.coordinator.log.NodeCollections.Publishing;
import io.brainy.coordinator.sequence.ProtocolLoop;
import io.brainy.coordinator.sequence.Sequence;
import io.brainy.coordinator.testing.CountingBucket;
import io.brainy.coordinator.time.SystemTime;
import io.brainy.model.key.CollectionName;
import io.brainy.model.key.NodeId;
import io.brainy.model.log.BatchId;
import io.brainy.model.log.Carried;
import io.brainy.model.log.CollectionSettings;
import io.brainy.model.log.CommitCodec;
import io.brainy.model.log.LogRecord;
import io.brainy.model.log.RecordCodec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What each operation costs: requests are what a bucket is paid for.
class RequestCountTest {

    private final LogCluster cluster = new LogCluster();

    /// Requests since the last time.
    private static final class Counter {
        private final Node node;
        private int seen;

        Counter(Node node) {
            this.node = node;
            this.seen = node.edge.calls().size();
        }

        String since() {
            List<BucketCall> calls = node.edge.calls();
            int puts = 0;
            int gets = 0;
            int lists = 0;
            for (BucketCall call : calls.subList(seen, calls.size())) {
                switch (call) {
                    case BucketCall.PutIfAbsent _ -> puts++;
                    case BucketCall.Get _, BucketCall.GetRange _ -> gets++;
                    case BucketCall.ListKeys _ -> lists++;
                }
            }
            seen = calls.size();
            return "%d PUT, %d GET, %d LIST".formatted(puts, gets, lists);
        }
    }

    @Test
    void openingAnEmptyLog() {
        Node node = cluster.new Node();
        Counter counter = new Counter(node);

        node.machine.open(() -> {});
        cluster.time.run();

        assertThat(counter.since()).isEqualTo("0 PUT, 1 GET, 2 LIST");
    }

    /// Of any length, the newest commit is found without listing them all.
    @ParameterizedTest
    @CsvSource({
        "1,      '0 PUT, 2 GET, 2 LIST'",
        "1000,   '0 PUT, 2 GET, 2 LIST'",
        "1001,   '0 PUT, 3 GET, 4 LIST'",
        "5000,   '0 PUT, 7 GET, 4 LIST'",
        "100000, '0 PUT, 15 GET, 4 LIST'"
    })
    void openingALog(int commits, String expected) {
        byte[] filler = new byte[0];
        for (long number = 1; number < commits; number++) {
            cluster.bucket.put(NAME.entry(number), filler);
        }
        putCommit(commits);
        Node node = cluster.new Node();
        Counter counter = new Counter(node);

        node.machine.open(() -> {});
        cluster.time.run();

        assertThat(node.machine.fold().position()).isEqualTo(commits);
        assertThat(counter.since()).isEqualTo(expected);
    }

    @Test
    void anIdleWriteIsOnePut() {
        Node node = cluster.node();
        Counter counter = new Counter(node);

        node.write("a", "1");

        assertThat(counter.since()).isEqualTo("1 PUT, 0 GET, 0 LIST");
        cluster.time.advance(Duration.ofMinutes(10));
        node.write("a", "2");
        assertThat(counter.since()).isEqualTo("1 PUT, 0 GET, 0 LIST");
    }

    /// The first look has gone bad by then, so the create counts after a look at the floor (S5).
    @Test
    void aWriteAfterHalfTheRetentionLooksAtTheFloor() {
        Node node = cluster.node();
        cluster.time.advance(Sequence.RETENTION.dividedBy(2).plusSeconds(1));
        Counter counter = new Counter(node);

        node.write("a", "1");

        assertThat(counter.since()).isEqualTo("1 PUT, 0 GET, 1 LIST");
        // An own create is no look (S5): the next write begins with one.
        node.write("a", "2");
        assertThat(counter.since()).isEqualTo("1 PUT, 1 GET, 1 LIST");
        node.write("a", "3");
        assertThat(counter.since()).isEqualTo("1 PUT, 0 GET, 0 LIST");
    }

    /// For a fresh Date, by which keys live.
    @Test
    void aKeyedWriteProbesFirst() {
        Node node = cluster.node();
        Counter counter = new Counter(node);

        node.submit(node.draft().with("a", "1").key("k", 0, 1, Last.LAST).part()).resultNow();

        assertThat(counter.since()).isEqualTo("1 PUT, 1 GET, 0 LIST");
    }

    @Test
    void aHundredPartsAtOnceAreTwoPuts() {
        Node node = cluster.node();
        Counter counter = new Counter(node);
        List<CompletableFuture<PartOutcome>> outcomes = new ArrayList<>();

        for (int i = 0; i < 100; i++) {
            outcomes.add(node.machine.submit(node.part("d" + i, "text")));
        }
        cluster.time.advance(Duration.ofSeconds(1));

        assertThat(outcomes).allMatch(outcome -> committed(outcome) <= 2);
        assertThat(counter.since()).isEqualTo("2 PUT, 0 GET, 0 LIST");
    }

    /// One probe serves all that arrived before it began (R1).
    @Test
    void aHundredProbesAtOnceAreTwoGets() {
        Node node = cluster.node();
        Counter counter = new Counter(node);
        List<CompletableFuture<Long>> probes = new ArrayList<>();

        for (int i = 0; i < 100; i++) {
            CompletableFuture<Long> probe = new CompletableFuture<>();
            node.machine.probe(probe);
            probes.add(probe);
        }
        cluster.time.run();

        assertThat(probes).allMatch(CompletableFuture::isDone);
        assertThat(counter.since()).isEqualTo("0 PUT, 2 GET, 0 LIST");
    }

    @Test
    void anIdleProbeIsOneGetAndALookEachQuarterOfTheRetention() {
        Node node = cluster.node();
        Counter counter = new Counter(node);
        Duration quarter = Sequence.RETENTION.dividedBy(4);

        for (int i = 0; i < 15; i++) {
            cluster.time.advance(Duration.ofMinutes(1));
            node.probe().resultNow();
        }
        assertThat(quarter).isEqualTo(Duration.ofMinutes(15));
        assertThat(counter.since()).isEqualTo("0 PUT, 15 GET, 0 LIST");

        cluster.time.advance(Duration.ofSeconds(1));
        node.probe().resultNow();
        assertThat(counter.since()).isEqualTo("0 PUT, 1 GET, 1 LIST");

        node.probe().resultNow();
        assertThat(counter.since()).isEqualTo("0 PUT, 1 GET, 0 LIST");
    }

    @Test
    void anothersCommitIsOneGet() {
        Node writer = cluster.node();
        Node reader = cluster.node();
        for (int i = 0; i < 10; i++) {
            writer.write("a", "text " + i);
        }
        Counter counter = new Counter(reader);

        reader.probe().resultNow();

        assertThat(counter.since()).isEqualTo("0 PUT, 11 GET, 0 LIST");
    }

    @Test
    void theLoserOfANumberReadsTheWinner() {
        Node node = cluster.node();
        Node other = cluster.node();
        other.write("a", "winner");
        Counter counter = new Counter(node);

        assertThat(node.write("b", "loser")).isEqualTo(2);

        assertThat(counter.since()).isEqualTo("2 PUT, 2 GET, 0 LIST");
    }

    @Test
    void closingIsOnePut() {
        Node node = cluster.node();
        Counter counter = new Counter(node);

        node.close().resultNow();

        assertThat(counter.since()).isEqualTo("1 PUT, 0 GET, 0 LIST");
    }

    /// With real loops: the parts that come while a put is under way go with the next one.
    @Test
    void aHundredConcurrentPartsAreTwoPuts() {
        GatedBucket bucket = new GatedBucket();
        NodeCollections collections =
                new NodeCollections(
                        bucket,
                        new NodeId("node1"),
                        Publishing.HERE,
                        () ->
                                new ProtocolLoop(
                                        "loop",
                                        bucket,
                                        SystemTime.ticker()::nanos,
                                        SystemTime.random()),
                        SystemTime.sleeper(),
                        _ -> OptionalInt.of(2));
        try {
            var _ = now(collections.start());
            Opened opened =
                    now(
                            collections.openOrCreate(
                                    new CollectionName("things"), CollectionSettings.DEFAULTS));
            CollectionLog log = opened.log();
            assertThat(bucket.count(BucketOperation.PUT_IF_ABSENT)).isEqualTo(1);
            bucket.reset();
            bucket.gate = new CountDownLatch(1);
            List<CompletableFuture<PartOutcome>> outcomes = new ArrayList<>();

            for (int i = 0; i < 100; i++) {
                outcomes.add(
                        log.submit(
                                new Part(
                                        new BatchId(1, i),
                                        log.tail(),
                                        List.of(
                                                RecordCodec.encode(
                                                        new LogRecord.DocumentWrite(
                                                                LogCluster.document(
                                                                        "d" + i, "text", null)))),
                                        List.of(),
                                        null,
                                        OptionalInt.empty(),
                                        false,
                                        Duration.ofSeconds(60))));
            }
            bucket.gate.countDown();
            outcomes.forEach(RequestCountTest::now);

            assertThat(bucket.count(BucketOperation.PUT_IF_ABSENT)).isEqualTo(2);
            assertThat(bucket.total()).isEqualTo(2);
        } finally {
            collections.close();
        }
    }

    /// Creates wait at the gate.
    private static final class GatedBucket extends CountingBucket {
        private volatile CountDownLatch gate = new CountDownLatch(0);

        GatedBucket() {
            super(new MemoryBucket(InstantSource.system()));
        }

        @Override
        public Created putIfAbsent(ObjectKey key, byte[] bytes) {
            try {
                gate.await();
            } catch (InterruptedException e) {
                throw new BucketException(BucketException.Kind.UNAVAILABLE, "stopped", e);
            }
            return super.putIfAbsent(key, bytes);
        }
    }

    private static <T> T now(CompletableFuture<T> future) {
        return future.orTimeout(60, TimeUnit.SECONDS).join();
    }

    private void putCommit(long number) {
        try (CommitCodec codec = new CommitCodec()) {
            cluster.bucket.put(
                    NAME.entry(number),
                    codec.encode(
                            LivingKeysTest.header(
                                    number, cluster.time.instant(), new Carried.Whole<>(List.of())),
                            List.of()));
        }
    }
}
