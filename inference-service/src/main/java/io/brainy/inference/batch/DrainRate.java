package io.brainy.inference.batch;

import java.time.Duration;

/// How fast the sessions have lately been, for telling a caller when to come again. For one thread
/// at a time.
final class DrainRate {

    private static final Duration LEAST = Duration.ofSeconds(1);
    private static final Duration MOST = Duration.ofSeconds(60);

    /// How much the newest batch counts.
    private static final double WEIGHT = 0.1;

    private double nanosPerToken;

    /// One session ran so many tokens in that time.
    void observe(long tokens, long nanos) {
        double measured = (double) nanos / Math.max(1, tokens);
        nanosPerToken =
                nanosPerToken == 0 ? measured : nanosPerToken + WEIGHT * (measured - nanosPerToken);
    }

    /// In whole seconds, as `Retry-After` has them, within reason.
    Duration timeFor(long tokens, int sessions) {
        double seconds = tokens * nanosPerToken / Math.max(1, sessions) / 1e9;
        Duration time = Duration.ofSeconds((long) Math.ceil(seconds));
        if (time.compareTo(LEAST) < 0) {
            return LEAST;
        }
        return time.compareTo(MOST) > 0 ? MOST : time;
    }
}
