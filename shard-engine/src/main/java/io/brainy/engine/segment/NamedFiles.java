package io.brainy.engine.segment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.lucene.store.BaseDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.store.NoLockFactory;

/// A read-only directory whose files lie anywhere under any name: in a cache named by object key,
/// or in the bucket's own folder. Files are memory-mapped. The names are those of one manifest at a
/// time; what was opened by the names of an earlier one stays open.
final class NamedFiles extends BaseDirectory {

    private final Map<Path, MMapDirectory> folders = new ConcurrentHashMap<>();
    private volatile Map<String, Path> files = Map.of();

    NamedFiles() {
        super(NoLockFactory.INSTANCE);
    }

    void adopt(Map<String, Path> manifest) {
        files = Map.copyOf(manifest);
    }

    private Path path(String name) throws IOException {
        Path path = files.get(name);
        if (path == null) {
            throw new NoSuchFileException(name);
        }
        return path;
    }

    @Override
    public String[] listAll() {
        return files.keySet().stream().sorted().toArray(String[]::new);
    }

    @Override
    public long fileLength(String name) throws IOException {
        return Files.size(path(name));
    }

    @Override
    public IndexInput openInput(String name, IOContext context) throws IOException {
        Path path = path(name).toAbsolutePath();
        if (!Files.exists(path)) {
            throw new NoSuchFileException(path + " (" + name + ")");
        }
        Path folder = path.getParent();
        MMapDirectory mapped = folders.get(folder);
        if (mapped == null) {
            MMapDirectory opened = new MMapDirectory(folder, NoLockFactory.INSTANCE);
            MMapDirectory other = folders.putIfAbsent(folder, opened);
            mapped = other == null ? opened : other;
        }
        return mapped.openInput(path.getFileName().toString(), context);
    }

    @Override
    public void deleteFile(String name) {
        throw readOnly();
    }

    @Override
    public IndexOutput createOutput(String name, IOContext context) {
        throw readOnly();
    }

    @Override
    public IndexOutput createTempOutput(String prefix, String suffix, IOContext context) {
        throw readOnly();
    }

    @Override
    public void sync(Collection<String> names) {}

    @Override
    public void syncMetaData() {}

    @Override
    public void rename(String source, String target) {
        throw readOnly();
    }

    @Override
    public Set<String> getPendingDeletions() {
        return Set.of();
    }

    private static UnsupportedOperationException readOnly() {
        return new UnsupportedOperationException("files of a manifest never change");
    }

    @Override
    public void close() throws IOException {
        for (MMapDirectory folder : folders.values()) {
            folder.close();
        }
    }
}
