package io.brainy.coordinator.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.brainy.coordinator.sequence.SequenceSimulation.Build;
import io.brainy.coordinator.sequence.SequenceSimulation.Collector;
import io.brainy.coordinator.testing.HostileBucket.Defect;
import io.brainy.coordinator.testing.Simulation.Violation;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Each rule of protocol §1 and §2 is removed in turn; the simulator must then find what the
/// protocol says goes wrong. With all rules nothing goes wrong.
class SequenceSimulationTest {

    private static final Build BY_THE_RULES =
            (edge, owner, retention) ->
                    new Sequence(SequenceSimulation.NAME, edge, owner, retention);
    private static final int SEEDS = Integer.getInteger("brainy.simulation.seeds", 150);
    private static final int SEEDS_TO_A_VIOLATION = 1500;

    @Test
    void nothingGoesWrongByTheRules() {
        int acknowledged = 0;
        int strong = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            var run = simulation(seed, BY_THE_RULES, Set.of(), Collector.BY_THE_RULES);

            run.run();

            acknowledged += run.acknowledgements();
            strong += run.strongReads();
        }
        assertThat(acknowledged).isGreaterThan(50 * SEEDS);
        assertThat(strong).isGreaterThan(20 * SEEDS);
    }

    /// With pages so small that opening at the newest entry gallops and bisects.
    @Test
    void nothingGoesWrongWhereTheNewestIsSearched() {
        Build build =
                (edge, owner, retention) ->
                        new Sequence(SequenceSimulation.NAME, edge, owner, retention) {
                            @Override
                            int pageSize() {
                                return 3;
                            }
                        };
        for (long seed = 1; seed <= SEEDS / 3; seed++) {
            simulation(seed, build, Set.of(), Collector.BY_THE_RULES).run();
        }
    }

    @Test
    void sameSeedSameRun() {
        long first = simulation(7, BY_THE_RULES, Set.of(), Collector.BY_THE_RULES).run();

        long second = simulation(7, BY_THE_RULES, Set.of(), Collector.BY_THE_RULES).run();

        assertThat(second).isEqualTo(first);
        assertThat(simulation(8, BY_THE_RULES, Set.of(), Collector.BY_THE_RULES).run())
                .isNotEqualTo(first);
    }

    @Test
    void withoutB1TwoBelieveThatTheyWon() {
        assertThat(violation(BY_THE_RULES, Set.of(Defect.TWO_WINNERS), Collector.BY_THE_RULES))
                .containsAnyOf("is lost", "second value", "applied twice");
    }

    @Test
    void withoutB2AStrongReadMissesAcknowledgedWrites() {
        assertThat(violation(BY_THE_RULES, Set.of(Defect.STALE_READS), Collector.BY_THE_RULES))
                .containsAnyOf("a strong read ended", "applied twice", "is lost");
    }

    @Test
    void withoutB3NothingCounts() {
        var run = simulation(1, BY_THE_RULES, Set.of(Defect.NO_DATE), Collector.BY_THE_RULES);

        run.run();

        assertThat(run.acknowledgements()).isZero();
        assertThat(run.strongReads()).isZero();
    }

    @Test
    void withoutB5AnEntryIsOldWhenItAppears() {
        assertThat(violation(BY_THE_RULES, Set.of(Defect.DATED_BY_WRITING), Collector.BY_THE_RULES))
                .containsAnyOf("is lost", "reads", "strong read ended");
    }

    @Test
    void withoutS2AnOwnEntryIsTakenForAnothers() {
        Build build =
                (edge, owner, retention) ->
                        new Sequence(SequenceSimulation.NAME, edge, owner, retention) {
                            @Override
                            boolean isOwn(byte[] found, byte[] sent) {
                                return false;
                            }
                        };

        assertThat(violation(build, Set.of(), Collector.BY_THE_RULES)).contains("applied twice");
    }

    @Test
    void withoutS3NumbersLeaveGaps() {
        Build build =
                (edge, owner, retention) ->
                        new Sequence(SequenceSimulation.NAME, edge, owner, retention) {
                            @Override
                            long nextNumber() {
                                return tail() + 1 + (edge.random().nextInt(8) == 0 ? 1 : 0);
                            }
                        };

        assertThat(violation(build, Set.of(), Collector.BY_THE_RULES)).contains("leaves a gap");
    }

    @Test
    void withoutS4sAnnouncementDeletedNumbersAreMadeAnew() {
        assertThat(violation(BY_THE_RULES, Set.of(), Collector.DELETES_BEFORE_THE_FLOOR))
                .containsAnyOf("is lost", "second value", "strong read ended", "reads");
    }

    @Test
    void withoutS4sNewestEntryTheEndIsForgotten() {
        assertThat(violation(BY_THE_RULES, Set.of(), Collector.DELETES_THE_NEWEST))
                .containsAnyOf("is lost", "second value", "strong read ended", "reads");
    }

    @Test
    void withoutS4sRetentionALookIsNotGood() {
        assertThat(violation(BY_THE_RULES, Set.of(), Collector.DELETES_YOUNG_ENTRIES))
                .containsAnyOf("is lost", "reads", "strong read ended");
    }

    @Test
    void withoutS5sLookAPausedCreatorAcknowledgesATruncatedNumber() {
        Build build =
                (edge, owner, retention) ->
                        new Sequence(SequenceSimulation.NAME, edge, owner, retention) {
                            @Override
                            boolean lookIsGood(@Nullable Instant lookedAt, @Nullable Instant date) {
                                return lookedAt != null;
                            }
                        };

        assertThat(violation(build, Set.of(), Collector.BY_THE_RULES))
                .containsAnyOf("is lost", "reads", "strong read ended");
    }

    @Test
    void withoutS5sFloorAReaderTakesAHoleForTheEnd() {
        Build build =
                (edge, owner, retention) ->
                        new Sequence(SequenceSimulation.NAME, edge, owner, retention) {
                            @Override
                            boolean floorPassed(long floor, long first, long here) {
                                return false;
                            }
                        };

        assertThat(violation(build, Set.of(), Collector.BY_THE_RULES))
                .containsAnyOf("strong read ended", "is lost", "reads");
    }

    @Test
    void withoutS5sFirstNameASlowReaderReadsAZombieAsTheLog() {
        Build build =
                (edge, owner, retention) ->
                        new Sequence(SequenceSimulation.NAME, edge, owner, retention) {
                            @Override
                            boolean floorPassed(long floor, long first, long here) {
                                return floor > here;
                            }
                        };

        assertThat(violation(build, Set.of(), Collector.BY_THE_RULES)).contains("reads");
    }

    @Test
    void withoutS5sOrderAFloorReadBeforeThe404ProvesNothing() {
        Build build =
                (edge, owner, retention) ->
                        new Sequence(SequenceSimulation.NAME, edge, owner, retention) {
                            private long before;

                            @Override
                            void listFloor(Consumer<Long> then) {
                                super.listFloor(now -> {
                                    long earlier = before;
                                    before = now;
                                    then.accept(earlier);
                                });
                            }
                        };

        assertThat(violation(build, Set.of(), Collector.BY_THE_RULES))
                .containsAnyOf("strong read ended", "is lost", "reads");
    }

    @Test
    void withoutS6AnUnknownCreateIsAppliedTwice() {
        Build build =
                (edge, owner, retention) ->
                        new Sequence(SequenceSimulation.NAME, edge, owner, retention) {
                            @Override
                            boolean givesUpBelowTheFloor() {
                                return false;
                            }
                        };

        assertThat(violation(build, Set.of(), Collector.BY_THE_RULES)).contains("applied twice");
    }

    @Test
    void aLookIsTakenAnewLongBeforeItGoesBad() {
        Sequence sequence =
                BY_THE_RULES.sequence(new NoEdge(), new SilentOwner(), Duration.ofHours(1));
        Instant look = Instant.parse("2026-01-01T00:00:00Z");

        assertThat(sequence.lookIsGood(look, look.plus(Duration.ofMinutes(30)))).isTrue();
        assertThat(sequence.lookIsGood(look, look.plus(Duration.ofMinutes(30).plusSeconds(1))))
                .isFalse();
        assertThat(sequence.lookIsGood(look, null)).isFalse();
        assertThat(sequence.looksAgain(look, look.plus(Duration.ofMinutes(15)))).isFalse();
        assertThat(sequence.looksAgain(look, look.plus(Duration.ofMinutes(15).plusSeconds(1))))
                .isTrue();
    }

    private static SequenceSimulation simulation(
            long seed, Build build, Set<Defect> defects, Collector collector) {
        return new SequenceSimulation(seed, build, defects, collector);
    }

    private static String violation(Build build, Set<Defect> defects, Collector collector) {
        for (long seed = 1; seed <= SEEDS_TO_A_VIOLATION; seed++) {
            try {
                simulation(seed, build, defects, collector).run();
            } catch (Violation found) {
                return String.valueOf(found.getMessage());
            }
        }
        return fail("no violation in %d seeds; the rule seems to do nothing", SEEDS_TO_A_VIOLATION);
    }
}
