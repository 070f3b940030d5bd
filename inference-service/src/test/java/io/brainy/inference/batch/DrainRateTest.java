package io.brainy.inference.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DrainRateTest {

    private final DrainRate rate = new DrainRate();

    @Test
    void timeIsWhatTheSessionsWouldTake() {
        rate.observe(100, 100_000_000);

        assertThat(rate.timeFor(20_000, 2)).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void timeStaysWithinReason() {
        assertThat(rate.timeFor(1_000_000, 1)).isEqualTo(Duration.ofSeconds(1));

        rate.observe(1, 1_000_000_000);

        assertThat(rate.timeFor(60, 1)).isEqualTo(Duration.ofSeconds(60));
        assertThat(rate.timeFor(61, 1)).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void oneSlowBatchCountsLittle() {
        rate.observe(100, 100_000_000);
        rate.observe(100, 1_000_000_000);

        assertThat(rate.timeFor(10_000, 1)).isEqualTo(Duration.ofSeconds(19));
    }
}
