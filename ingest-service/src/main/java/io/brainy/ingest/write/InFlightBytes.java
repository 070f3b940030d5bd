package io.brainy.ingest.write;

import io.brainy.model.error.OverloadedException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// What all requests of this node hold in memory together. Who waits for room holds none himself,
/// so requests cannot wait for each other in a circle.
public final class InFlightBytes {

    private static final long GRAIN_BYTES = 1024;

    private final Semaphore grains;
    private final int total;

    public InFlightBytes(long bytes) {
        this.total = Math.toIntExact(Math.max(1, bytes / GRAIN_BYTES));
        this.grains = new Semaphore(total);
    }

    /// What nobody holds.
    public long freeBytes() {
        return grains.availablePermits() * GRAIN_BYTES;
    }

    Share share() {
        return new Share();
    }

    OverloadedException full() {
        return new OverloadedException(
                "this node holds as many unwritten documents as it may; send this again later",
                Duration.ofSeconds(1));
    }

    /// What one request holds, used by its thread alone; closing it gives back the rest, however
    /// the request ended.
    final class Share implements AutoCloseable {

        private int held;

        boolean tryTake(long bytes) {
            boolean taken = grains.tryAcquire(grains(bytes));
            held += taken ? grains(bytes) : 0;
            return taken;
        }

        /// Waits for room, at most so long, when nothing is held.
        void take(long bytes, Duration patience) {
            try {
                if (!grains.tryAcquire(grains(bytes), patience.toNanos(), TimeUnit.NANOSECONDS)) {
                    throw full();
                }
            } catch (InterruptedException e) {
                throw Await.interrupted();
            }
            held += grains(bytes);
        }

        void release(long bytes) {
            int count = Math.min(held, grains(bytes));
            held -= count;
            grains.release(count);
        }

        @Override
        public void close() {
            grains.release(held);
            held = 0;
        }

        /// The same for taking and giving back; an item larger than all counts as all.
        private int grains(long bytes) {
            return (int) Math.min(total, (bytes + GRAIN_BYTES - 1) / GRAIN_BYTES);
        }
    }
}
