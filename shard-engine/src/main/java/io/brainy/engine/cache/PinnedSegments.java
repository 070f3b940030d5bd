package io.brainy.engine.cache;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/// Files that stay where they are until this is closed, by the name that the index calls them.
/// Closing twice is closing once.
public final class PinnedSegments implements AutoCloseable {

    private final Map<String, Path> files;
    private final Runnable release;
    private final AtomicBoolean closed = new AtomicBoolean();

    PinnedSegments(Map<String, Path> files, Runnable release) {
        this.files = Map.copyOf(files);
        this.release = release;
    }

    public Map<String, Path> files() {
        return files;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            release.run();
        }
    }
}
