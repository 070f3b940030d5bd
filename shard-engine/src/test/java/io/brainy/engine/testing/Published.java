package io.brainy.engine.testing;

import io.brainy.engine.segment.SegmentPublication;
import io.brainy.engine.segment.SegmentPublication.LocalFile;
import io.brainy.model.key.ShardId;
import io.brainy.model.key.SlotRange;
import io.brainy.model.log.BatchId;
import io.brainy.model.log.Digest;
import io.brainy.model.manifest.Manifest;
import io.brainy.model.manifest.SegmentFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Plays the bucket: keeps each published file under a name of its own.
public final class Published {

    private final Path folder;
    private final Map<String, Path> byName = new HashMap<>();
    private long generation;

    public Published(Path folder) {
        this.folder = folder;
    }

    /// A manifest and where its files lie.
    public record Entry(Manifest manifest, Map<String, Path> files) {}

    public Entry publish(SegmentPublication publication) throws IOException {
        generation++;
        Map<String, Path> files = new HashMap<>();
        List<SegmentFile> listed = new ArrayList<>();
        for (LocalFile file : publication.files()) {
            Path kept = byName.get(file.name());
            if (kept == null) {
                kept = folder.resolve("object-" + generation + "-" + byName.size());
                Files.copy(file.path(), kept);
                byName.put(file.name(), kept);
            } else if (Files.mismatch(kept, file.path()) >= 0) {
                throw new AssertionError(file.name() + " has changed");
            }
            files.put(file.name(), kept);
            listed.add(
                    new SegmentFile(
                            file.name(),
                            kept.getFileName().toString(),
                            file.bytes(),
                            new Digest(new byte[Digest.LENGTH])));
        }
        return new Entry(
                new Manifest(
                        new ShardId(1, 0),
                        generation,
                        new BatchId(0, generation),
                        1,
                        publication.position(),
                        SlotRange.ALL,
                        null,
                        false,
                        listed,
                        publication.stats()),
                files);
    }
}
