package io.brainy.coordinator.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.brainy.coordinator.journal.ClusterState.Collection;
import io.brainy.coordinator.journal.ClusterState.Shard;
import io.brainy.coordinator.journal.JournalEntry.CollectionCreated;
import io.brainy.coordinator.journal.JournalEntry.CollectionDropped;
import io.brainy.coordinator.journal.JournalEntry.ShardClaimed;
import io.brainy.coordinator.journal.JournalSimulation.Planning;
import io.brainy.coordinator.testing.Simulation.Violation;
import io.brainy.model.key.CollectionName;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Rule J2 has two halves: a change is decided anew on the state before each number that it tries,
/// and an entry whose premise is gone is void for whoever folds it. The first is what lets a change
/// be told as done; the second keeps the journal whole even where the first is missing, so it is
/// removed together with it.
class JournalSimulationTest {

    private static final int SEEDS = Integer.getInteger("brainy.simulation.seeds", 30);
    private static final int SEEDS_TO_A_VIOLATION = 500;

    @Test
    void nothingGoesWrongByTheRules() {
        int created = 0;
        int dropped = 0;
        int claims = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            JournalSimulation run = new JournalSimulation(seed, ClusterState::after, Planning.ANEW);

            run.run();

            created += run.created();
            dropped += run.dropped();
            claims += run.claims();
        }
        assertThat(created).isGreaterThan(5 * SEEDS);
        assertThat(dropped).isGreaterThan(5 * SEEDS);
        assertThat(claims).isGreaterThan(10 * SEEDS);
    }

    @Test
    void sameSeedSameRun() {
        long first = new JournalSimulation(4, ClusterState::after, Planning.ANEW).run();

        assertThat(new JournalSimulation(4, ClusterState::after, Planning.ANEW).run())
                .isEqualTo(first);
        assertThat(new JournalSimulation(5, ClusterState::after, Planning.ANEW).run())
                .isNotEqualTo(first);
    }

    @Test
    void withoutJ1AClaimHoldsForTwo() {
        assertThat(violation(JournalSimulationTest::claimsAnyEpoch))
                .contains("both replaced epoch");
    }

    @Test
    void withoutL10ANewFolderBeginsBelowTheClosing() {
        assertThat(violation(JournalSimulationTest::createsAtAnyNumber)).contains("begins at");
    }

    @Test
    void withoutJ2ANameHasTwoFolders() {
        assertThat(violation(JournalSimulationTest::createsBesideAnother))
                .contains("has a second folder");
    }

    @Test
    void withoutJ2ADropMeetsTheNextFolder() {
        assertThat(violation(JournalSimulationTest::dropsByName)).contains("begins at");
    }

    @Test
    void voidEntriesDoNoHarm() {
        for (long seed = 1; seed <= 20; seed++) {
            new JournalSimulation(seed, ClusterState::after, Planning.ONCE).run();
        }
    }

    @Test
    void withoutJ2sPlanningAnewAVoidChangeIsAcknowledged() {
        assertThat(violation(ClusterState::after, Planning.ONCE_AND_BELIEVED))
                .containsAnyOf("is not there", "did not hold");
    }

    /// Decided anew, nothing is ever void, so that even such a fold does no harm.
    @Test
    void decidingAnewAloneKeepsClaimsApart() {
        for (long seed = 1; seed <= 20; seed++) {
            new JournalSimulation(seed, JournalSimulationTest::claimsAnyEpoch, Planning.ANEW).run();
        }
    }

    // ---- folds that lack a rule

    private static ClusterState claimsAnyEpoch(
            ClusterState state, long number, JournalEntry entry) {
        if (entry instanceof ShardClaimed claim) {
            long epoch =
                    state.find(claim.collection()).stream()
                            .flatMap(c -> c.shards().stream())
                            .filter(s -> s.id().equals(claim.shard()))
                            .mapToLong(Shard::epoch)
                            .findFirst()
                            .orElse(claim.replacedEpoch());
            return state.after(
                    number,
                    new ShardClaimed(claim.collection(), claim.shard(), epoch, claim.publisher()));
        }
        return state.after(number, entry);
    }

    private static ClusterState createsAtAnyNumber(
            ClusterState state, long number, JournalEntry entry) {
        if (entry instanceof CollectionCreated it && state.find(it.name()).isEmpty()) {
            ClusterState forgetful =
                    new ClusterState(
                            state.position(),
                            state.collections(),
                            it.firstCommit() == 1
                                    ? Map.of()
                                    : Map.of(it.name(), it.firstCommit() - 1));
            ClusterState after = forgetful.after(number, it);
            return new ClusterState(number, after.collections(), state.closings());
        }
        return state.after(number, entry);
    }

    private static ClusterState createsBesideAnother(
            ClusterState state, long number, JournalEntry entry) {
        if (entry instanceof CollectionCreated it && state.find(it.name()).isPresent()) {
            Map<CollectionName, Collection> others = new HashMap<>(state.collections());
            others.remove(it.name());
            return new ClusterState(state.position(), others, state.closings()).after(number, it);
        }
        return state.after(number, entry);
    }

    private static ClusterState dropsByName(ClusterState state, long number, JournalEntry entry) {
        if (entry instanceof CollectionDropped(var collection, long closing)) {
            return state.find(collection.name())
                    .map(found -> state.after(number, new CollectionDropped(found.id(), closing)))
                    .orElseGet(() -> state.after(number, entry));
        }
        return state.after(number, entry);
    }

    private static String violation(Journal.Fold fold) {
        return violation(fold, Planning.ONCE);
    }

    private static String violation(Journal.Fold fold, Planning planning) {
        for (long seed = 1; seed <= SEEDS_TO_A_VIOLATION; seed++) {
            try {
                new JournalSimulation(seed, fold, planning).run();
            } catch (Violation found) {
                return String.valueOf(found.getMessage());
            }
        }
        return fail("no violation in %d seeds; the rule seems to do nothing", SEEDS_TO_A_VIOLATION);
    }
}
