package io.brainy.coordinator.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IndexLagTest {

    private final IndexLag lag = new IndexLag();

    @Test
    void recordsAreLimited() {
        lag.committed(1, IndexLag.MAX_RECORDS, 10);
        assertThat(lag.exceeded()).isFalse();

        lag.committed(2, 1, 10);
        assertThat(lag.exceeded()).isTrue();
    }

    @Test
    void bytesAreLimited() {
        lag.committed(1, 1, IndexLag.MAX_BYTES);
        assertThat(lag.exceeded()).isFalse();

        lag.committed(2, 0, 1);
        assertThat(lag.exceeded()).isTrue();
    }

    @Test
    void whatIsIndexedCountsNoMore() {
        lag.committed(5, IndexLag.MAX_RECORDS, 100);
        lag.committed(6, 7, 200);
        lag.committed(7, 8, 300);

        lag.indexed(4);
        assertThat(lag.exceeded()).isTrue();
        lag.indexed(6);

        assertThat(lag.exceeded()).isFalse();
        assertThat(lag.records()).isEqualTo(8);
        assertThat(lag.bytes()).isEqualTo(300);
        lag.indexed(100);
        assertThat(lag.records()).isZero();
        assertThat(lag.bytes()).isZero();
    }
}
