package io.brainy.bench.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/// What a process holds in memory, as Linux counts it.
///
/// @param anonymous heap, stacks and native memory: its own alone
/// @param mapped pages of files, which the system may take back at any time
record Footprint(long anonymous, long mapped) {

    /// Empty where the system does not tell.
    static Optional<Footprint> of(long pid) {
        Path file = Path.of("/proc", Long.toString(pid), "smaps_rollup");
        try (Stream<String> lines = Files.lines(file)) {
            long[] bytes = new long[2];
            lines.forEach(line -> {
                if (line.startsWith("Rss:")) {
                    bytes[0] = bytes(line);
                } else if (line.startsWith("Anonymous:")) {
                    bytes[1] = bytes(line);
                }
            });
            return Optional.of(new Footprint(bytes[1], bytes[0] - bytes[1]));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /// `Rss: 123 kB`
    private static long bytes(String line) {
        String[] words = line.split("\\s+");
        return Long.parseLong(words[1]) << 10;
    }

    long sum() {
        return anonymous + mapped;
    }
}
