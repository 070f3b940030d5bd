package io.brainy.engine.segment;

import io.brainy.model.log.CollectionSettings.Similarity;
import java.nio.file.Path;
import java.util.Map;

/// Writers that make graphs of few vectors.
public final class TestWriters {

    private TestWriters() {}

    public static SegmentWriter open(
            Path directory,
            Similarity similarity,
            long position,
            Map<String, Path> files,
            int graphThreshold) {
        return SegmentWriter.open(directory, similarity, position, files, graphThreshold);
    }
}
