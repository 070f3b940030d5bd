package io.brainy.coordinator.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RecentWritesTest {

    private static final int GENERATION = RecentWrites.GENERATION;

    @Test
    void anIdThatWasNeverWrittenHasNoPosition() {
        RecentWrites writes = new RecentWrites(41);

        assertThat(writes.last(7)).isEqualTo(-1);
        assertThat(writes.from()).isEqualTo(41);
    }

    /// Against a map of everything, over several generations, with hashes that collide in the
    /// table.
    @Test
    void whatIsAfterFromIsAsAMapHasIt() {
        SplittableRandom random = new SplittableRandom(5);
        RecentWrites writes = new RecentWrites(0);
        Map<Long, Long> all = new HashMap<>();
        long position = 0;
        for (int i = 0; i < 3 * GENERATION + 17; i++) {
            if (random.nextInt(4) == 0) {
                position++;
            }
            long hash = hash(random);
            writes.put(hash, position + 1);
            all.put(hash, position + 1);
        }
        long from = writes.from();
        assertThat(from).isPositive();
        int known = 0;
        for (Map.Entry<Long, Long> entry : all.entrySet()) {
            long last = writes.last(entry.getKey());
            if (entry.getValue() > from) {
                assertThat(last).isEqualTo(entry.getValue());
                known++;
            } else {
                assertThat(last).isLessThanOrEqualTo(from);
            }
        }
        assertThat(known).isGreaterThanOrEqualTo(GENERATION);
    }

    /// Some are equal in the bits that choose the place.
    private static long hash(SplittableRandom random) {
        if (random.nextInt(1000) > 0) {
            return random.nextLong(2L * GENERATION) * 0x9E3779B97F4A7C15L;
        }
        long high = random.nextLong(200) << 32;
        return high | (high >>> 32 ^ random.nextInt(4));
    }

    @Test
    void aGenerationIsForgottenWhole() {
        RecentWrites writes = new RecentWrites(0);
        write(writes, 0, GENERATION, 1);
        assertThat(writes.from()).isZero();

        writes.put(-1, 2);
        assertThat(writes.from()).isZero();
        assertThat(writes.last(0)).isEqualTo(1);

        write(writes, GENERATION, 2 * GENERATION - 1, 3);
        assertThat(writes.from()).isZero();
        assertThat(writes.last(0)).isEqualTo(1);

        writes.put(-2, 4);
        assertThat(writes.last(0)).isEqualTo(-1);
        assertThat(writes.last(-1)).isEqualTo(2);
        assertThat(writes.from()).isEqualTo(2);
    }

    /// The commit that fills a generation is in two of them, so when the first one goes it is not
    /// known whole any more.
    @Test
    void aCommitThatSpansGenerationsIsKnownWholeOrNotAtAll() {
        RecentWrites writes = new RecentWrites(0);
        write(writes, 0, GENERATION + 10, 7);
        assertThat(writes.from()).isZero();
        write(writes, GENERATION + 10, 2 * GENERATION, 8);
        assertThat(writes.from()).isZero();

        writes.put(-1, 9);

        assertThat(writes.from()).isEqualTo(7);
        assertThat(writes.last(GENERATION + 50)).isEqualTo(8);
    }

    private static void write(RecentWrites writes, long first, long end, long position) {
        for (long hash = first; hash < end; hash++) {
            writes.put(hash, position);
        }
    }
}
