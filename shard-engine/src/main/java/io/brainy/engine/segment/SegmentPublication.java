package io.brainy.engine.segment;

import io.brainy.model.manifest.ShardStats;
import java.nio.file.Path;
import java.util.List;

/// All that a manifest of a position needs to say of the segments: exactly the commits up to
/// `position`.
///
/// @param files every file of the index as of now, in the order of their names; those that earlier
///   publications had are the same files
public record SegmentPublication(long position, List<LocalFile> files, ShardStats stats) {

    public SegmentPublication {
        files = List.copyOf(files);
    }

    /// @param name what the index calls it; its content never changes
    /// @param path where it lies until the next flush, or the closing of the writer
    public record LocalFile(String name, Path path, long bytes) {}
}
