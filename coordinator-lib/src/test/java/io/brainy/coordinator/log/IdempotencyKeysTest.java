package io.brainy.coordinator.log;

import static io.brainy.coordinator.log.LogCluster.committed;
import static io.brainy.coordinator.log.LogCluster.progress;
import static org.assertj.core.api.Assertions.assertThat;

import io.brainy.coordinator.bucket.BucketCall;
import io.brainy.coordinator.log.LogCluster.Last;
import io.brainy.coordinator.log.LogCluster.Node;
import io.brainy.model.log.Carried;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// L5 over whole logs: a key is honoured whoever takes the number, however the headers carry it.
class IdempotencyKeysTest {

    private final LogCluster cluster = new LogCluster();

    private static Part keyed(Node node, String key) {
        return node.draft().with("d" + key, key).key(key, 0, 1, Last.LAST).part();
    }

    @Test
    void aKeyIsTakenOnce() {
        Node node = cluster.node();
        node.submit(keyed(node, "k")).resultNow();

        PartOutcome again = node.submit(keyed(node, "k")).resultNow();

        assertThat(again).isEqualTo(new PartOutcome.KeyKnown(progress("k", 0, 1, Last.LAST), 1));
        assertThat(cluster.has(2)).isFalse();
    }

    @Test
    void twoPartsOfOneKeyInOneQueueAreTakenOnce() {
        Node node = cluster.node();
        node.edge.hold(call -> call instanceof BucketCall.PutIfAbsent);
        CompletableFuture<PartOutcome> first = node.submit(keyed(node, "k"));
        CompletableFuture<PartOutcome> second = node.submit(keyed(node, "k"));
        node.edge.holdNothing();

        node.edge.theHeld().perform();
        cluster.time.advance(Duration.ofSeconds(1));

        assertThat(committed(first)).isEqualTo(1);
        assertThat(second.resultNow()).isInstanceOf(PartOutcome.KeyKnown.class);
    }

    @Test
    void anotherNodeHonoursIt() {
        Node node = cluster.node();
        Node other = cluster.node();
        node.submit(keyed(node, "k")).resultNow();

        assertThat(other.submit(keyed(other, "k")).resultNow())
                .isInstanceOf(PartOutcome.KeyKnown.class);
    }

    /// A request over two commits that dies between them goes on where it stands.
    @Test
    void aRetryOfTwoPartsGoesOnAfterTheFirst() {
        Node node = cluster.node();
        node.submit(node.draft().with("a", "1").key("k", 0, 5, Last.MORE).part()).resultNow();
        Node other = cluster.node();

        PartOutcome retried =
                other.submit(other.draft().with("a", "1").key("k", 0, 5, Last.MORE).part())
                        .resultNow();
        PartOutcome rest =
                other.submit(other.draft().with("b", "2").key("k", 5, 9, Last.LAST).part())
                        .resultNow();
        PartOutcome third =
                node.submit(node.draft().with("b", "2").key("k", 5, 9, Last.LAST).part())
                        .resultNow();

        assertThat(retried).isEqualTo(new PartOutcome.KeyKnown(progress("k", 0, 5, Last.MORE), 1));
        assertThat(rest).isEqualTo(new PartOutcome.Committed(2));
        assertThat(third).isEqualTo(new PartOutcome.KeyKnown(progress("k", 5, 9, Last.LAST), 2));
    }

    /// The newest commit, with which a node begins, has the keys in its own header.
    @Test
    void aColdNodeHonoursKeysThatTheNewestHeaderCarries() {
        Node node = cluster.node();
        node.submit(keyed(node, "k")).resultNow();
        while (!(newestKeys(node) instanceof Carried.Whole)) {
            node.write("x", "filler");
        }
        Node cold = cluster.node();

        assertThat(cold.submit(keyed(cold, "k")).resultNow())
                .isInstanceOf(PartOutcome.KeyKnown.class);
        assertThat(rangesRead(cold)).isZero();
    }

    private Object newestKeys(Node node) {
        return cluster.commit(node.machine.fold().position()).header().keys();
    }

    @Test
    void aColdNodeHonoursKeysThatOnlyAnEarlierHeaderCarries() {
        Node node = cluster.node();
        node.submit(keyed(node, "k1")).resultNow();
        node.write("x", "between");
        node.submit(keyed(node, "k2")).resultNow();
        for (int i = 0; i < 10; i++) {
            node.write("x", "filler");
        }
        assertThat(newestKeys(node)).isEqualTo(new Carried.At<>(1));
        Node cold = cluster.node();
        assertThat(rangesRead(cold)).isZero();

        assertThat(cold.submit(keyed(cold, "k1")).resultNow())
                .isInstanceOf(PartOutcome.KeyKnown.class);
        assertThat(cold.submit(keyed(cold, "k2")).resultNow())
                .isInstanceOf(PartOutcome.KeyKnown.class);
        assertThat(committed(cold.submit(keyed(cold, "k3")))).isEqualTo(14);
        assertThat(rangesRead(cold)).isEqualTo(12);
    }

    /// The header of a commit that a cold node makes refers no further back than 256 commits.
    @Test
    void aColdNodeCarriesTheKeysOnInTime() {
        Node node = cluster.node();
        node.submit(keyed(node, "k")).resultNow();
        while (node.machine.fold().position() < LivingKeys.WHOLE_EVERY) {
            node.write("x", "filler");
        }
        assertThat(newestKeys(node)).isEqualTo(new Carried.At<>(1));
        Node cold = cluster.node();

        cold.write("y", "the next");

        assertThat(newestKeys(cold)).isInstanceOf(Carried.Whole.class);
        assertThat(cold.machine.fold().keys().size()).isEqualTo(1);
        assertThat(cold.submit(keyed(cold, "k")).resultNow())
                .isInstanceOf(PartOutcome.KeyKnown.class);
    }

    @Test
    void aKeyLivesForTenMinutes() {
        Node node = cluster.node();
        node.submit(keyed(node, "k")).resultNow();

        cluster.time.advance(LivingKeys.LIFE);
        PartOutcome atTheEnd = node.submit(keyed(node, "k")).resultNow();
        cluster.time.advance(Duration.ofSeconds(1));
        PartOutcome afterwards = node.submit(keyed(node, "k")).resultNow();

        assertThat(atTheEnd).isInstanceOf(PartOutcome.KeyKnown.class);
        assertThat(afterwards).isEqualTo(new PartOutcome.Committed(2));
    }

    /// L5: b1 waits in a paused sequencer, its retry b2 commits, 11 minutes later b1 would too.
    @Test
    void aPartThatWaitedLongerThanAKeyLivesIsNotTakenAgain() {
        Node sequencer = cluster.node();
        Node other = cluster.node();
        Part first =
                sequencer
                        .draft()
                        .with("a", "1")
                        .key("k", 0, 1, Last.LAST)
                        .timeout(Duration.ofHours(1))
                        .part();
        sequencer.edge.hold(_ -> true);
        CompletableFuture<PartOutcome> waiting = sequencer.submit(first);
        other.submit(other.draft().with("a", "1").key("k", 0, 1, Last.LAST).part()).resultNow();
        cluster.time.advance(Duration.ofMinutes(11));
        other.probe().resultNow();
        other.write("b", "2");
        sequencer.edge.holdNothing();

        sequencer.edge.theHeld().perform();
        cluster.time.advance(Duration.ofSeconds(1));

        assertThat(waiting.resultNow())
                .isEqualTo(new PartOutcome.KeyKnown(progress("k", 0, 1, Last.LAST), 1));
        assertThat(cluster.has(3)).isFalse();
    }

    /// Where there are too many keys, time makes room, also when nothing else is written.
    @Test
    void tooManyKeysAreTooManyForTenMinutes() {
        Node node = cluster.node();
        fill(node, LivingKeys.MAX_KEYS);

        CompletableFuture<PartOutcome> tooMany = node.submit(keyed(node, "one more"));
        assertThat(tooMany)
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withMessageContaining("idempotency keys");
        cluster.time.advance(LivingKeys.LIFE.plusSeconds(1));

        assertThat(node.submit(keyed(node, "one more"))).isCompleted();
    }

    /// A node that slept: the headers that its newest commit refers to are truncated since, but
    /// what it reads on says all that is needed.
    @Test
    void aColdNodeWhoseHeadersAreTruncatedReadsOn() {
        Node node = cluster.node();
        node.submit(keyed(node, "k")).resultNow();
        node.write("x", "2");
        Node cold = cluster.node();
        while (node.machine.fold().position() < LivingKeys.WHOLE_EVERY + 5) {
            node.write("x", "filler");
        }
        cluster.time.advance(Duration.ofMinutes(9));
        cluster.truncate(3);

        assertThat(cold.submit(keyed(cold, "k")).resultNow())
                .isInstanceOf(PartOutcome.KeyKnown.class);
        assertThat(cold.breaks).isEmpty();
    }

    @Test
    void aReferenceBelowTheFloorIsDamage() {
        Node node = cluster.node();
        node.submit(keyed(node, "k")).resultNow();
        node.write("x", "2");
        node.write("x", "3");
        Node cold = cluster.node();
        cluster.truncate(2);

        CompletableFuture<PartOutcome> outcome = cold.submit(keyed(cold, "k"));

        assertThat(outcome)
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withMessageContaining("still refers to it");
        assertThat(cold.breaks).hasSize(1);
    }

    /// A commit that must carry so many keys that a large part does not fit beside them is made
    /// without it, and the next takes it.
    @Test
    void aLargePartWaitsForManyKeysToBeCarried() {
        Node node = cluster.node();
        fill(node, "y".repeat(240), LivingKeys.MAX_BYTES / (240 + 80 + 6));
        while (node.machine.fold().keys().wholeAt() + LivingKeys.WHOLE_EVERY
                > node.machine.fold().position() + 1) {
            node.write("x", "filler");
        }
        long before = node.machine.fold().position();
        LogCluster.Draft large = node.draft();
        for (int i = 0; i < 4_600; i++) {
            large.with("%04d%s".formatted(i, "i".repeat(60)), "c".repeat(700));
        }

        long position = committed(node.submit(large.part()));

        assertThat(position).isEqualTo(before + 2);
        assertThat(cluster.commit(before + 1).header().parts()).isEmpty();
        assertThat(cluster.commit(before + 1).header().keys()).isInstanceOf(Carried.Whole.class);
        assertThat(cluster.commit(position).header().keys())
                .isEqualTo(new Carried.At<>(before + 1));
    }

    private void fill(Node node, int count) {
        fill(node, "f", count);
    }

    private void fill(Node node, String prefix, int count) {
        List<CompletableFuture<PartOutcome>> outcomes =
                IntStream.range(0, count)
                        .mapToObj(i -> node.machine.submit(keyed(node, prefix + i)))
                        .toList();
        while (!outcomes.stream().allMatch(CompletableFuture::isDone)) {
            cluster.time.advance(Duration.ofMillis(250));
        }
        for (CompletableFuture<PartOutcome> outcome : outcomes) {
            assertThat(committed(outcome)).isPositive();
        }
    }

    private static long rangesRead(Node node) {
        return node.edge.calls().stream().filter(c -> c instanceof BucketCall.GetRange).count();
    }
}
