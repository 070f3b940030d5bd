package io.brainy.coordinator.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.brainy.coordinator.bucket.BucketCall;
import io.brainy.coordinator.bucket.BucketException;
import io.brainy.coordinator.bucket.MemoryBucket;
import io.brainy.coordinator.journal.JournalEntry.CollectionCreated;
import io.brainy.coordinator.layout.BucketLayout;
import io.brainy.coordinator.sequence.Sequence;
import io.brainy.coordinator.testing.ManualTime;
import io.brainy.coordinator.testing.ScriptedEdge;
import io.brainy.model.error.CorruptException;
import io.brainy.model.error.UnavailableException;
import io.brainy.model.key.CollectionName;
import io.brainy.model.key.SlotRange;
import io.brainy.model.log.CollectionSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class JournalTest {

    private static final CollectionName NAME = new CollectionName("things");

    private final ManualTime time = new ManualTime();
    private final MemoryBucket bucket = new MemoryBucket(time);

    @Test
    void aChangeIsDoneInTheStateThatItCompletesWith() {
        Node node = new Node(1);

        ClusterState state = node.create().resultNow();

        assertThat(state.find(NAME).orElseThrow().id().created()).isEqualTo(1);
        assertThat(node.create().resultNow().position()).isEqualTo(1);
        assertThat(new Node(2).journal.state()).isEqualTo(state);
    }

    /// Else "no such collection" would be answered of one that is there (R1).
    @Test
    void aDamagedEntryFailsEveryoneWhoWaits() {
        new Node(1).create().resultNow();
        Node node = new Node(2);
        bucket.put(BucketLayout.JOURNAL.entry(2), new byte[] {1});

        CompletableFuture<ClusterState> probe = node.journal.probe();
        CompletableFuture<ClusterState> create = node.create();

        for (CompletableFuture<?> each :
                List.of(probe, create, node.journal.probe(), node.create())) {
            assertThat(each)
                    .failsWithin(Duration.ZERO)
                    .withThrowableThat()
                    .withCauseInstanceOf(CorruptException.class)
                    .withMessageContaining(BucketLayout.JOURNAL.entry(2).value());
        }
        assertThat(node.seen).hasSize(1);
    }

    @Test
    void aFloorIsDamage() {
        bucket.put(BucketLayout.JOURNAL.floor(5), new byte[0]);
        Node node = new Node(1);

        assertThat(node.journal.probe())
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withMessageContaining("the journal is never truncated, found a floor at 5");
    }

    @Test
    void whatTheBucketRefusesFailsAloneAndTheNextChangeIsTried() {
        Node node = new Node(1);
        node.edge.hold(call -> call instanceof BucketCall.PutIfAbsent);
        CompletableFuture<ClusterState> first = node.create();
        CompletableFuture<ClusterState> second = node.create();

        node.edge.theHeld().fail(BucketException.Kind.DENIED);
        node.edge.theHeld().perform();

        assertThat(first)
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(UnavailableException.class)
                .withMessageContaining("the bucket refused an entry of the journal");
        assertThat(second.resultNow().find(NAME)).isPresent();
    }

    @Test
    void aChangeThatThrowsFailsAlone() {
        Node node = new Node(1);

        CompletableFuture<ClusterState> wrong =
                node.journal.change(_ -> {
                    throw new IllegalArgumentException("no such shard");
                });
        CompletableFuture<ClusterState> right = node.create();

        assertThat(wrong)
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withMessageContaining("no such shard");
        assertThat(right.resultNow().find(NAME)).isPresent();
    }

    private final class Node {
        private final ScriptedEdge edge;
        private final Journal journal;
        private final List<ClusterState> seen = new ArrayList<>();

        Node(long seed) {
            edge = new ScriptedEdge(bucket, time, seed);
            journal = new Journal(edge, Sequence.RETENTION, seen::add);
            journal.open();
            time.run();
        }

        CompletableFuture<ClusterState> create() {
            CompletableFuture<ClusterState> done =
                    journal.change(state ->
                            state.find(NAME).isPresent()
                                    ? Optional.empty()
                                    : Optional.of(
                                            new CollectionCreated(
                                                    NAME,
                                                    state.firstCommit(NAME),
                                                    CollectionSettings.DEFAULTS,
                                                    List.of(SlotRange.ALL),
                                                    null)));
            time.run();
            return done;
        }
    }
}
