package io.brainy.coordinator.bucket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brainy.coordinator.bucket.BucketException.Kind;
import io.brainy.coordinator.testing.CountingBucket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RetryingBucketTest {

    private static final ObjectKey KEY = new ObjectKey("a/b");
    private static final RetryPolicy POLICY =
            new RetryPolicy(
                    5, Duration.ofMillis(100), Duration.ofMillis(250), Duration.ofSeconds(10));

    private final List<Duration> slept = new ArrayList<>();
    private final Failing failing = new Failing();
    private long now;

    @Test
    void everyRequestButPutIfAbsentIsRepeated(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "x");
        Bucket bucket = retrying(POLICY, new Random(1));
        List<Runnable> requests =
                List.of(
                        () -> bucket.put(KEY, new byte[1]),
                        () -> bucket.put(KEY, file),
                        () -> bucket.get(KEY),
                        () -> bucket.get(KEY, 0, 1),
                        () -> bucket.head(KEY),
                        () -> bucket.list("", null, 1),
                        () -> bucket.delete(List.of(KEY)));

        for (Runnable request : requests) {
            failing.next(Kind.UNAVAILABLE, 4);
            request.run();
            assertThat(failing.left).isZero();
        }

        assertThat(failing.total()).isEqualTo(5 * 7);
    }

    @Test
    void putIfAbsentIsSentOnce() {
        failing.next(Kind.TIMEOUT, 1);

        assertThatThrownBy(() -> retrying(POLICY, new Random(1)).putIfAbsent(KEY, new byte[1]))
                .isInstanceOf(BucketException.class);

        assertThat(failing.count(BucketOperation.PUT_IF_ABSENT)).isEqualTo(1);
        assertThat(slept).isEmpty();
    }

    @Test
    void attemptsAreBounded() {
        failing.next(Kind.THROTTLED, 5);

        assertThatThrownBy(() -> retrying(POLICY, new Random(1)).get(KEY))
                .isInstanceOfSatisfying(
                        BucketException.class, e -> assertThat(e.kind()).isEqualTo(Kind.THROTTLED));

        assertThat(failing.total()).isEqualTo(5);
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"DENIED", "FULL", "REFUSED"})
    void whatNoRepetitionHelpsIsNotRepeated(Kind kind) {
        failing.next(kind, 1);

        assertThatThrownBy(() -> retrying(POLICY, new Random(1)).get(KEY))
                .isInstanceOf(BucketException.class);

        assertThat(failing.total()).isEqualTo(1);
    }

    @Test
    void pausesDoubleUpToTheLongest() {
        failing.next(Kind.UNAVAILABLE, 4);

        retrying(POLICY, greatest()).get(KEY);

        assertThat(slept)
                .containsExactly(
                        Duration.ofMillis(100),
                        Duration.ofMillis(200),
                        Duration.ofMillis(250),
                        Duration.ofMillis(250));
    }

    @Test
    void pausesAreJitteredFromNothing() {
        failing.next(Kind.UNAVAILABLE, 4);

        retrying(POLICY, () -> 0).get(KEY);

        assertThat(slept).containsOnly(Duration.ZERO).hasSize(4);
    }

    @Test
    void totalTimeIsBounded() {
        var exact = new RetryPolicy(5, Duration.ofMillis(100), Duration.ofMillis(100), ms(200));
        failing.next(Kind.UNAVAILABLE, 2);
        retrying(exact, greatest()).get(KEY);
        assertThat(failing.total()).isEqualTo(3);

        failing.reset();
        failing.next(Kind.UNAVAILABLE, 2);
        var less = new RetryPolicy(5, ms(100), ms(100), ms(200).minusNanos(1));
        assertThatThrownBy(() -> retrying(less, greatest()).get(KEY))
                .isInstanceOf(BucketException.class);
        assertThat(failing.total()).isEqualTo(2);
    }

    @Test
    void interruptEndsTheRetrying() {
        failing.next(Kind.UNAVAILABLE, 2);
        Bucket bucket =
                new RetryingBucket(
                        failing,
                        POLICY,
                        new Random(1),
                        _ -> {
                            throw new InterruptedException();
                        },
                        () -> 0);

        assertThatThrownBy(() -> bucket.get(KEY)).isInstanceOf(BucketException.class);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(failing.total()).isEqualTo(1);
    }

    @Test
    void policiesAreChecked() {
        assertThat(new RetryPolicy(1, ms(1), ms(1), ms(0)).attempts()).isEqualTo(1);
        assertThat(new RetryPolicy(100, ms(1), ms(1), ms(0)).attempts()).isEqualTo(100);
        for (int attempts : List.of(0, 101)) {
            assertThatThrownBy(() -> new RetryPolicy(attempts, ms(1), ms(1), ms(0)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new RetryPolicy(1, ms(0), ms(1), ms(0)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RetryPolicy(1, ms(2), ms(1), ms(0)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private Bucket retrying(RetryPolicy policy, RandomGenerator random) {
        return new RetryingBucket(
                failing,
                policy,
                random,
                pause -> {
                    slept.add(pause);
                    now += pause.toNanos();
                },
                () -> now);
    }

    private static Duration ms(long millis) {
        return Duration.ofMillis(millis);
    }

    /// Always draws the greatest that is allowed.
    private static RandomGenerator greatest() {
        return new RandomGenerator() {
            @Override
            public long nextLong() {
                return Long.MAX_VALUE;
            }

            @Override
            public long nextLong(long bound) {
                return bound - 1;
            }
        };
    }

    /// Fails the next so many requests.
    private static final class Failing extends CountingBucket {

        private Kind kind = Kind.UNAVAILABLE;
        private int left;

        Failing() {
            super(new MemoryBucket(InstantSource.system()));
        }

        void next(Kind kind, int times) {
            this.kind = kind;
            this.left = times;
        }

        @Override
        public Created putIfAbsent(ObjectKey key, byte[] bytes) {
            return after(super.putIfAbsent(key, bytes));
        }

        @Override
        public Stored put(ObjectKey key, byte[] bytes) {
            return after(super.put(key, bytes));
        }

        @Override
        public Stored put(ObjectKey key, Path file) {
            return after(super.put(key, file));
        }

        @Override
        public Fetched get(ObjectKey key) {
            return after(super.get(key));
        }

        @Override
        public Fetched get(ObjectKey key, long offset, int length) {
            return after(super.get(key, offset, length));
        }

        @Override
        public Described head(ObjectKey key) {
            return after(super.head(key));
        }

        @Override
        public Listed list(String prefix, @Nullable String startAfter, int limit) {
            return after(super.list(prefix, startAfter, limit));
        }

        @Override
        public Deleted delete(List<ObjectKey> keys) {
            return after(super.delete(keys));
        }

        private <T> T after(T answer) {
            if (left > 0) {
                left--;
                throw new BucketException(kind, "as the test wants it");
            }
            return answer;
        }
    }
}
