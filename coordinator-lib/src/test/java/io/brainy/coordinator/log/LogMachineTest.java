package io.brainy.coordinator.log;

import static io.brainy.coordinator.log.LogCluster.NAME;
import static io.brainy.coordinator.log.LogCluster.TIMEOUT;
import static io.brainy.coordinator.log.LogCluster.committed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brainy.coordinator.bucket.BucketCall;
import io.brainy.coordinator.bucket.BucketException;
import io.brainy.coordinator.log.LogCluster.Last;
import io.brainy.coordinator.log.LogCluster.Node;
import io.brainy.coordinator.testing.ScriptedEdge;
import io.brainy.model.document.DocumentId;
import io.brainy.model.error.BrainyException;
import io.brainy.model.error.CorruptException;
import io.brainy.model.error.InvalidException;
import io.brainy.model.error.NotFoundException;
import io.brainy.model.error.OverloadedException;
import io.brainy.model.error.ProblemType;
import io.brainy.model.error.UnavailableException;
import io.brainy.model.log.CollectionSettings;
import io.brainy.model.log.EncodedRecord;
import io.brainy.model.log.LogRecord;
import io.brainy.model.log.RecordCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// Single histories of one log: deadlines (L11), damage (L12), limits, settings (L9), the end (L10)
/// and views that are truncated (S5).
class LogMachineTest {

    private final LogCluster cluster = new LogCluster();

    private static boolean isPut(BucketCall call) {
        return call instanceof BucketCall.PutIfAbsent;
    }

    private static void assertOutcomeUnknown(Part part, CompletableFuture<PartOutcome> outcome) {
        assertThat(outcome)
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .havingCause()
                .isInstanceOfSatisfying(
                        BrainyException.class,
                        e -> assertThat(e.type()).isEqualTo(ProblemType.OUTCOME_UNKNOWN))
                .withMessageContaining(part.id().toString());
    }

    private static void assertFails(
            CompletableFuture<?> future, Class<? extends Throwable> type, String message) {
        assertThat(future)
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(type)
                .withMessageContaining(message);
    }

    @Nested
    class AtTheDeadline {

        @Test
        void anUndecidedPutHasAnUnknownOutcome() {
            Node node = cluster.node();
            node.edge.hold(LogMachineTest::isPut);
            Part part = node.part("a", "first");
            CompletableFuture<PartOutcome> outcome = node.submit(part);

            cluster.time.advance(TIMEOUT.minusMillis(1));
            assertThat(outcome).isNotDone();
            cluster.time.advance(Duration.ofMillis(1));

            assertOutcomeUnknown(part, outcome);
        }

        /// L11: told "unknown", a part must not appear later under another number.
        @Test
        void aPartThatIsUnknownGetsNoOtherNumber() {
            Node node = cluster.node();
            Node other = cluster.node();
            node.edge.hold(LogMachineTest::isPut);
            CompletableFuture<PartOutcome> outcome = node.submit(node.part("a", "unknown"));
            cluster.time.advance(TIMEOUT);
            assertThat(outcome).isCompletedExceptionally();
            other.write("b", "another");
            node.edge.holdNothing();

            node.edge.theHeld().perform();
            node.write("c", "next");

            assertThat(cluster.texts(1)).containsExactly("another");
            assertThat(cluster.texts(2)).containsExactly("next");
            assertThat(cluster.has(3)).isFalse();
            assertThat(node.machine.idle()).isTrue();
        }

        @Test
        void aPutThatLandsAfterwardsIsInTheLogOnce() {
            Node node = cluster.node();
            node.edge.hold(LogMachineTest::isPut);
            CompletableFuture<PartOutcome> outcome = node.submit(node.part("a", "late"));
            cluster.time.advance(TIMEOUT);

            node.edge.theHeld().perform();

            assertThat(outcome).isCompletedExceptionally();
            assertThat(cluster.texts(1)).containsExactly("late");
            assertThat(cluster.has(2)).isFalse();
        }

        @Test
        void aPartThatOnlyWaitedWasNotWritten() {
            Node node = cluster.node();
            node.edge.hold(LogMachineTest::isPut);
            CompletableFuture<PartOutcome> first = node.submit(node.part("a", "under way"));
            CompletableFuture<PartOutcome> waiting =
                    node.submit(
                            node.draft()
                                    .with("b", "waiting")
                                    .timeout(Duration.ofSeconds(5))
                                    .part());

            cluster.time.advance(Duration.ofSeconds(5));
            assertFails(waiting, UnavailableException.class, "nothing was written, try again");
            node.edge.holdNothing();
            node.edge.theHeld().perform();
            cluster.time.advance(TIMEOUT);

            assertThat(committed(first)).isEqualTo(1);
            assertThat(cluster.texts(1)).containsExactly("under way");
            assertThat(cluster.has(2)).isFalse();
            assertThat(node.machine.idle()).isTrue();
        }

        @Test
        void aPartWhoseNumberWasLostWasNotWritten() {
            Node node = cluster.node();
            Node other = cluster.node();
            node.edge.hold(LogMachineTest::isPut);
            CompletableFuture<PartOutcome> outcome = node.submit(node.part("a", "loser"));
            other.write("b", "winner");
            node.edge.hold(call -> call instanceof BucketCall.Get);
            node.edge.theHeld().perform();
            node.edge.hold(_ -> true);
            node.edge.theHeld().perform();

            cluster.time.advance(TIMEOUT);

            assertFails(outcome, UnavailableException.class, "nothing was written, try again");
        }
    }

    @Nested
    class WhenTheNodeStops {

        @Test
        void whatIsUnderWayHasAnUnknownOutcome() {
            Node node = cluster.node();
            node.edge.hold(LogMachineTest::isPut);
            Part part = node.part("a", "under way");
            CompletableFuture<PartOutcome> underWay = node.submit(part);
            CompletableFuture<PartOutcome> waiting = node.submit(node.part("b", "waiting"));

            node.machine.dispose();

            assertOutcomeUnknown(part, underWay);
            assertFails(waiting, UnavailableException.class, "this node is stopping");
            node.edge.theHeld().perform();
            assertThat(cluster.texts(1)).containsExactly("under way");
        }

        @Test
        void whoWaitsForTheEndIsTold() {
            Node node = cluster.node();
            node.edge.hold(_ -> true);
            CompletableFuture<Long> probe = node.probe();

            node.machine.dispose();

            assertFails(probe, UnavailableException.class, "this node is stopping");
        }
    }

    @Nested
    class WhenACommitIsDamaged {

        private Node damaged() {
            Node writer = cluster.node();
            writer.write("a", "1");
            writer.write("b", "2");
            Node node = cluster.node();
            writer.write("c", "3");
            writer.write("d", "4");
            byte[] bytes = cluster.bytes(3);
            bytes[bytes.length - 3] ^= 1;
            cluster.bucket.put(NAME.entry(3), bytes);
            return node;
        }

        @Test
        void nothingIsSkipped() {
            Node node = damaged();
            int before = node.folded.size();

            assertFails(node.probe(), CorruptException.class, NAME.entry(3).value());

            assertThat(node.folded).hasSize(before);
            assertThat(node.machine.fold().position()).isEqualTo(2);
            assertThat(node.breaks).hasSize(1);
        }

        @Test
        void everythingThatWaitsFails() {
            Node node = damaged();
            node.edge.hold(LogMachineTest::isPut);
            CompletableFuture<PartOutcome> underWay = node.submit(node.part("e", "5"));
            CompletableFuture<PartOutcome> waiting = node.submit(node.part("f", "6"));
            CompletableFuture<CollectionSettings> settings = node.configure(s -> s);
            CompletableFuture<Long> closing = node.close();
            node.edge.holdNothing();
            CompletableFuture<Long> probe = node.probe();

            node.edge.theHeld().perform();

            for (CompletableFuture<?> each : List.of(underWay, waiting, settings, closing, probe)) {
                assertFails(each, CorruptException.class, NAME.entry(3).value());
            }
        }

        @Test
        void everythingLaterFailsToo() {
            Node node = damaged();
            assertThat(node.probe()).isCompletedExceptionally();

            for (CompletableFuture<?> each :
                    List.of(
                            node.submit(node.part("e", "5")),
                            node.configure(CollectionSettings::withoutModel),
                            node.close(),
                            node.probe())) {
                assertFails(each, CorruptException.class, NAME.entry(3).value());
            }
            cluster.time.advance(Duration.ofHours(1));
            assertThat(cluster.has(5)).isFalse();
            assertThat(node.breaks).hasSize(1);
        }

        @Test
        void aNodeThatBeginsThereBreaksToo() {
            Node writer = cluster.node();
            writer.write("a", "1");
            cluster.bucket.put(NAME.entry(1), new byte[] {1});

            Node node = cluster.node();

            assertThat(node.breaks).hasSize(1);
            assertFails(node.probe(), CorruptException.class, NAME.entry(1).value());
        }

        @Test
        void aCommitUnderAnothersNumberIsDamage() {
            Node writer = cluster.node();
            writer.write("a", "1");
            Node node = cluster.node();
            cluster.bucket.put(NAME.entry(2), cluster.bytes(1));

            assertFails(node.probe(), CorruptException.class, "commit 2 was wanted, found 1");
        }

        /// The put may land although the log cannot be read.
        @Test
        void whatIsUnderWayThenHasAnUnknownOutcome() {
            Node writer = cluster.node();
            writer.submit(writer.draft().with("a", "1").key("k", 0, 1, Last.LAST).part())
                    .resultNow();
            writer.write("b", "2");
            Node node = cluster.node();
            node.edge.hold(call -> isPut(call) || call instanceof BucketCall.GetRange);
            Part part = node.part("c", "3");
            CompletableFuture<PartOutcome> underWay = node.submit(part);
            CompletableFuture<PartOutcome> keyed =
                    node.submit(node.draft().with("d", "4").key("k2", 0, 1, Last.LAST).part());
            ScriptedEdge.Held put = node.edge.theHeld();
            node.machine.loadKeys();
            cluster.bucket.put(NAME.entry(1), new byte[] {1});

            node.edge.held().getLast().perform();

            assertOutcomeUnknown(part, underWay);
            assertFails(keyed, CorruptException.class, NAME.entry(1).value());
            put.perform();
            assertThat(cluster.texts(3)).containsExactly("3");
        }
    }

    @Nested
    class Limits {

        @Test
        void soManyPartsWait() {
            Node node = cluster.node();
            node.edge.hold(LogMachineTest::isPut);
            var _ = node.submit(node.part("a", "under way"));
            List<CompletableFuture<PartOutcome>> waiting = new ArrayList<>();
            EncodedRecord record =
                    RecordCodec.encode(new LogRecord.DocumentTombstone(new DocumentId("x")));
            for (int i = 0; i < LogMachine.MAX_QUEUED_PARTS; i++) {
                waiting.add(node.machine.submit(node.draft().with(record).part()));
            }
            assertThat(waiting).noneMatch(CompletableFuture::isDone);

            CompletableFuture<PartOutcome> tooMany = node.submit(node.part("b", "too many"));

            assertFails(tooMany, OverloadedException.class, "try again");
        }

        @Test
        void soManyBytesWait() {
            Node node = cluster.node();
            node.edge.hold(LogMachineTest::isPut);
            var _ = node.submit(node.part("a", "under way"));
            EncodedRecord quarter = ofBytes(Part.MAX_BYTES / 4);
            for (int i = 0; i < LogMachine.MAX_QUEUED_BYTES / Part.MAX_BYTES; i++) {
                Part part =
                        node.draft().with(quarter).with(quarter).with(quarter).with(quarter).part();
                assertThat(part.bytes()).isEqualTo(Part.MAX_BYTES);
                assertThat(node.submit(part)).isNotDone();
            }

            assertFails(
                    node.submit(node.part("b", "one more")),
                    OverloadedException.class,
                    "48 MiB of writes wait");
        }

        @Test
        void whatIsCommittedMakesRoom() {
            Node node = cluster.node();
            node.edge.hold(LogMachineTest::isPut);
            var _ = node.submit(node.part("a", "under way"));
            EncodedRecord full = ofBytes(Part.MAX_BYTES);
            for (int i = 0; i < LogMachine.MAX_QUEUED_BYTES / Part.MAX_BYTES; i++) {
                assertThat(node.submit(node.draft().with(full).part())).isNotDone();
            }
            assertThat(node.submit(node.part("b", "1"))).isCompletedExceptionally();

            node.edge.holdNothing();
            node.edge.theHeld().perform();
            cluster.time.advance(Duration.ofSeconds(20));

            assertThat(committed(node.submit(node.part("b", "2")))).isPositive();
        }

        @Test
        void theLogRunsOnlySoFarAheadOfTheIndex() {
            Node node = cluster.node();
            long position = node.write("a", "1");
            node.machine.fold().lag().committed(position, IndexLag.MAX_RECORDS - 1, 0);
            assertThat(committed(node.submit(node.part("b", "2")))).isEqualTo(position + 1);

            CompletableFuture<PartOutcome> tooFar = node.submit(node.part("c", "3"));

            assertFails(tooFar, OverloadedException.class, "ahead of the index");
            node.machine.indexed(position);
            assertThat(committed(node.submit(node.part("c", "3")))).isEqualTo(position + 2);
        }

        @Test
        void aPartHasOnlySoMuch() {
            Node node = cluster.node();
            assertThat(committed(node.submit(node.draft().with(ofBytes(Part.MAX_BYTES)).part())))
                    .isEqualTo(1);

            assertFails(
                    node.submit(node.draft().with(ofBytes(Part.MAX_BYTES + 1)).part()),
                    InvalidException.class,
                    "4,194,304 bytes");
            LogCluster.Draft many = node.draft();
            EncodedRecord small =
                    RecordCodec.encode(new LogRecord.DocumentTombstone(new DocumentId("x")));
            for (int i = 0; i < Part.MAX_RECORDS; i++) {
                many.with(small);
            }
            assertThat(node.submit(many.part())).isCompleted();
            assertFails(
                    node.submit(many.with(small).part()), InvalidException.class, "10,000 records");
        }

        /// Such a part would else wait at the head of the queue, and all behind it too.
        @Test
        void aPartThatFitsNoCommitIsRefusedAlone() {
            Node node = cluster.node();
            LogCluster.Draft longIds = node.draft();
            for (int i = 0; i < 7_500; i++) {
                longIds.with(("%05d".formatted(i) + "x".repeat(507)), "");
            }
            Part part = longIds.part();
            assertThat(part.bytes()).isLessThan(Part.MAX_BYTES);

            CompletableFuture<PartOutcome> refused = node.submit(part);

            assertFails(refused, InvalidException.class, "fewer");
            assertThat(node.write("a", "next")).isEqualTo(1);
        }

        private EncodedRecord ofBytes(int bytes) {
            int overhead = RecordCodec.encode(write("")).bytes();
            for (int guess = bytes - overhead; ; guess--) {
                EncodedRecord record = RecordCodec.encode(write("y".repeat(guess)));
                if (record.bytes() == bytes) {
                    return record;
                }
            }
        }

        private LogRecord write(String text) {
            return new LogRecord.DocumentWrite(LogCluster.document("big", text, null));
        }
    }

    @Nested
    class Settings {

        @Test
        void aChangeIsACommit() {
            Node node = cluster.node();
            node.write("a", "1");

            CollectionSettings changed = node.configure(s -> s.withDimension(7)).resultNow();

            assertThat(changed.dimension()).hasValue(7);
            assertThat(node.settings.getLast()).isEqualTo(changed);
            assertThat(cluster.commit(2).records()).isEmpty();
            assertThat(cluster.node().machine.fold().settings()).isEqualTo(changed);
        }

        @Test
        void noChangeIsNoCommit() {
            Node node = cluster.node();

            assertThat(node.configure(s -> s).resultNow()).isEqualTo(CollectionSettings.DEFAULTS);

            assertThat(cluster.has(1)).isFalse();
        }

        @Test
        void aChangeThatThrowsFailsAlone() {
            Node node = cluster.node();

            CompletableFuture<CollectionSettings> wrong =
                    node.configure(_ -> {
                        throw new InvalidException("dimension", "no");
                    });

            assertFails(wrong, InvalidException.class, "no");
            assertThat(node.configure(s -> s.withDimension(3)).resultNow().dimension()).hasValue(3);
        }

        @Test
        void aChangeIsDecidedOnWhatAnotherNodeMadeOfIt() {
            Node node = cluster.node();
            Node other = cluster.node();
            other.configure(s -> s.withDimension(3)).resultNow();

            CollectionSettings changed =
                    node.configure(CollectionSettings::withoutModel).resultNow();

            assertThat(changed)
                    .isEqualTo(CollectionSettings.DEFAULTS.withDimension(3).withoutModel());
        }

        @Test
        void changesThatContradictEachOtherBothEnd() {
            Node node = cluster.node();
            node.edge.hold(LogMachineTest::isPut);
            CompletableFuture<CollectionSettings> three = node.configure(s -> s.withDimension(3));
            CompletableFuture<CollectionSettings> four = node.configure(s -> s.withDimension(4));
            node.edge.holdNothing();

            node.edge.theHeld().perform();

            assertThat(three).isCompleted();
            assertThat(four).isCompleted();
        }

        /// The vector that is refused must not be refused for a dimension that no commit fixed.
        @Test
        void aDimensionIsWrongOnlyWhereACommitFixedAnother() {
            Node node = cluster.node();
            Node other = cluster.node();
            node.edge.hold(LogMachineTest::isPut);
            var _ = node.submit(node.part("z", "under way"));
            CompletableFuture<PartOutcome> three =
                    node.submit(node.draft().with("a", "three", new float[3]).part());
            CompletableFuture<PartOutcome> two =
                    node.submit(node.draft().with("b", "two", new float[2]).part());
            node.edge.theHeld().perform();
            other.submit(other.draft().with("c", "another", new float[2]).part()).resultNow();
            node.edge.holdNothing();

            node.edge.theHeld().perform();
            cluster.time.advance(Duration.ofSeconds(1));

            assertThat(three.resultNow()).isEqualTo(new PartOutcome.WrongDimension(2));
            assertThat(committed(two)).isPositive();
        }

        @Test
        void theFirstGivenVectorOfAnotherDimensionLeavesTheModelOut() {
            Node node = cluster.node();

            node.submit(node.draft().with("a", "1", new float[5]).part()).resultNow();

            assertThat(node.machine.fold().settings())
                    .isEqualTo(CollectionSettings.DEFAULTS.withDimension(5).withoutModel());
            assertThat(node.submit(node.draft().with("b", "2", new float[2]).part()).resultNow())
                    .isEqualTo(new PartOutcome.WrongDimension(5));
        }

        @Test
        void theFirstCommitRepeatsTheJournals() {
            Node node = cluster.node();

            node.write("a", "1");

            assertThat(node.settings).containsExactly(CollectionSettings.DEFAULTS);
            assertThat(cluster.commit(1).header().settings())
                    .isEqualTo(
                            new io.brainy.model.log.Carried.Whole<>(CollectionSettings.DEFAULTS));
        }
    }

    @Nested
    class TheEnd {

        @Test
        void nothingFollowsTheClosingCommit() {
            Node node = cluster.node();
            Node other = cluster.node();
            node.write("a", "1");

            assertThat(node.close().resultNow()).isEqualTo(2);

            assertThat(cluster.commit(2).header().closed()).isTrue();
            assertThat(node.submit(node.part("b", "2")).resultNow())
                    .isEqualTo(new PartOutcome.Dropped());
            assertThat(other.submit(other.part("c", "3")).resultNow())
                    .isEqualTo(new PartOutcome.Dropped());
            assertThat(cluster.has(3)).isFalse();
        }

        @Test
        void closingTwiceIsClosingOnce() {
            Node node = cluster.node();
            Node other = cluster.node();

            assertThat(node.close().resultNow()).isEqualTo(1);
            assertThat(other.close().resultNow()).isEqualTo(1);
            assertThat(node.close().resultNow()).isEqualTo(1);
        }

        @Test
        void whatWaitedWhenItClosedIsLeftOut() {
            Node node = cluster.node();
            node.edge.hold(LogMachineTest::isPut);
            CompletableFuture<PartOutcome> underWay = node.submit(node.part("a", "1"));
            CompletableFuture<PartOutcome> waiting = node.submit(node.part("b", "2"));
            CompletableFuture<CollectionSettings> settings =
                    node.configure(s -> s.withDimension(3));
            CompletableFuture<Long> closing = node.close();
            node.edge.holdNothing();

            node.edge.theHeld().perform();
            cluster.time.advance(Duration.ofSeconds(1));

            assertThat(committed(underWay)).isEqualTo(1);
            assertThat(closing.resultNow()).isEqualTo(2);
            assertThat(waiting.resultNow()).isEqualTo(new PartOutcome.Dropped());
            assertFails(settings, NotFoundException.class, "dropped");
        }

        /// L10: the floor of all nines is left for ever where the log was.
        @Test
        void aLogThatWasSweptIsGone() {
            Node node = cluster.node();
            node.write("a", "1");
            cluster.truncate(2);
            cluster.bucket.put(NAME.floor(Long.MAX_VALUE), new byte[0]);
            boolean[] ready = {false};
            Node late = cluster.new Node();

            late.machine.open(() -> ready[0] = true);
            cluster.time.run();

            assertThat(ready[0]).isTrue();
            assertThat(late.breaks).singleElement().isInstanceOf(NotFoundException.class);
            assertFails(late.probe(), NotFoundException.class, "dropped");
            assertFails(late.submit(late.part("b", "2")), NotFoundException.class, "dropped");
        }
    }

    @Nested
    class WhenTheViewIsTruncated {

        /// A node that slept while the log went on and was truncated to its newest commit.
        private Node sleptTooLong() {
            Node writer = cluster.node();
            writer.write("a", "1");
            Node sleeper = cluster.node();
            for (int i = 2; i <= 20; i++) {
                writer.write("a" + i, "" + i);
            }
            cluster.time.advance(Duration.ofHours(2));
            cluster.truncate(20);
            return sleeper;
        }

        @Test
        void aProbeReachesTheEndNevertheless() {
            assertThat(sleptTooLong().probe().resultNow()).isEqualTo(20);
        }

        @Test
        void whatItKnewBeforeIsNotJudged() {
            Node node = sleptTooLong();
            Part part = node.part("b", "old");

            assertOutcomeUnknown(part, node.submit(part));
            assertThat(node.write("c", "new")).isEqualTo(21);
            assertThat(cluster.has(22)).isFalse();
        }

        @Test
        void aKeyedPartDoesNotHoldTheQueue() {
            Node node = sleptTooLong();
            Part old = node.draft().with("b", "old").key("k", 0, 1, Last.LAST).part();

            CompletableFuture<PartOutcome> keyed = node.submit(old);
            long next = node.write("c", "next");

            assertOutcomeUnknown(old, keyed);
            assertThat(next).isEqualTo(21);
        }
    }

    /// A part may come from a node that has read further than the one that takes the number.
    @Test
    void aPartThatKnowsMoreWaitsUntilItsTakerDoes() {
        Node behind = cluster.node();
        Node ahead = cluster.node();
        for (int i = 1; i <= 3; i++) {
            ahead.write("a" + i, "" + i);
        }
        Part part = ahead.part("b", "handed over");
        assertThat(behind.machine.fold().position()).isZero();

        assertThat(committed(behind.submit(part))).isEqualTo(4);

        assertThat(cluster.commit(4).header().parts().getFirst().since()).isEqualTo(3);
    }

    @Test
    void aPartThatKnowsMoreThanThereIsFailsAlone() {
        Node node = cluster.node();
        node.write("a", "1");

        CompletableFuture<PartOutcome> bogus =
                node.submit(node.draft().with("b", "2").since(9).part());

        assertFails(bogus, IllegalArgumentException.class, "knows commit 9, but the log ends at 1");
        assertThat(node.write("c", "3")).isEqualTo(2);
    }

    @Test
    void aPartThatCameTwiceIsCommittedOnce() {
        Node node = cluster.node();
        Node other = cluster.node();
        Part part = node.part("a", "once");

        assertThat(committed(node.submit(part))).isEqualTo(1);
        assertThat(committed(other.submit(part))).isEqualTo(1);
        assertThat(committed(node.submit(part))).isEqualTo(1);

        assertThat(cluster.has(2)).isFalse();
    }

    @Test
    void twoConditionalWritesOfOneVersionAreNotBothTaken() {
        Node node = cluster.node();
        node.edge.hold(LogMachineTest::isPut);
        var _ = node.submit(node.part("z", "under way"));
        CompletableFuture<PartOutcome> first =
                node.submit(node.draft().with("a", "1").unchanged("a", 0).part());
        CompletableFuture<PartOutcome> second =
                node.submit(node.draft().with("a", "2").unchanged("a", 0).part());
        node.edge.holdNothing();

        node.edge.theHeld().perform();
        cluster.time.advance(Duration.ofSeconds(1));

        assertThat(committed(first)).isEqualTo(2);
        assertThat(second.resultNow()).isEqualTo(new PartOutcome.Changed("a", 2));
    }

    /// L4: what this process does not know any more is read again by who asks.
    @Test
    void aCheckFromBeforeTheViewIsAnsweredAsChanged() {
        Node writer = cluster.node();
        writer.write("a", "1");
        writer.write("b", "2");
        Node node = cluster.node();

        PartOutcome outcome =
                node.submit(node.draft().with("a", "3").unchanged("a", 0).part()).resultNow();

        assertThat(outcome).isEqualTo(new PartOutcome.Changed("a", 2));
        assertThat(committed(node.submit(node.draft().with("a", "3").unchanged("a", 2).part())))
                .isEqualTo(3);
    }

    @Test
    void whatTheBucketRefusesIsToldAndTheNextIsTried() {
        Node node = cluster.node();
        node.edge.hold(LogMachineTest::isPut);
        CompletableFuture<PartOutcome> refused = node.submit(node.part("a", "1"));
        CompletableFuture<PartOutcome> next = node.submit(node.part("b", "2"));
        node.edge.holdNothing();

        node.edge.theHeld().fail(BucketException.Kind.FULL);
        cluster.time.advance(Duration.ofSeconds(1));

        assertFails(refused, UnavailableException.class, "the bucket refused the write");
        assertThat(committed(next)).isEqualTo(1);
    }

    /// As when a hand-over is repeated before its first answer.
    @Test
    void aPartThatCameTwiceIntoOneQueueIsCommittedOnce() {
        Node node = cluster.node();
        node.edge.hold(LogMachineTest::isPut);
        var _ = node.submit(node.part("z", "under way"));
        Part part = node.part("a", "1");
        CompletableFuture<PartOutcome> first = node.submit(part);
        CompletableFuture<PartOutcome> second = node.submit(part);
        node.edge.holdNothing();

        node.edge.theHeld().perform();
        cluster.time.advance(Duration.ofSeconds(1));

        assertThat(committed(first)).isEqualTo(2);
        assertThat(committed(second)).isEqualTo(2);
        assertThat(cluster.has(3)).isFalse();
    }

    /// That is a defect of who made the part; it must hear of it, and the log goes on.
    @Test
    void partsOfACommitThatCannotBeEncodedAreAnswered() {
        Node node = cluster.node();
        Part wrong = node.draft().with("a", "1").key("k", 5, 3, Last.LAST).part();

        CompletableFuture<PartOutcome> outcome = node.machine.submit(wrong);
        assertThatThrownBy(cluster.time::run).hasMessageContaining("items are in order");

        assertFails(outcome, IllegalArgumentException.class, "items are in order");
        assertThat(node.write("b", "2")).isEqualTo(1);
    }

    /// The log outlives its clients' deadlines, so it must not hold what they sent.
    @Test
    void aPartThatIsDoneIsNotHeldUntilItsDeadline() {
        Node node = cluster.node();
        node.edge.hold(LogMachineTest::isPut);
        var _ = node.submit(node.part("a", "1"));
        assertThat(deadlines(node)).hasSize(1).allMatch(PartDeadline::holdsAPart);

        node.edge.theHeld().perform();

        assertThat(deadlines(node)).hasSize(1).noneMatch(PartDeadline::holdsAPart);
    }

    private static List<PartDeadline> deadlines(Node node) {
        return node.edge.timers().stream()
                .filter(timer -> timer instanceof PartDeadline)
                .map(timer -> (PartDeadline) timer)
                .toList();
    }
}
