package io.brainy.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LatenciesTest {

    private final Latencies latencies = new Latencies();

    @Test
    void aPercentileIsTheLeastSampleThatSoManyDoNotExceed() {
        for (int i = 2_000; i > 0; i--) {
            latencies.add(i);
        }

        assertThat(latencies.percentile(50)).isEqualTo(1_000);
        assertThat(latencies.percentile(99)).isEqualTo(1_980);
        assertThat(latencies.percentile(100)).isEqualTo(2_000);
        assertThat(latencies.percentile(0.001)).isEqualTo(1);
    }

    @Test
    void whatIsAddedLaterCounts() {
        latencies.add(10);
        assertThat(latencies.percentile(100)).isEqualTo(10);
        Latencies others = new Latencies();
        others.add(30);
        latencies.addAll(others);

        assertThat(latencies.percentile(100)).isEqualTo(30);
        assertThat(latencies.size()).isEqualTo(2);
    }

    @Test
    void nothingHasNoPercentile() {
        assertThatIllegalArgumentException().isThrownBy(() -> latencies.percentile(50));
    }

    @ParameterizedTest
    @CsvSource({
        "999_400, 999 µs",
        "1_000_000, 1.00 ms",
        "999_990_000, 999.99 ms",
        "1_500_000_000, 1.50 s",
    })
    void timesAreReadable(String nanos, String text) {
        assertThat(Latencies.time(Long.parseLong(nanos.replace("_", "")))).isEqualTo(text);
    }
}
