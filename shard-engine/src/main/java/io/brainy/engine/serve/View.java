package io.brainy.engine.serve;

import io.brainy.engine.memtable.Memtable;
import io.brainy.engine.segment.Segments;
import java.util.concurrent.atomic.AtomicInteger;

/// A shard as of one position: segments, and the memtable over them. Immutable; what is written
/// later to the same layers lies beyond its position. Its users hold it by [#tryAcquire], and it
/// holds segments and layers as long as anybody does.
final class View {

    private final long position;
    private final Segments base;
    private final Memtable memtable;
    private final long documents;
    private final AtomicInteger holders = new AtomicInteger(1);

    /// @param documents alive at the position
    View(long position, Segments base, Memtable memtable, long documents) {
        if (!base.tryAcquire()) {
            throw new IllegalStateException(
                    "the segments of position " + base.position() + " are closed already");
        }
        memtable.acquire();
        this.position = position;
        this.base = base;
        this.memtable = memtable;
        this.documents = documents;
    }

    long position() {
        return position;
    }

    Segments base() {
        return base;
    }

    Memtable memtable() {
        return memtable;
    }

    long documents() {
        return documents;
    }

    boolean tryAcquire() {
        int before = holders.get();
        while (before > 0) {
            if (holders.compareAndSet(before, before + 1)) {
                return true;
            }
            before = holders.get();
        }
        return false;
    }

    void release() {
        if (holders.decrementAndGet() == 0) {
            base.release();
            memtable.release();
        }
    }
}
