package io.brainy.coordinator.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brainy.coordinator.bucket.BucketCall;
import io.brainy.coordinator.bucket.BucketException;
import io.brainy.coordinator.bucket.MemoryBucket;
import io.brainy.coordinator.bucket.ObjectKey;
import io.brainy.coordinator.layout.SequenceName;
import io.brainy.coordinator.testing.ManualTime;
import io.brainy.coordinator.testing.ScriptedEdge;
import io.brainy.model.error.CorruptException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What the simulator does not show: single answers, and owners that fail.
class SequenceTest {

    private static final SequenceName NAME = new SequenceName("things/log");

    private final ManualTime time = new ManualTime();
    private final MemoryBucket bucket = new MemoryBucket(time);
    private final ScriptedEdge edge = new ScriptedEdge(bucket, time, 1);
    private final Log log = new Log();
    private final Sequence sequence = new Sequence(NAME, edge, log, Duration.ofHours(1));

    @Test
    void aStrangersObjectUnderThePrefixIsDamage() {
        bucket.put(new ObjectKey("things/log/readme"), new byte[0]);

        sequence.openNewest(1);
        time.run();

        assertThat(log.events).containsExactly("damaged");
        assertThat(log.damage).isInstanceOf(CorruptException.class);
    }

    @Test
    void aNumberBeyondAllNumbersIsDamage() {
        bucket.put(new ObjectKey("things/log/99999999999999999998"), new byte[0]);

        sequence.openNewest(1);
        time.run();

        assertThat(log.events).containsExactly("damaged");
    }

    @Test
    void aProbeOfADamagedSequenceWaitsForTheNextOpening() {
        bucket.put(new ObjectKey("things/log/readme"), new byte[0]);
        sequence.openNewest(1);
        sequence.probe(() -> log.events.add("end"));
        time.run();
        assertThat(log.events).containsExactly("damaged");

        bucket.delete(List.of(new ObjectKey("things/log/readme")));
        sequence.openNewest(1);
        time.run();

        assertThat(log.events).containsExactly("damaged", "end");
    }

    /// An owner's defect is told by the loop; it must not silence the sequence for ever.
    @Test
    void anOwnerThatThrewIsAskedAgain() {
        sequence.openNewest(1);
        time.run();
        log.proposal = null;

        assertThatThrownBy(sequence::append).hasMessage("no proposal");
        log.proposal = new byte[] {7};
        sequence.append();
        time.run();

        assertThat(log.events).containsExactly("won 1");
    }

    @Test
    void whatTheBucketRefusesForGoodIsRefused() {
        sequence.openNewest(1);
        time.run();
        edge.hold(call -> call instanceof BucketCall.PutIfAbsent);

        sequence.append();
        time.run();
        edge.theHeld().fail(BucketException.Kind.FULL);

        assertThat(log.events).containsExactly("refused 1");
        assertThat(bucket.get(NAME.entry(1)).object()).isEmpty();
    }

    /// S2: the first put may still be applied, so a later refusal says nothing about it.
    @Test
    void whatMayBeUnderWayIsNotRefused() {
        sequence.openNewest(1);
        time.run();
        edge.hold(call -> call instanceof BucketCall.PutIfAbsent);
        sequence.append();
        time.run();
        ScriptedEdge.Held first = edge.theHeld();
        first.fail(BucketException.Kind.TIMEOUT);
        time.advance(Duration.ofSeconds(10));

        edge.theHeld().fail(BucketException.Kind.DENIED);
        first.apply();
        time.advance(Duration.ofSeconds(10));

        assertThat(log.events).containsExactly("won 1");
        assertThat(edge.calls().stream().filter(call -> call instanceof BucketCall.PutIfAbsent))
                .hasSize(2);
    }

    /// S5: what was created under a look that has gone bad counts after a new one.
    @Test
    void aWriteAfterALongSleepLooksOnceMore() {
        sequence.openNewest(1);
        time.run();
        time.advance(Duration.ofHours(5));
        int before = edge.calls().size();

        sequence.append();
        time.run();

        assertThat(log.events).containsExactly("won 1");
        assertThat(edge.calls().subList(before, edge.calls().size()))
                .hasExactlyElementsOfTypes(BucketCall.PutIfAbsent.class, BucketCall.ListKeys.class);
    }

    private static final class Log implements Sequence.Owner {
        private final List<String> events = new ArrayList<>();
        private byte @Nullable [] proposal = {1, 2, 3};
        private @Nullable CorruptException damage;

        @Override
        public void folded(long number, byte[] bytes) {
            events.add("folded " + number);
        }

        @Override
        public Optional<byte[]> propose(long number, Instant date) {
            if (proposal == null) {
                throw new IllegalStateException("no proposal");
            }
            return Optional.of(proposal);
        }

        @Override
        public void won(long number) {
            events.add("won " + number);
        }

        @Override
        public void lost(long number) {
            events.add("lost " + number);
        }

        @Override
        public void refused(long number, BucketException reason) {
            events.add("refused " + number);
        }

        @Override
        public void unknown(long number) {
            events.add("unknown " + number);
        }

        @Override
        public void truncated(long floor) {
            events.add("truncated " + floor);
        }

        @Override
        public void damaged(CorruptException reason) {
            events.add("damaged");
            damage = reason;
        }
    }
}
