package io.brainy.coordinator.log;

import static io.brainy.coordinator.log.LogCluster.progress;
import static org.assertj.core.api.Assertions.assertThat;

import io.brainy.coordinator.log.LogCluster.Last;
import io.brainy.model.log.BatchId;
import io.brainy.model.log.Carried;
import io.brainy.model.log.CollectionSettings;
import io.brainy.model.log.CommitHeader;
import io.brainy.model.log.CommitHeader.LivingKey;
import io.brainy.model.log.PartEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LivingKeysTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void aKeyLivesForTenMinutesOfTheBucketsDate() {
        LivingKeys keys = new LivingKeys();
        keys.startEmpty();
        keys.fold(header(1, START, new Carried.Whole<>(List.of()), "k"));

        keys.expire(START.plus(LivingKeys.LIFE));
        assertThat(keys.find("k")).isPresent();
        keys.expire(START.plus(LivingKeys.LIFE).plusNanos(1));
        assertThat(keys.find("k")).isEmpty();
        assertThat(keys.size()).isZero();
    }

    @Test
    void aLaterHeadersDateEndsItToo() {
        LivingKeys keys = new LivingKeys();
        keys.startEmpty();
        keys.fold(header(1, START, new Carried.Whole<>(List.of()), "k"));

        keys.fold(header(2, START.plus(Duration.ofMinutes(11)), new Carried.At<>(1)));

        assertThat(keys.find("k")).isEmpty();
    }

    @Test
    void aKeyThatGoesOnLivesOn() {
        LivingKeys keys = new LivingKeys();
        keys.startEmpty();
        keys.fold(header(1, START, new Carried.Whole<>(List.of()), "k"));
        keys.fold(header(2, START.plus(Duration.ofMinutes(9)), new Carried.At<>(1), "k"));

        keys.expire(START.plus(Duration.ofMinutes(15)));

        assertThat(keys.find("k").orElseThrow().commit()).isEqualTo(2);
    }

    @Test
    void aLogWithoutKeysSaysSoInEveryHeader() {
        LivingKeys keys = new LivingKeys();
        keys.startEmpty();

        for (long number = 1; number < 600; number++) {
            Carried<List<LivingKey>> carried = keys.carry(number, START);
            assertThat(carried).isEqualTo(new Carried.Whole<>(List.of()));
            keys.fold(header(number, START, carried));
        }
    }

    @Test
    void atLeastEvery256thHeaderCarriesAllKeys() {
        LivingKeys keys = new LivingKeys();
        keys.startEmpty();
        keys.fold(header(1, START, keys.carry(1, START), "k"));

        for (long number = 2; number <= 1000; number++) {
            Carried<List<LivingKey>> carried = keys.carry(number, START);
            if (number == 257 || number == 513 || number == 769) {
                assertThat(carried)
                        .isEqualTo(
                                new Carried.Whole<>(
                                        List.of(
                                                new LivingKey(
                                                        progress("k", 0, 1, Last.LAST),
                                                        1,
                                                        START))));
            } else {
                assertThat(carried).isEqualTo(new Carried.At<>((number - 1) / 256 * 256 + 1));
            }
            keys.fold(header(number, START, carried));
        }
    }

    @Test
    void whoBeginsAtAWholeTableKnowsAllKeys() {
        LivingKeys keys = new LivingKeys();
        LivingKey living = new LivingKey(progress("k", 0, 1, Last.LAST), 3, START);

        keys.fold(header(300, START, new Carried.Whole<>(List.of(living)), "l"));

        assertThat(keys.complete()).isTrue();
        assertThat(keys.find("k")).contains(living);
        assertThat(keys.find("l").orElseThrow().commit()).isEqualTo(300);
    }

    @Test
    void whoBeginsAtAReferenceCompletesItFromEarlierHeaders() {
        LivingKey living = new LivingKey(progress("k", 0, 1, Last.LAST), 3, START);
        LivingKeys keys = new LivingKeys();
        keys.fold(header(12, START, new Carried.At<>(10), "n"));
        keys.fold(header(13, START, new Carried.At<>(10), "l"));
        assertThat(keys.complete()).isFalse();
        assertThat(keys.wholeAt()).isEqualTo(10);

        keys.complete(
                List.of(
                        header(10, START, new Carried.Whole<>(List.of(living)), "l"),
                        header(11, START, new Carried.At<>(10), "m")));

        assertThat(keys.complete()).isTrue();
        assertThat(Stream.of("k", "l", "m", "n").map(k -> keys.find(k).orElseThrow().commit()))
                .containsExactly(3L, 13L, 11L, 12L);
        assertThat(keys.carry(14, START)).isEqualTo(new Carried.At<>(10));
    }

    @Test
    void aWholeTableThatComesMeanwhileCompletesItToo() {
        LivingKeys keys = new LivingKeys();
        keys.fold(header(12, START, new Carried.At<>(10), "old"));
        LivingKey living = new LivingKey(progress("k", 0, 1, Last.LAST), 12, START);

        keys.fold(header(13, START, new Carried.Whole<>(List.of(living))));

        assertThat(keys.complete()).isTrue();
        assertThat(keys.find("k")).isPresent();
        assertThat(keys.find("old")).as("what the table leaves out is over").isEmpty();
    }

    /// Who does not know all keys must not claim to, nor refer further back than is read.
    @Test
    void whoDoesNotKnowAllKeysRefersBackOnlySoFar() {
        LivingKeys keys = new LivingKeys();
        keys.fold(header(12, START, new Carried.At<>(10)));

        assertThat(keys.carry(13, START)).isEqualTo(new Carried.At<>(10));
        assertThat(keys.canCarry(10 + LivingKeys.WHOLE_EVERY - 1)).isTrue();
        assertThat(keys.canCarry(10 + LivingKeys.WHOLE_EVERY)).isFalse();
    }

    @Test
    void soManyKeysAreHonoured() {
        LivingKeys keys = filled(LivingKeys.MAX_KEYS - 1, "k");

        assertThat(keys.hasRoom(0, 0, "l")).isTrue();
        assertThat(keys.hasRoom(1, 0, "l")).isFalse();
        keys.fold(header(LivingKeys.MAX_KEYS, START, new Carried.At<>(1), "l"));
        assertThat(keys.hasRoom(0, 0, "m")).isFalse();
        keys.expire(START.plus(LivingKeys.LIFE).plusSeconds(1));
        assertThat(keys.hasRoom(0, 0, "m")).isTrue();
    }

    @Test
    void soManyBytesOfKeysAreHonoured() {
        String prefix = "y".repeat(1000 - 80 - 5);
        int fit = LivingKeys.MAX_BYTES / 1000;
        LivingKeys keys = filled(fit - 1, prefix);
        String last = prefix + "%05d".formatted(99_999);

        assertThat(LivingKeys.bytes(last)).isEqualTo(1000);
        assertThat(keys.hasRoom(0, 0, last)).isTrue();
        assertThat(keys.hasRoom(1, 1000, last)).isFalse();
    }

    private static LivingKeys filled(int count, String prefix) {
        LivingKeys keys = new LivingKeys();
        keys.startEmpty();
        for (int i = 0; i < count; i++) {
            keys.fold(header(i + 1, START, new Carried.At<>(1), prefix + "%05d".formatted(i)));
        }
        return keys;
    }

    /// Whoever begins wherever in a log of random keys, once complete, knows what the first knows.
    @Test
    void whoeverBeginsWhereverKnowsTheSame() {
        SplittableRandom random = new SplittableRandom(3);
        LivingKeys first = new LivingKeys();
        first.startEmpty();
        List<CommitHeader> log = new ArrayList<>();
        Instant date = START;
        for (long number = 1; number <= 900; number++) {
            date = date.plusSeconds(random.nextInt(5));
            first.expire(date);
            String[] used =
                    random.ints(random.nextInt(3), 0, 500)
                            .mapToObj(i -> "k" + i)
                            .distinct()
                            .toArray(String[]::new);
            CommitHeader header = header(number, date, first.carry(number, date), used);
            first.fold(header);
            log.add(header);
        }
        for (int begin = 0; begin < log.size(); begin += 37) {
            LivingKeys late = new LivingKeys();
            for (CommitHeader header : log.subList(begin, log.size())) {
                late.fold(header);
                if (!late.complete()) {
                    late.complete(log.subList((int) late.wholeAt() - 1, begin));
                }
            }
            late.expire(date);
            assertThat(late.size()).isEqualTo(first.size());
            for (int i = 0; i < 500; i++) {
                assertThat(late.find("k" + i)).isEqualTo(first.find("k" + i));
            }
        }
    }

    static CommitHeader header(
            long number, Instant date, Carried<List<LivingKey>> keys, String... used) {
        List<PartEntry> parts = new ArrayList<>();
        for (String key : used) {
            parts.add(
                    new PartEntry(
                            new BatchId(number, parts.size()),
                            number - 1,
                            0,
                            progress(key, 0, 1, Last.LAST),
                            List.of()));
        }
        return new CommitHeader(
                number,
                new BatchId(1, number),
                date,
                new Carried.Whole<>(CollectionSettings.DEFAULTS),
                false,
                false,
                0,
                new Carried.Whole<>(Map.of()),
                keys,
                parts,
                List.of(),
                List.of(),
                List.of());
    }
}
