package io.brainy.coordinator.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.PriorityQueue;

/// Time that stands still until a test moves it, and what is to happen in it. Everything runs on
/// the test's thread, in an order that depends on nothing else.
public final class ManualTime implements InstantSource {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    /// More at one instant is a machine that goes round in circles.
    private static final int MOST_EVENTS = 50_000;

    private final Deque<Runnable> ready = new ArrayDeque<>();
    private final PriorityQueue<Timer> timers = new PriorityQueue<>();
    private long nanos;
    private long order;

    private record Timer(long at, long order, Runnable action) implements Comparable<Timer> {
        @Override
        public int compareTo(Timer other) {
            int byTime = Long.compare(at, other.at);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    @Override
    public Instant instant() {
        return START.plusNanos(nanos);
    }

    public long nanos() {
        return nanos;
    }

    /// Runs `action` at this instant, after all that was asked for before.
    public void soon(Runnable action) {
        ready.addLast(action);
    }

    public void after(Duration delay, Runnable action) {
        timers.add(new Timer(nanos + Math.max(0, delay.toNanos()), order++, action));
    }

    /// Runs all that happens at this instant.
    public void run() {
        for (int events = 0; !ready.isEmpty() || isDue(nanos); events++) {
            if (events == MOST_EVENTS) {
                throw new AssertionError("time does not go on: something asks without end");
            }
            if (ready.isEmpty()) {
                ready.add(timers.remove().action());
            }
            ready.removeFirst().run();
        }
    }

    /// Moves on, and runs all that happens meanwhile when it does.
    public void advance(Duration duration) {
        long end = nanos + duration.toNanos();
        run();
        while (isDue(end)) {
            nanos = timers.element().at();
            run();
        }
        nanos = end;
    }

    /// Moves on as for a process that sleeps: what was due meanwhile is late.
    public void sleep(Duration duration) {
        nanos += duration.toNanos();
    }

    private boolean isDue(long at) {
        return !timers.isEmpty() && timers.element().at() <= at;
    }
}
