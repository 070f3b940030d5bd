package io.brainy.standalone.node;

import io.brainy.model.error.UnavailableException;
import io.brainy.model.key.NodeId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Where a process keeps what it can make anew: copies of segments, and the indexes that it builds.
/// Without a directory of its own it is a temporary one, removed at the end.
record ScratchDirectory(Path root, boolean temporary) implements AutoCloseable {

    static ScratchDirectory open(@Nullable Path wanted, NodeId id) {
        try {
            if (wanted == null) {
                return new ScratchDirectory(Files.createTempDirectory("brainy-" + id + "-"), true);
            }
            return new ScratchDirectory(Files.createDirectories(wanted), false);
        } catch (IOException e) {
            throw new UnavailableException(
                    "the cache directory %s cannot be made; name another by --cache"
                            .formatted(wanted == null ? "(temporary)" : wanted),
                    e);
        }
    }

    Path segments() {
        return root.resolve("segments");
    }

    Path publishers() {
        return root.resolve("publishers");
    }

    @Override
    public void close() throws IOException {
        if (!temporary || !Files.exists(root)) {
            return;
        }
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
