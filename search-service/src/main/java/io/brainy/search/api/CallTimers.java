package io.brainy.search.api;

import io.brainy.coordinator.time.Ticker;
import io.brainy.model.error.BrainyException;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/// How long each call took, and how it ended: `brainy.search.requests` by call and outcome, which
/// is `ok`, `partial` where a shard failed, the problem's name, or `internal`.
final class CallTimers {

    static final String NAME = "brainy.search.requests";

    private final MeterRegistry registry;
    private final Ticker ticker;

    CallTimers(MeterRegistry registry, Ticker ticker) {
        this.registry = registry;
        this.ticker = ticker;
    }

    enum Call {
        FIND,
        SEARCH,
        GET,
        SCAN,
        STATS
    }

    <T> T timed(Call call, Supplier<T> work) {
        return timed(call, work, _ -> "ok");
    }

    <T> T timed(Call call, Supplier<T> work, Function<T, String> outcome) {
        long start = ticker.nanos();
        String ended = "internal";
        try {
            T answer = work.get();
            ended = outcome.apply(answer);
            return answer;
        } catch (BrainyException e) {
            ended = word(e.type());
            throw e;
        } finally {
            registry.timer(NAME, "call", word(call), "outcome", ended)
                    .record(ticker.nanos() - start, TimeUnit.NANOSECONDS);
        }
    }

    long start() {
        return ticker.nanos();
    }

    /// Milliseconds since `start`, to the microsecond.
    double tookMs(long start) {
        return TimeUnit.NANOSECONDS.toMicros(ticker.nanos() - start) / 1000.0;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
