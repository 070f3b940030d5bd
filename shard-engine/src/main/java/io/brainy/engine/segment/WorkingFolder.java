package io.brainy.engine.segment;

import io.brainy.model.error.CorruptException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.MMapDirectory;

/// The folder that a [SegmentWriter] works in: scratch, made anew from a manifest's files at each
/// opening. The files themselves are never written to, so links to them do.
final class WorkingFolder {

    private WorkingFolder() {}

    /// Makes the folder hold exactly these files, by link where that is possible.
    static Directory open(Path folder, Map<String, Path> files) throws IOException {
        Files.createDirectories(folder);
        try (Stream<Path> old = Files.list(folder)) {
            for (Path file : old.toList()) {
                Files.delete(file);
            }
        }
        for (Map.Entry<String, Path> file : files.entrySet()) {
            Path target = folder.resolve(file.getKey());
            try {
                Files.createLink(target, file.getValue());
            } catch (UnsupportedOperationException | FileSystemException e) {
                // Another file system, or one without links. A file that is missing is told by the
                // copying.
                Files.copy(file.getValue(), target);
            }
        }
        return new Unsynced(new MMapDirectory(folder));
    }

    /// Segments and position are one: Lucene's own commit must say what the manifest says.
    static void checkPosition(IndexWriter writer, long position, Collection<String> names) {
        String found = "none";
        for (Map.Entry<String, String> entry : writer.getLiveCommitData()) {
            if (entry.getKey().equals(SegmentWriter.POSITION)) {
                found = entry.getValue();
            }
        }
        if (!found.equals(Long.toString(position))) {
            String commit =
                    names.stream()
                            .filter(name -> name.startsWith("segments_"))
                            .findAny()
                            .orElse("(no segments file)");
            throw new CorruptException(
                    "the manifest is of position "
                            + position
                            + ", its file "
                            + commit
                            + " of "
                            + found);
        }
    }

    /// The bucket makes files durable, not this disk.
    private static final class Unsynced extends FilterDirectory {

        private Unsynced(Directory directory) {
            super(directory);
        }

        @Override
        public void sync(Collection<String> names) {}

        @Override
        public void syncMetaData() {}
    }
}
