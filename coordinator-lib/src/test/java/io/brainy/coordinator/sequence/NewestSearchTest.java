package io.brainy.coordinator.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import io.brainy.coordinator.bucket.BucketAnswer;
import io.brainy.coordinator.bucket.BucketCall;
import io.brainy.coordinator.bucket.MemoryBucket;
import io.brainy.coordinator.layout.SequenceName;
import io.brainy.coordinator.testing.ManualTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NewestSearchTest {

    private static final SequenceName NAME = new SequenceName("things/log");
    private static final byte[] ENTRY = {1};

    private final MemoryBucket bucket = new MemoryBucket(new ManualTime());
    private final List<BucketCall> calls = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 13, 14, 36, 37, 38, 39, 40, 100, 1000})
    void everyLengthIsFound(int length) {
        add(1, length);

        assertThat(newest(4)).isEqualTo(length);
    }

    @Test
    void whatFitsAPageTakesOneListing() {
        add(1, 1000);

        assertThat(newest(NewestSearch.PAGE)).isEqualTo(1000);
        assertThat(calls).hasSize(1);
    }

    /// At the limit and one beyond.
    @ParameterizedTest
    @CsvSource({"1001, 5", "2000, 8", "100000, 16"})
    void manyEntriesTakeFewRequests(int length, int mostRequests) {
        add(1, length);

        assertThat(newest(NewestSearch.PAGE)).isEqualTo(length);
        assertThat(calls).hasSizeLessThanOrEqualTo(mostRequests);
        assertThat(calls.stream().filter(call -> call instanceof BucketCall.ListKeys))
                .hasSizeLessThanOrEqualTo(4);
    }

    /// Below the floor deletion goes in any order, so there are gaps.
    @Test
    void gapsBelowTheFloorDoNotEndTheSearch() {
        for (long number = 1; number < 90; number += 2) {
            bucket.putIfAbsent(NAME.entry(number), ENTRY);
        }
        bucket.put(NAME.floor(50), ENTRY);
        bucket.put(NAME.floor(90), ENTRY);
        add(90, 333);

        assertThat(newest(4)).isEqualTo(333);
    }

    @Test
    void theFloorAloneIsTheNewest() {
        for (long number = 1; number < 90; number += 2) {
            bucket.putIfAbsent(NAME.entry(number), ENTRY);
        }
        add(200, 200);
        bucket.put(NAME.floor(200), ENTRY);

        assertThat(newest(4)).isEqualTo(200);
    }

    @Test
    void aDroppedSequenceEndsTheSearch() {
        add(1, 10);
        bucket.put(NAME.floor(Long.MAX_VALUE), ENTRY);

        assertThat(newest(4)).isEqualTo(4);
    }

    private void add(long first, long last) {
        for (long number = first; number <= last; number++) {
            bucket.putIfAbsent(NAME.entry(number), ENTRY);
        }
    }

    private long newest(int page) {
        long[] found = {-1};
        new NewestSearch(NAME, page, this::ask).find(newest -> found[0] = newest);
        return found[0];
    }

    private void ask(BucketCall call, Consumer<BucketAnswer> then) {
        calls.add(call);
        then.accept(call.perform(bucket));
    }
}
