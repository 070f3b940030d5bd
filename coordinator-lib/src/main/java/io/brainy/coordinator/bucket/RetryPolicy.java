package io.brainy.coordinator.bucket;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How often and how long a request is tried: exponential backoff with full jitter, that is, each
/// pause is drawn evenly from nothing up to a bound that doubles. Full jitter spreads the nodes
/// that a throttling store turned away together.
///
/// @param attempts the most requests, the first one included
/// @param firstPause the bound of the first pause
/// @param longestPause where the doubling ends
/// @param totalTime no pause begins that would end later than this after the first request
public record RetryPolicy(
        int attempts, Duration firstPause, Duration longestPause, Duration totalTime) {

    public static final RetryPolicy DEFAULT =
            new RetryPolicy(
                    6, Duration.ofMillis(50), Duration.ofSeconds(2), Duration.ofSeconds(20));

    private static final int MAX_ATTEMPTS = 100;

    public RetryPolicy {
        if (attempts < 1 || attempts > MAX_ATTEMPTS) {
            throw new IllegalArgumentException(
                    "a request is tried 1 to " + MAX_ATTEMPTS + " times, found " + attempts);
        }
        if (firstPause.isNegative()
                || firstPause.isZero()
                || longestPause.compareTo(firstPause) < 0
                || totalTime.isNegative()) {
            throw new IllegalArgumentException(
                    "pauses are positive and the longest is not below the first, found "
                            + firstPause
                            + ", "
                            + longestPause
                            + " and "
                            + totalTime
                            + " in all");
        }
    }

    /// The pause after the given attempt failed.
    Duration pause(int attempt, RandomGenerator random) {
        long bound = firstPause.toNanos();
        for (int i = 1; i < attempt && bound < longestPause.toNanos(); i++) {
            bound *= 2;
        }
        bound = Math.min(bound, longestPause.toNanos());
        return Duration.ofNanos(random.nextLong(bound + 1));
    }
}
