package io.brainy.inference.batch;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/// The meters of one model's batcher, by lane.
final class BatchMeters {

    private static final String PREFIX = "brainy.inference.";

    private final Map<Lane, LaneMeters> lanes = new EnumMap<>(Lane.class);
    private final MeterRegistry registry;
    private final String model;

    private record LaneMeters(
            Counter texts,
            Counter tokens,
            Counter padding,
            Counter truncated,
            Counter rejected,
            Counter failed,
            DistributionSummary batchTexts,
            Timer batch,
            Timer queueWait) {}

    BatchMeters(MeterRegistry registry, String model) {
        this.registry = registry;
        this.model = model;
        for (Lane lane : Lane.values()) {
            lanes.put(lane, register(lane));
        }
    }

    void queue(Lane lane, IntSupplier texts) {
        Gauge.builder(PREFIX + "queue.texts", texts::getAsInt)
                .description("texts that wait")
                .tags("model", model, "lane", lane.label())
                .register(registry);
    }

    /// Gives the tokens that ran, padding left out.
    long ran(Lane lane, List<WaitingText> batch, long beganNanos, long nanos) {
        LaneMeters meters = of(lane);
        int longest = 0;
        int truncated = 0;
        long tokens = 0;
        for (WaitingText each : batch) {
            longest = Math.max(longest, each.tokens());
            tokens += each.tokens();
            truncated += each.text.truncated() ? 1 : 0;
            meters.queueWait.record(beganNanos - each.arrivedNanos(), TimeUnit.NANOSECONDS);
        }
        meters.texts.increment(batch.size());
        meters.tokens.increment((double) tokens);
        meters.padding.increment((double) longest * batch.size() - tokens);
        meters.truncated.increment(truncated);
        meters.batchTexts.record(batch.size());
        meters.batch.record(nanos, TimeUnit.NANOSECONDS);
        return tokens;
    }

    void rejected(Lane lane, int texts) {
        of(lane).rejected.increment(texts);
    }

    void failed(Lane lane, int texts) {
        of(lane).failed.increment(texts);
    }

    private LaneMeters of(Lane lane) {
        LaneMeters meters = lanes.get(lane);
        if (meters == null) {
            throw new IllegalArgumentException("no meters for " + lane);
        }
        return meters;
    }

    private LaneMeters register(Lane lane) {
        return new LaneMeters(
                counter(lane, "texts", "texts that were embedded"),
                counter(lane, "tokens", "tokens that were embedded, padding left out"),
                counter(lane, "padding", "tokens of padding that were run beside them"),
                counter(lane, "truncated", "texts that were longer than the model's window"),
                counter(lane, "rejected", "texts that were refused because the queue was full"),
                counter(lane, "failed", "texts whose batch failed"),
                DistributionSummary.builder(PREFIX + "batch.texts")
                        .description("texts in a batch")
                        .tags("model", model, "lane", lane.label())
                        .register(registry),
                timer(lane, "batch", "time that a batch ran"),
                timer(lane, "queue.wait", "time that a text waited for its batch"));
    }

    private Counter counter(Lane lane, String name, String description) {
        return Counter.builder(PREFIX + name)
                .description(description)
                .tags("model", model, "lane", lane.label())
                .register(registry);
    }

    private Timer timer(Lane lane, String name, String description) {
        return Timer.builder(PREFIX + name)
                .description(description)
                .tags("model", model, "lane", lane.label())
                .register(registry);
    }
}
