package io.brainy.coordinator.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// One thread, virtual time, one seed: whatever happens is decided by it, so the same seed gives
/// the same run. The latest events are kept for the failure's text.
public final class Simulation {

    private static final int KEPT_EVENTS = 60;
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final long seed;
    private final SplittableRandom random;
    private final PriorityQueue<Event> queue = new PriorityQueue<>();
    private final Deque<String> history = new ArrayDeque<>();
    private long nanos;
    private long events;
    private long digest;
    private @Nullable Violation violation;

    private record Event(long at, long order, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(at, other.at);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    /// What an invariant throws; carries the seed and the latest events.
    public static final class Violation extends AssertionError {
        private static final long serialVersionUID = 1L;

        Violation(String message) {
            super(message);
        }
    }

    public Simulation(long seed) {
        this.seed = seed;
        this.random = new SplittableRandom(seed);
    }

    public SplittableRandom random() {
        return random;
    }

    public long nanos() {
        return nanos;
    }

    public Instant now() {
        return START.plusNanos(nanos);
    }

    public void after(Duration delay, Runnable action) {
        queue.add(new Event(nanos + Math.max(0, delay.toNanos()), events++, action));
    }

    /// A duration between two, both included, evenly.
    public Duration between(Duration least, Duration most) {
        return Duration.ofNanos(random.nextLong(least.toNanos(), most.toNanos() + 1));
    }

    public boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    /// Notes a fact of the run.
    public void log(String fact) {
        digest = digest * 31 + fact.hashCode() + nanos;
        history.addLast("%12.3f s  %s".formatted(nanos / 1e9, fact));
        if (history.size() > KEPT_EVENTS) {
            history.removeFirst();
        }
    }

    /// Equal for equal runs.
    public long digest() {
        return digest;
    }

    /// The failure to throw; it is also remembered, since a future's callback swallows what it
    /// throws.
    public Violation violation(String invariant) {
        Violation found =
                new Violation(
                        "%s%nseed %d; the latest events:%n%s"
                                .formatted(invariant, seed, String.join("\n", history)));
        if (violation == null) {
            violation = found;
        }
        return found;
    }

    /// Runs events in the order of their time until `duration` has passed or none is left.
    public void run(Duration duration) {
        long end = nanos + duration.toNanos();
        while (!queue.isEmpty() && queue.peek().at() <= end) {
            Event next = queue.poll();
            nanos = next.at();
            next.action().run();
            if (violation != null) {
                throw violation;
            }
        }
        nanos = Math.max(nanos, end);
    }
}
