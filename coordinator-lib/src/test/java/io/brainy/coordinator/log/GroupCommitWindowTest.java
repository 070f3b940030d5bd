package io.brainy.coordinator.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class GroupCommitWindowTest {

    private final GroupCommitWindow window = new GroupCommitWindow();

    @Test
    void whoComesAloneDoesNotWait() {
        assertThat(window.delay(1)).isZero();

        committed(Duration.ofMillis(40), 0);
        assertThat(window.delay(1)).isZero();
        committed(Duration.ofMillis(40), 1);
        assertThat(window.delay(1)).isZero();
    }

    @Test
    void companyWaitsTwiceAsLongAsAPutTakes() {
        committed(Duration.ofMillis(40), 2);

        assertThat(window.delay(1)).isEqualTo(Duration.ofMillis(80));
    }

    @Test
    void nobodyWaitsLongerThanTheLimit() {
        committed(Duration.ofMillis(125), 9);
        assertThat(window.delay(1)).isEqualTo(GroupCommitWindow.MAX);

        committed(Duration.ofSeconds(9), 9);
        assertThat(window.delay(1)).isEqualTo(GroupCommitWindow.MAX);
    }

    @Test
    void aFullCommitDoesNotWait() {
        committed(Duration.ofMillis(40), 2);

        assertThat(window.delay(GroupCommitWindow.FULL_BYTES - 1)).isPositive();
        assertThat(window.delay(GroupCommitWindow.FULL_BYTES)).isZero();
    }

    @Test
    void theWindowClosesWhenCompanyIsGone() {
        committed(Duration.ofMillis(40), 5);
        committed(Duration.ofMillis(40), 0);

        assertThat(window.delay(1)).isZero();
    }

    @Test
    void oneSlowPutMakesNoSlowWindow() {
        for (int i = 0; i < 50; i++) {
            committed(Duration.ofMillis(16), 2);
        }
        committed(Duration.ofMillis(96), 2);

        assertThat(window.delay(1)).isEqualTo(Duration.ofMillis(52));
    }

    private void committed(Duration put, int gathered) {
        window.committed(put.toNanos(), gathered);
    }
}
