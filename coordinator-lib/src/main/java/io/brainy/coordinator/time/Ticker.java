package io.brainy.coordinator.time;

/// Monotonic time: only differences mean something, and only within one process. Judging whether
/// something has stood still, or how long a call took, is done with this and never with a clock
/// that an operator may set.
@FunctionalInterface
public interface Ticker {

    long nanos();
}
