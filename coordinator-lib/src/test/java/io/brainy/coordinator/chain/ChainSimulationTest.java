package io.brainy.coordinator.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.brainy.coordinator.chain.ChainSimulation.Build;
import io.brainy.coordinator.sequence.Sequence;
import io.brainy.coordinator.testing.Simulation.Violation;
import io.brainy.model.manifest.Manifest;
import org.junit.jupiter.api.Test;

/// Rule C2 of protocol §5 is removed, whole and by halves; the simulator must then find what goes
/// wrong. With it nothing goes wrong.
class ChainSimulationTest {

    private static final Build BY_THE_RULES =
            (name, edge, listener) -> new ChainMachine(name, edge, Sequence.RETENTION, listener);
    private static final int SEEDS = Integer.getInteger("brainy.simulation.seeds", 40);
    private static final int SEEDS_TO_A_VIOLATION = 500;

    @Test
    void nothingGoesWrongByTheRules() {
        int published = 0;
        int takeOvers = 0;
        int fenced = 0;
        int closed = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            ChainSimulation run = new ChainSimulation(seed, BY_THE_RULES);

            run.run();

            published += run.published();
            takeOvers += run.takeOvers();
            fenced += run.fenced();
            closed += run.closed() ? 1 : 0;
        }
        assertThat(published).isGreaterThan(50 * SEEDS);
        assertThat(takeOvers).isGreaterThan(3 * SEEDS);
        assertThat(fenced).isGreaterThan(SEEDS);
        assertThat(closed).isPositive();
    }

    @Test
    void sameSeedSameRun() {
        long first = new ChainSimulation(5, BY_THE_RULES).run();

        assertThat(new ChainSimulation(5, BY_THE_RULES).run()).isEqualTo(first);
        assertThat(new ChainSimulation(6, BY_THE_RULES).run()).isNotEqualTo(first);
    }

    @Test
    void withoutC2AReplacedPublisherPublishes() {
        assertThat(
                        violation((name, edge, listener) ->
                                new ChainMachine(name, edge, Sequence.RETENTION, listener) {
                                    @Override
                                    boolean fenced(Manifest last, long epoch) {
                                        return false;
                                    }
                                }))
                .containsAnyOf("the epoch fell", "follows the closing one");
    }

    @Test
    void withoutC2sEpochAReplacedPublisherPublishes() {
        assertThat(
                        violation((name, edge, listener) ->
                                new ChainMachine(name, edge, Sequence.RETENTION, listener) {
                                    @Override
                                    boolean fenced(Manifest last, long epoch) {
                                        return last.closing();
                                    }
                                }))
                .contains("the epoch fell");
    }

    @Test
    void withoutC2sClosingAParentLivesOnBesideItsChildren() {
        assertThat(
                        violation((name, edge, listener) ->
                                new ChainMachine(name, edge, Sequence.RETENTION, listener) {
                                    @Override
                                    boolean fenced(Manifest last, long epoch) {
                                        return last.epoch() > epoch;
                                    }
                                }))
                .contains("follows the closing one");
    }

    private static String violation(Build build) {
        for (long seed = 1; seed <= SEEDS_TO_A_VIOLATION; seed++) {
            try {
                new ChainSimulation(seed, build).run();
            } catch (Violation found) {
                return String.valueOf(found.getMessage());
            }
        }
        return fail("no violation in %d seeds; the rule seems to do nothing", SEEDS_TO_A_VIOLATION);
    }
}
