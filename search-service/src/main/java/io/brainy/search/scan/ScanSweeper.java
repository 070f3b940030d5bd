package io.brainy.search.scan;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Closes idle scans from time to time, also when nobody scans any more: they keep old segments.
public final class ScanSweeper implements AutoCloseable {

    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("scan-sweeper").daemon().factory());

    public ScanSweeper(ScanSessions sessions, Duration every) {
        var _ =
                thread.scheduleWithFixedDelay(
                        sessions::expire, every.toNanos(), every.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
