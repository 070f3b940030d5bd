package io.brainy.engine.segment;

import io.brainy.model.error.CorruptException;
import io.brainy.model.manifest.Manifest;
import io.brainy.model.manifest.SegmentFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexCommit;
import org.apache.lucene.index.LeafReaderContext;
import org.jspecify.annotations.Nullable;

/// Opens the manifests of one shard, one after the other. Segments that two of them share are
/// opened once and keep what is hidden in them.
public final class SegmentFiles implements AutoCloseable {

    private final NamedFiles directory = new NamedFiles();

    /// Opens a manifest's segments. They are held once, for the caller to release.
    ///
    /// @param files where each file of the manifest lies now
    /// @param previous what was opened before, still held
    /// @throws CorruptException when a file is missing or damaged, which names it
    public Segments open(Manifest manifest, Map<String, Path> files, Segments previous) {
        if (manifest.files().isEmpty()) {
            // What a publisher of a new shard begins with, to fence whoever else may think it has
            // it.
            return Segments.empty(manifest.position(), manifest.generation());
        }
        Map<String, Path> named = new HashMap<>();
        long bytes = 0;
        for (SegmentFile file : manifest.files()) {
            named.put(file.name(), checked(manifest, file, files.get(file.name())));
            bytes += file.bytes();
        }
        directory.adopt(named);
        try {
            DirectoryReader reader = openReader(manifest, previous.reader());
            try {
                return new Segments(
                        manifest.position(),
                        manifest.generation(),
                        bytes,
                        reader,
                        leaves(reader, previous));
            } catch (IOException | RuntimeException e) {
                reader.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            throw IndexFailure.of(
                    "opening manifest " + manifest.generation() + " of shard " + manifest.shard(),
                    e);
        }
    }

    private static Path checked(Manifest manifest, SegmentFile file, @Nullable Path path) {
        String name =
                file.name()
                        + " (object "
                        + file.key()
                        + ") of manifest "
                        + manifest.generation()
                        + " of shard "
                        + manifest.shard();
        try {
            if (path == null || !Files.exists(path)) {
                throw new CorruptException("the file " + name + " is missing at " + path);
            }
            long bytes = Files.size(path);
            if (bytes != file.bytes()) {
                throw new CorruptException(
                        "the file %s has %d bytes at %s, wanted %d"
                                .formatted(name, bytes, path, file.bytes()));
            }
            return path;
        } catch (IOException e) {
            throw IndexFailure.of("reading the file " + name, e);
        }
    }

    private DirectoryReader openReader(Manifest manifest, @Nullable DirectoryReader previous)
            throws IOException {
        List<IndexCommit> commits = DirectoryReader.listCommits(directory);
        IndexCommit commit = commits.getLast();
        String found = commit.getUserData().getOrDefault(SegmentWriter.POSITION, "none");
        if (!found.equals(Long.toString(manifest.position()))) {
            throw new CorruptException(
                    "the manifest is of position "
                            + manifest.position()
                            + ", its file "
                            + commit.getSegmentsFileName()
                            + " of "
                            + found);
        }
        if (previous == null) {
            return DirectoryReader.open(commit);
        }
        DirectoryReader changed = DirectoryReader.openIfChanged(previous, commit);
        if (changed == null) {
            previous.incRef();
            return previous;
        }
        return changed;
    }

    private static List<SegmentLeaf> leaves(DirectoryReader reader, Segments previous)
            throws IOException {
        IdentityHashMap<Object, HiddenDocuments> known = new IdentityHashMap<>();
        for (SegmentLeaf leaf : previous.leaves()) {
            known.put(core(leaf.context()), leaf.hidden());
        }
        List<SegmentLeaf> leaves = new ArrayList<>();
        for (LeafReaderContext context : reader.leaves()) {
            HiddenDocuments hidden = known.get(core(context));
            leaves.add(
                    new SegmentLeaf(
                            context,
                            hidden == null
                                    ? new HiddenDocuments(context.reader().maxDoc())
                                    : hidden));
        }
        return leaves;
    }

    /// What is the same for two readers of one segment, whatever is deleted in it.
    private static Object core(LeafReaderContext context) {
        return context.reader().getCoreCacheHelper().getKey();
    }

    @Override
    public void close() {
        try {
            directory.close();
        } catch (IOException e) {
            throw IndexFailure.of("closing a shard's files", e);
        }
    }
}
