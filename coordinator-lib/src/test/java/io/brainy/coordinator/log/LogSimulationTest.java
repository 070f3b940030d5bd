package io.brainy.coordinator.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.brainy.coordinator.log.LogMachine.Planner;
import io.brainy.coordinator.testing.Simulation.Violation;
import io.brainy.model.log.BatchId;
import io.brainy.model.log.CommitHeader;
import io.brainy.model.log.PartEntry.KeyProgress;
import java.time.Instant;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Each rule of protocol §3 is removed in turn; the simulator must then find what goes wrong. With
/// all rules nothing goes wrong.
class LogSimulationTest {

    private static final int SEEDS = Integer.getInteger("brainy.simulation.seeds", 25);
    private static final int SEEDS_TO_A_VIOLATION = 1000;

    @Test
    void nothingGoesWrongByTheRules() {
        int acknowledged = 0;
        int refused = 0;
        int closed = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            LogSimulation run = new LogSimulation(seed, CommitPlan::new);

            run.run();

            acknowledged += run.acknowledged();
            refused += run.refused();
            closed += run.closed() ? 1 : 0;
        }
        assertThat(acknowledged).isGreaterThan(100 * SEEDS);
        assertThat(refused).isGreaterThan(SEEDS);
        assertThat(closed).isPositive();
    }

    @Test
    void sameSeedSameRun() {
        assertThat(new LogSimulation(3, CommitPlan::new).run())
                .isEqualTo(new LogSimulation(3, CommitPlan::new).run());
    }

    @Test
    void withoutL2APartTakenBackIsAppliedTwice() {
        assertThat(
                        violation((fold, number, models) ->
                                new CommitPlan(fold, number, models) {
                                    @Override
                                    OptionalLong alreadyCommitted(Part part) {
                                        return OptionalLong.empty();
                                    }
                                }))
                .contains("applied twice");
    }

    @Test
    void withoutL3ACommitWritesAnIdTwice() {
        assertThat(
                        violation((fold, number, models) ->
                                new CommitPlan(fold, number, models) {
                                    @Override
                                    boolean writtenInThisCommit(long hash) {
                                        return false;
                                    }
                                }))
                .containsAnyOf("twice", "lost update");
    }

    @Test
    void withoutL4AnUpdateIsLost() {
        assertThat(
                        violation((fold, number, models) ->
                                new CommitPlan(fold, number, models) {
                                    @Override
                                    boolean changedSince(Part.Check check) {
                                        return false;
                                    }
                                }))
                .contains("lost update");
    }

    @Test
    void withoutL5AKeyedRequestIsAppliedTwice() {
        assertThat(
                        violation((fold, number, models) ->
                                new CommitPlan(fold, number, models) {
                                    @Override
                                    @Nullable Verdict checkKey(Part part, KeyProgress key) {
                                        return null;
                                    }
                                }))
                .contains("applied twice");
    }

    @Test
    void withoutL7AColdWriterDoesNotKnowThatKeysAreRouted() {
        assertThat(violation((fold, number, models) -> new Forgetful(fold, number, models)))
                .contains("does not list");
    }

    @Test
    void withoutL9VectorsHaveTwoDimensions() {
        assertThat(
                        violation((fold, number, models) ->
                                new CommitPlan(fold, number, models) {
                                    @Override
                                    boolean dimensionDiffers(int wanted, int found) {
                                        return false;
                                    }
                                }))
                .contains("two dimensions");
    }

    @Test
    void withoutL10ADroppedLogGoesOn() {
        assertThat(
                        violation((fold, number, models) ->
                                new CommitPlan(fold, number, models) {
                                    @Override
                                    boolean logIsClosed() {
                                        return false;
                                    }
                                }))
                .contains("follows the closing one");
    }

    /// Says of routing only what its own commit shows.
    private static final class Forgetful extends CommitPlan {
        Forgetful(LogFold fold, long number, Function<String, OptionalInt> models) {
            super(fold, number, models);
        }

        @Override
        CommitHeader header(BatchId nonce, Instant date, boolean closed) {
            CommitHeader header = super.header(nonce, date, closed);
            return new CommitHeader(
                    header.number(),
                    nonce,
                    date,
                    header.settings(),
                    closed,
                    false,
                    header.payloadFloor(),
                    header.offsets(),
                    header.keys(),
                    header.parts(),
                    header.ids(),
                    header.payloads(),
                    header.blocks());
        }
    }

    private static String violation(Planner planner) {
        for (long seed = 1; seed <= SEEDS_TO_A_VIOLATION; seed++) {
            try {
                new LogSimulation(seed, planner).run();
            } catch (Violation found) {
                return String.valueOf(found.getMessage());
            }
        }
        return fail("no violation in %d seeds; the rule seems to do nothing", SEEDS_TO_A_VIOLATION);
    }
}
