package io.brainy.coordinator.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class SystemTimeTest {

    @Test
    void idsAreMadeOfTheGivenRandomnessAlone() {
        assertThat(SystemTime.newNodeId(seeded(7))).isEqualTo(SystemTime.newNodeId(seeded(7)));
        assertThat(SystemTime.newNodeId(seeded(7))).isNotEqualTo(SystemTime.newNodeId(seeded(8)));
        assertThat(SystemTime.newBatchId(seeded(7))).isEqualTo(SystemTime.newBatchId(seeded(7)));
        assertThat(SystemTime.newBatchId(seeded(7))).isNotEqualTo(SystemTime.newBatchId(seeded(8)));
    }

    @Test
    void idsOfTheMachinesRandomnessDiffer() {
        RandomGenerator random = SystemTime.random();
        Set<Object> ids = new HashSet<>();

        for (int i = 0; i < 1_000; i++) {
            ids.add(SystemTime.newNodeId(random));
            ids.add(SystemTime.newBatchId(random));
        }

        assertThat(ids).hasSize(2_000);
    }

    private static RandomGenerator seeded(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }
}
