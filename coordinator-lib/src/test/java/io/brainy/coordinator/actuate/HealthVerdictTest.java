package io.brainy.coordinator.actuate;

import static io.brainy.coordinator.actuate.FixedView.node;
import static io.brainy.coordinator.actuate.FixedView.shard;
import static org.assertj.core.api.Assertions.assertThat;

import io.brainy.coordinator.port.ClusterView.Concern;
import io.brainy.coordinator.port.ClusterView.Liveness;
import io.brainy.coordinator.port.ClusterView.OwnerState.Broken;
import io.brainy.coordinator.port.ClusterView.OwnerState.Serving;
import io.brainy.coordinator.port.ClusterView.OwnerState.Warming;
import io.brainy.coordinator.port.ClusterView.Severity;
import io.brainy.coordinator.port.ClusterView.Shard;
import io.brainy.model.api.ClusterHealth;
import io.brainy.model.api.ClusterHealth.Status;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class HealthVerdictTest {

    @Test
    void aServedShardOnALiveNodeIsGreen() {
        ClusterHealth health = verdict(shard(1, new Serving()));

        assertThat(health).isEqualTo(new ClusterHealth(Status.GREEN, 1, 1, 1, List.of()));
    }

    @Test
    void aClusterWithoutCollectionsIsGreen() {
        assertThat(HealthVerdict.of(FixedView.of(List.of(node("live", Liveness.LIVE)), List.of())))
                .extracting(ClusterHealth::status)
                .isEqualTo(Status.GREEN);
    }

    @Test
    void aShardThatNobodyServesIsRed() {
        assertThat(verdict(shard(1)).reasons())
                .containsExactly("shard 7-0 of books is served by no node");
        assertThat(verdict(shard(1)).status()).isEqualTo(Status.RED);
    }

    @Test
    void aShardThatOnlyWarmsIsYellow() {
        assertThat(verdict(shard(1, new Warming())).status()).isEqualTo(Status.YELLOW);
    }

    @Test
    void aBrokenOwnerIsRedUnlessAnotherOneServes() {
        Broken broken = new Broken("commit 12 is damaged");

        assertThat(verdict(shard(1, broken)).status()).isEqualTo(Status.RED);
        assertThat(verdict(shard(1, broken)).reasons())
                .containsExactly(
                        "shard 7-0 of books is broken on node node0: commit 12 is damaged");
        assertThat(verdict(shard(1, broken, new Serving())).status()).isEqualTo(Status.YELLOW);
        assertThat(verdict(shard(1, broken, new Warming())).status()).isEqualTo(Status.RED);
    }

    @Test
    void aMissingReplicaIsYellowAndOneMoreThanWantedIsNot() {
        assertThat(verdict(shard(2, new Serving())).status()).isEqualTo(Status.YELLOW);
        assertThat(verdict(shard(1, new Serving(), new Serving())).status())
                .isEqualTo(Status.GREEN);
    }

    @Test
    void aSuspectNodeIsYellowAndNotCountedAsHealthy() {
        ClusterHealth health =
                HealthVerdict.of(
                        FixedView.of(
                                List.of(
                                        node("live", Liveness.LIVE),
                                        node("gone", Liveness.SUSPECT)),
                                List.of()));

        assertThat(health.status()).isEqualTo(Status.YELLOW);
        assertThat(health.nodes()).isEqualTo(2);
        assertThat(health.healthy()).isEqualTo(1);
        assertThat(health.reasons())
                .containsExactly(
                        "node gone at http://127.0.0.1:8080 has shown no sign of life for 17 s");
    }

    @Test
    void theWorstReasonsComeFirst() {
        ClusterHealth health =
                HealthVerdict.of(
                        FixedView.of(
                                List.of(),
                                List.of(),
                                new Concern(Severity.NEEDS_A_LOOK, "the disk is nearly full"),
                                new Concern(
                                        Severity.BREAKS_REQUESTS, "the bucket does not answer")));

        assertThat(health.status()).isEqualTo(Status.RED);
        assertThat(health.reasons())
                .containsExactly("the bucket does not answer", "the disk is nearly full");
    }

    @Test
    void reasonsBeyondTheLimitAreCounted() {
        assertThat(reasons(HealthVerdict.MAX_REASONS))
                .hasSize(HealthVerdict.MAX_REASONS)
                .last()
                .isEqualTo("shard 7-0 of books is served by no node");
        assertThat(reasons(HealthVerdict.MAX_REASONS + 1))
                .hasSize(HealthVerdict.MAX_REASONS)
                .last()
                .isEqualTo("and 2 more");
    }

    private static List<String> reasons(int shards) {
        return HealthVerdict.of(FixedView.of(List.of(), Collections.nCopies(shards, shard(1))))
                .reasons();
    }

    private static ClusterHealth verdict(Shard shard) {
        return HealthVerdict.of(FixedView.of(List.of(node("live", Liveness.LIVE)), List.of(shard)));
    }
}
