package io.brainy.coordinator.log;

import static io.brainy.coordinator.log.LogCluster.NAME;
import static org.assertj.core.api.Assertions.assertThat;

import io.brainy.coordinator.bucket.BucketCall;
import io.brainy.coordinator.bucket.BucketException;
import io.brainy.coordinator.testing.ScriptedEdge;
import io.brainy.model.error.CorruptException;
import io.brainy.model.log.Carried;
import io.brainy.model.log.CommitCodec;
import io.brainy.model.log.CommitHeader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HeaderLoadTest {

    private static final Instant DATE = Instant.parse("2026-01-01T00:00:00Z");

    private final LogCluster cluster = new LogCluster();
    private final ScriptedEdge edge = new ScriptedEdge(cluster.bucket, cluster.time, 1);
    private final CommitCodec codec = new CommitCodec();
    private final List<CommitHeader> loaded = new ArrayList<>();
    private final List<RuntimeException> breaks = new ArrayList<>();
    private int truncations;

    @AfterEach
    void close() {
        codec.close();
    }

    @Test
    void headersComeInTheirOrderByOneReadEach() {
        for (int number = 3; number <= 7; number++) {
            put(number, "k" + number);
        }

        load(3, 7);

        assertThat(loaded).extracting(CommitHeader::number).containsExactly(3L, 4L, 5L, 6L, 7L);
        assertThat(edge.calls().stream().filter(call -> call instanceof BucketCall.GetRange))
                .hasSize(5);
    }

    @Test
    void aLongHeaderTakesASecondRead() {
        String[] many =
                IntStream.range(0, 400).mapToObj(i -> "k".repeat(60) + i).toArray(String[]::new);
        put(3, many);
        put(4, "k");
        assertThat(CommitCodec.headerBytes(cluster.bytes(3), "3"))
                .isGreaterThan(CommitCodec.HEADER_GUESS_BYTES);

        load(3, 4);

        assertThat(loaded.getFirst().parts()).hasSize(400);
        assertThat(edge.calls().stream().filter(call -> call instanceof BucketCall.GetRange))
                .hasSize(3);
    }

    /// At the limit: a header that is exactly as long as the first read is not read again.
    @Test
    void aHeaderThatFillsTheFirstReadIsNotReadAgain() {
        int length = CommitCodec.HEADER_GUESS_BYTES;
        String filler = "f".repeat(length - 400);
        for (int more = 0; !fits(filler + "g".repeat(more), length); more++) {
            assertThat(more).isLessThan(400);
        }

        load(3, 3);

        assertThat(loaded).hasSize(1);
        assertThat(edge.calls().stream().filter(call -> call instanceof BucketCall.GetRange))
                .hasSize(1);
    }

    private boolean fits(String key, int length) {
        put(3, key);
        return CommitCodec.headerBytes(cluster.bytes(3), "3") == length;
    }

    @Test
    void failuresAreRepeated() {
        put(3, "a");
        put(4, "b");
        edge.hold(call -> call instanceof BucketCall.GetRange);
        load(3, 4);
        edge.holdNothing();

        edge.held().getLast().fail(BucketException.Kind.TIMEOUT);
        edge.held().getFirst().perform();
        assertThat(loaded).isEmpty();
        cluster.time.advance(Duration.ofSeconds(1));

        assertThat(loaded).hasSize(2);
    }

    @Test
    void aFailedLookAtTheFloorIsRepeated() {
        put(3, "a");
        edge.hold(call -> call instanceof BucketCall.ListKeys);
        load(3, 3);
        edge.holdNothing();

        edge.theHeld().fail(BucketException.Kind.UNAVAILABLE);
        assertThat(loaded).isEmpty();
        cluster.time.advance(Duration.ofSeconds(1));

        assertThat(loaded).hasSize(1);
    }

    @Test
    void aHeaderThatIsGoneIsDamage() {
        put(3, "a");
        put(5, "c");

        load(3, 5);

        assertThat(loaded).isEmpty();
        assertThat(breaks)
                .singleElement()
                .isInstanceOf(CorruptException.class)
                .asString()
                .contains(NAME.entry(4).value(), "is gone");
    }

    @Test
    void aDamagedHeaderIsDamage() {
        put(3, "a");
        byte[] bytes = cluster.bytes(3);
        bytes[60] ^= 1;
        cluster.bucket.put(NAME.entry(3), bytes);

        load(3, 3);

        assertThat(breaks).singleElement().isInstanceOf(CorruptException.class);
    }

    /// Who slept for hours reads what is deleted by right; that is no damage.
    @Test
    void aHeaderThatTheFloorHasPassedIsTruncated() {
        put(4, "b");
        put(5, "c");
        cluster.bucket.put(NAME.floor(4), new byte[0]);

        load(3, 5);

        assertThat(truncations).isEqualTo(1);
        assertThat(breaks).isEmpty();
        assertThat(loaded).isEmpty();
    }

    /// S5: what is there again below the floor is not the log.
    @Test
    void aTruncatedNumberThatWasMadeAnewDoesNotCount() {
        for (int number = 3; number <= 5; number++) {
            put(number, "zombie");
        }
        cluster.bucket.put(NAME.floor(4), new byte[0]);

        load(3, 5);

        assertThat(truncations).isEqualTo(1);
        assertThat(loaded).isEmpty();
    }

    @Test
    void theFloorItselfIsThere() {
        put(4, "b");
        cluster.bucket.put(NAME.floor(4), new byte[0]);

        load(4, 4);

        assertThat(loaded).hasSize(1);
    }

    private void put(long number, String... keys) {
        CommitHeader header =
                LivingKeysTest.header(number, DATE, new Carried.Whole<>(List.of()), keys);
        cluster.bucket.put(NAME.entry(number), codec.encode(header, List.of()));
    }

    private void load(long from, long to) {
        new HeaderLoad(NAME, edge, from, to, loaded::addAll, () -> truncations++, breaks::add)
                .start();
        cluster.time.run();
    }
}
