package io.brainy.standalone.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {

    private static final List<String> WORDS = List.of("up", "demo", "doctor", "bench");

    @ParameterizedTest
    @CsvSource({"dmeo, demo", "demos, demo", "doktor, doctor", "bnech, bench", "demo, demo"})
    void aSlipIsRecognised(String given, String meant) {
        assertThat(Nearest.to(given, WORDS)).contains(meant);
    }

    @ParameterizedTest
    @CsvSource({"xyz", "serve", "d"})
    void somethingElseIsNot(String given) {
        assertThat(Nearest.to(given, WORDS)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"'', abc, 3", "abc, '', 3", "abc, abc, 0", "abcd, acbd, 1", "kitten, sitting, 3"})
    void distanceCountsChangesAdditionsRemovalsAndSwaps(String from, String to, int steps) {
        assertThat(Nearest.distance(from, to)).isEqualTo(steps);
    }

    @Test
    void nothingIsNearestToNothing() {
        assertThat(Nearest.to("up", List.of())).isEmpty();
    }
}
