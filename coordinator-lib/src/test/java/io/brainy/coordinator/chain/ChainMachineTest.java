package io.brainy.coordinator.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.brainy.coordinator.bucket.BucketCall;
import io.brainy.coordinator.bucket.MemoryBucket;
import io.brainy.coordinator.layout.BucketLayout;
import io.brainy.coordinator.layout.SequenceName;
import io.brainy.coordinator.sequence.Sequence;
import io.brainy.coordinator.testing.ManualTime;
import io.brainy.coordinator.testing.ScriptedEdge;
import io.brainy.model.error.ConflictException;
import io.brainy.model.error.CorruptException;
import io.brainy.model.error.NotFoundException;
import io.brainy.model.key.CollectionId;
import io.brainy.model.key.CollectionName;
import io.brainy.model.key.ShardId;
import io.brainy.model.key.SlotRange;
import io.brainy.model.manifest.Manifest;
import io.brainy.model.manifest.ShardStats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ChainMachineTest {

    private static final ShardId SHARD = new ShardId(1, 0);
    private static final SequenceName NAME =
            BucketLayout.chain(new CollectionId(new CollectionName("things"), 1), SHARD);

    private final ManualTime time = new ManualTime();
    private final MemoryBucket bucket = new MemoryBucket(time);

    @Test
    void aTakeOverChangesNothingButTheEpoch() {
        Node first = new Node(1);
        first.takeOver(2).resultNow();
        Manifest published = first.publish(2, 47).resultNow();

        Node second = new Node(2);
        Manifest taken = second.takeOver(5).resultNow();

        assertThat(taken.generation()).isEqualTo(3);
        assertThat(taken.epoch()).isEqualTo(5);
        assertThat(taken.position()).isEqualTo(published.position());
        assertThat(taken.files()).isEqualTo(published.files());
        assertThat(first.publish(2, 48))
                .isCompletedExceptionally()
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(ConflictException.class)
                .withMessageContaining("epoch 2")
                .withMessageContaining("was replaced");
        assertThat(first.seen.getLast().nonce()).isEqualTo(taken.nonce());
    }

    @Test
    void anEmptyChainBeginsBeforeTheLogsFirstCommit() {
        Manifest taken = new Node(1).takeOver(4).resultNow();

        assertThat(taken.generation()).isEqualTo(1);
        assertThat(taken.position()).isEqualTo(41);
        assertThat(taken.files()).isEmpty();
    }

    @Test
    void whoHasNotTakenOverDoesNotPublish() {
        Node node = new Node(1);

        assertThat(node.publish(3, 5))
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withMessageContaining("take over first");
        node.takeOver(3).resultNow();
        assertThat(node.publish(4, 50))
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withMessageContaining("take over first");
        assertThat(node.publish(3, 42)).isCompleted();
    }

    @Test
    void positionsOnlyGrow() {
        Node node = new Node(1);
        node.takeOver(3).resultNow();
        node.publish(3, 50).resultNow();

        assertThat(node.publish(3, 49))
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withMessageContaining("positions only grow");
        assertThat(node.publish(3, 50)).isCompleted();
    }

    @Test
    void aDamagedManifestEndsTheChainForEveryone() {
        new Node(1).takeOver(3).resultNow();
        bucket.put(NAME.entry(2), new byte[] {1, 2, 3});

        Node node = new Node(2);
        CompletableFuture<Optional<Manifest>> probe = node.probe();

        for (CompletableFuture<?> each : List.of(probe, node.takeOver(4), node.probe())) {
            assertThat(each)
                    .failsWithin(Duration.ZERO)
                    .withThrowableThat()
                    .withCauseInstanceOf(CorruptException.class)
                    .withMessageContaining(NAME.entry(2).value());
        }
    }

    @Test
    void aManifestUnderAnothersNumberIsDamage() {
        new Node(1).takeOver(3).resultNow();
        bucket.put(NAME.entry(2), bytes(1));

        assertThat(new Node(2).probe())
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withMessageContaining("generation 2 was wanted, found 1");
    }

    /// L10: the floor of all nines says that the collection was dropped.
    @Test
    void theChainOfADroppedCollectionIsGone() {
        bucket.put(NAME.floor(Long.MAX_VALUE), new byte[0]);

        Node node = new Node(1);

        for (CompletableFuture<?> each : List.of(node.probe(), node.takeOver(3))) {
            assertThat(each)
                    .failsWithin(Duration.ZERO)
                    .withThrowableThat()
                    .withCauseInstanceOf(NotFoundException.class)
                    .withMessageContaining("dropped");
        }
    }

    @Test
    void aProbeOutlivesATruncation() {
        Node writer = new Node(1);
        writer.takeOver(3).resultNow();
        for (int position = 42; position < 52; position++) {
            writer.publish(3, position).resultNow();
        }
        Node reader = new Node(2);
        for (int position = 52; position < 62; position++) {
            writer.publish(3, position).resultNow();
        }
        reader.edge.hold(call -> call instanceof BucketCall.Get);
        CompletableFuture<Optional<Manifest>> probe = reader.probe();
        time.advance(Duration.ofHours(2));
        long newest = writer.seen.getLast().generation();
        bucket.put(NAME.floor(newest), new byte[0]);
        for (long number = 1; number < newest; number++) {
            bucket.delete(List.of(NAME.entry(number)));
        }

        reader.edge.holdNothing();
        reader.edge.theHeld().perform();

        assertThat(probe.resultNow().orElseThrow().generation()).isEqualTo(newest);
    }

    private byte[] bytes(long number) {
        return bucket.get(NAME.entry(number)).object().orElseThrow().bytes();
    }

    private final class Node {
        private final ScriptedEdge edge;
        private final ChainMachine machine;
        private final List<Manifest> seen = new ArrayList<>();

        Node(long seed) {
            edge = new ScriptedEdge(bucket, time, seed);
            machine = new ChainMachine(NAME, edge, Sequence.RETENTION, seen::add);
            machine.open();
            time.run();
        }

        CompletableFuture<Manifest> takeOver(long epoch) {
            return append(epoch, ManifestChain.takeOver(SHARD, SlotRange.ALL, epoch, 41));
        }

        CompletableFuture<Manifest> publish(long epoch, long position) {
            return append(
                    epoch,
                    ManifestChain.publish(
                            SHARD, SlotRange.ALL, epoch, position, List.of(), ShardStats.EMPTY));
        }

        private CompletableFuture<Manifest> append(long epoch, ChainMachine.Maker maker) {
            CompletableFuture<Manifest> done = new CompletableFuture<>();
            machine.append(epoch, maker, done);
            time.run();
            return done;
        }

        CompletableFuture<Optional<Manifest>> probe() {
            CompletableFuture<Optional<Manifest>> done = new CompletableFuture<>();
            machine.probe(done);
            time.run();
            return done;
        }
    }
}
