package io.brainy.ingest.write;

import io.brainy.coordinator.time.Sleeper;
import io.brainy.coordinator.time.Ticker;
import io.brainy.model.error.OverloadedException;
import java.time.Duration;

/// What a request does where others are served first: a single document is told at once, a stream
/// waits, as long as there is progress now and then.
sealed interface Pace {

    /// Waits before trying again, or throws `reason` when patience is at an end.
    void overloaded(OverloadedException reason);

    /// Something went on.
    void progressed();

    record FailFast() implements Pace {
        @Override
        public void overloaded(OverloadedException reason) {
            throw reason;
        }

        @Override
        public void progressed() {}
    }

    final class Wait implements Pace {

        private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
        private static final Duration SHORTEST_PAUSE = Duration.ofMillis(5);

        private final Sleeper sleeper;
        private final Ticker ticker;
        private final Duration patience;
        private long progressedNanos;

        Wait(Sleeper sleeper, Ticker ticker, Duration patience) {
            this.sleeper = sleeper;
            this.ticker = ticker;
            this.patience = patience;
            this.progressedNanos = ticker.nanos();
        }

        @Override
        public void overloaded(OverloadedException reason) {
            if (ticker.nanos() - progressedNanos > patience.toNanos()) {
                throw reason;
            }
            Duration pause = reason.retryAfter();
            pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
            pause = pause.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : pause;
            try {
                sleeper.sleep(pause);
            } catch (InterruptedException e) {
                throw Await.interrupted();
            }
        }

        @Override
        public void progressed() {
            progressedNanos = ticker.nanos();
        }
    }
}
