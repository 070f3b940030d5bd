package io.brainy.engine.cache;

import io.brainy.model.log.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The names in a cache's directory: `<sha256>` is a whole file, `<sha256>.part` one on its way,
/// `<sha256>.copy` one being copied; `cache.lock` is held while a process uses the directory.
final class CacheDirectory implements AutoCloseable {

    private static final String LOCK = "cache.lock";
    private static final String PART = ".part";
    private static final String COPY = ".copy";
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    private final Path path;
    private final FileChannel lockFile;

    private CacheDirectory(Path path, FileChannel lockFile) {
        this.path = path;
        this.lockFile = lockFile;
    }

    static CacheDirectory open(Path path) {
        try {
            Files.createDirectories(path);
            FileChannel lockFile =
                    FileChannel.open(
                            path.resolve(LOCK),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            if (!locked(lockFile)) {
                lockFile.close();
                throw new IllegalStateException(
                        "the cache directory "
                                + path
                                + " is in use by another process; give each process its own");
            }
            return new CacheDirectory(path, lockFile);
        } catch (IOException e) {
            throw new UncheckedIOException("the cache directory " + path + " cannot be used", e);
        }
    }

    private static boolean locked(FileChannel lockFile) throws IOException {
        try {
            @Nullable FileLock lock = lockFile.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException _) {
            return false;
        }
    }

    Path whole(Digest sha256) {
        return path.resolve(sha256.toString());
    }

    Path part(Digest sha256) {
        return path.resolve(sha256 + PART);
    }

    /// What is left of earlier processes, the oldest first.
    List<Leftover> leftovers() {
        List<Leftover> found = new ArrayList<>();
        try (Stream<Path> names = Files.list(path)) {
            for (Path file : (Iterable<Path>) names::iterator) {
                String name = file.getFileName().toString();
                String sha256 =
                        name.endsWith(PART)
                                ? name.substring(0, name.length() - PART.length())
                                : name;
                if (SHA256.matcher(sha256).matches()) {
                    found.add(
                            new Leftover(
                                    sha256, Files.size(file), Files.getLastModifiedTime(file)));
                } else if (name.endsWith(COPY)) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the cache directory " + path + " cannot be read", e);
        }
        found.sort(Comparator.comparing(Leftover::modified).thenComparing(Leftover::sha256));
        return found;
    }

    /// Whole or partial: which of the two, its first use finds out.
    record Leftover(String sha256, long bytes, FileTime modified) {}

    /// Makes `source` the whole file of that digest, without a second copy where the disk can.
    void adopt(Digest sha256, Path source) throws IOException {
        Path whole = whole(sha256);
        if (Files.exists(whole)) {
            return;
        }
        try {
            Files.createLink(whole, source);
        } catch (UnsupportedOperationException | IOException _) {
            Path copy = path.resolve(sha256 + COPY);
            Files.copy(source, copy, StandardCopyOption.REPLACE_EXISTING);
            Files.move(copy, whole, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    void delete(String sha256) throws IOException {
        Files.deleteIfExists(path.resolve(sha256));
        Files.deleteIfExists(path.resolve(sha256 + PART));
    }

    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the lock of " + path + " could not be released", e);
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
