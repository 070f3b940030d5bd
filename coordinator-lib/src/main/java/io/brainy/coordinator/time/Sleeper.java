package io.brainy.coordinator.time;

import java.time.Duration;

/// Lets the calling thread wait. Protocol code never does; only the edges that act on the world.
@FunctionalInterface
public interface Sleeper {

    void sleep(Duration duration) throws InterruptedException;
}
