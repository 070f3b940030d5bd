package io.brainy.coordinator.bucket;

import io.brainy.coordinator.bucket.BucketException.Kind;
import io.brainy.coordinator.time.SystemTime;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A directory as a bucket, shared by any number of processes: an object is a file, a key is its
/// path.
///
/// **Writing.** The bytes go to a temporary file of this process and are synced. [#putIfAbsent]
/// then makes a hard link of it under the key: `link(2)` fails when the name is taken, whoever took
/// it, so exactly one of racing processes succeeds (B1). [#put] renames it over the key. Both sync
/// the folder; who finds a name taken syncs it too, so that nobody acts on a name that a power loss
/// could still take back. Stopped before the link or the rename there is no object, after it there
/// is the whole one (B5); the temporary file that may stay is removed a day later.
///
/// **Dates.** An object's age counts from its ctime, the moment of the link, and Date is the ctime
/// of a file just touched in the same file system, so both are of one clock (B3, B5). A write is
/// dated after it was done, a reading before it was begun; and a reading that took longer than
/// [#SLACK], say because the machine slept, has no Date, since neither its beginning nor its end
/// would be true.
///
/// **What it relies on**: hard links that fail atomically on a taken name, atomic renames, ctime,
/// fsync of files and folders, and that a listing begun after a link shows it. The local file
/// systems of Linux and macOS give all this. NFS 4 with close-to-open consistency gives it between
/// machines only as far as its attribute and name caches are off (`noac`, `lookupcache=none`); SMB,
/// and most FUSE bridges to object stores, do not. Certification finds out what it can.
public final class DirectoryBucket implements Bucket {

    /// The longest that a reading may take and still be dated; nothing next to the retentions that
    /// Dates are compared with.
    static final Duration SLACK = Duration.ofSeconds(10);

    private final Path root;
    private final InstantSource instants;
    private final KeyPaths paths;
    private final PrivateFolder temporary;
    private final DurableFolders folders;

    private DirectoryBucket(
            Path root, InstantSource instants, PrivateFolder temporary, DurableFolders folders) {
        this.root = root;
        this.instants = instants;
        this.paths = new KeyPaths(root);
        this.temporary = temporary;
        this.folders = folders;
    }

    /// Opens the directory with the machine's clock and randomness; makes it where it is missing.
    public static DirectoryBucket open(Path root) {
        return open(root, SystemTime.instants(), SystemTime.random());
    }

    public static DirectoryBucket open(Path root, InstantSource instants, RandomGenerator random) {
        Path absolute = root.toAbsolutePath().normalize();
        try {
            if (Files.exists(absolute) && !Files.isDirectory(absolute)) {
                throw new BucketException(
                        Kind.REFUSED,
                        "a bucket's directory was wanted, found a file at "
                                + absolute
                                + "; name another place");
            }
            Path parent = absolute.getParent();
            if (!Files.exists(absolute) && parent != null) {
                Files.createDirectories(absolute);
                new DurableFolders(parent).sync(parent);
            }
            if (!Files.getFileStore(absolute).supportsFileAttributeView("unix")) {
                throw new BucketException(
                        Kind.REFUSED,
                        "a bucket's directory needs a file system with inodes and ctime, found "
                                + Files.getFileStore(absolute).type()
                                + " at "
                                + absolute
                                + "; name a place on a local Linux or macOS file system, or use"
                                + " s3://");
            }
            Path real = absolute.toRealPath();
            var temporary = new PrivateFolder(real, instants, random);
            temporary.removeLeftBehind();
            return new DirectoryBucket(real, instants, temporary, new DurableFolders(real));
        } catch (IOException e) {
            throw FileFailures.of("open a bucket", absolute, 0, e);
        }
    }

    @Override
    public Created putIfAbsent(ObjectKey key, byte[] bytes) {
        Path target = paths.of(key);
        return call(
                "create '" + key + "'",
                bytes.length,
                () -> {
                    Path folder = folderOf(target);
                    folders.ensure(folder);
                    boolean created = !isTaken(target) && link(target, bytes);
                    folders.sync(folder);
                    return new Created(created, temporary.date());
                });
    }

    @Override
    public Stored put(ObjectKey key, byte[] bytes) {
        return put(key, bytes.length, PrivateFolder.Source.of(bytes));
    }

    @Override
    public Stored put(ObjectKey key, Path file) {
        if (!Files.isReadable(file) || !Files.isRegularFile(file)) {
            throw new BucketException(
                    Kind.REFUSED,
                    "to store '" + key + "' a readable file was wanted, found none at " + file);
        }
        return call(
                "store '" + key + "'",
                0,
                () -> put(key, Files.size(file), PrivateFolder.Source.of(file)));
    }

    @Override
    public Fetched get(ObjectKey key) {
        Path path = paths.of(key);
        return call("read '" + key + "'", 0, () -> fetched(path, opened -> opened.readWhole(key)));
    }

    @Override
    public Fetched get(ObjectKey key, long offset, int length) {
        RequestLimits.requireRange(offset, length);
        Path path = paths.of(key);
        return call(
                "read '" + key + "'",
                0,
                () -> fetched(path, opened -> opened.read(offset, length)));
    }

    @Override
    public Described head(ObjectKey key) {
        Path path = paths.of(key);
        return call(
                "look at '" + key + "'",
                0,
                () -> {
                    Instant begun = instants.instant();
                    Instant date = temporary.date();
                    FileObject seen = FileObject.at(path);
                    return new Described(
                            seen == null || !seen.isObject()
                                    ? Optional.empty()
                                    : Optional.of(
                                            new ObjectSummary(
                                                    key,
                                                    seen.bytes(),
                                                    seen.etag(),
                                                    seen.created())),
                            since(begun, date));
                });
    }

    @Override
    public Listed list(String prefix, @Nullable String startAfter, int limit) {
        RequestLimits.requireLimit(limit);
        return call(
                "list '" + prefix + "'",
                0,
                () -> {
                    Instant begun = instants.instant();
                    Instant date = temporary.date();
                    List<ObjectSummary> found =
                            new DirectoryListing(root, prefix, startAfter, limit + 1).read();
                    boolean more = found.size() > limit;
                    return new Listed(
                            more ? found.subList(0, limit) : found, more, since(begun, date));
                });
    }

    @Override
    public Deleted delete(List<ObjectKey> keys) {
        RequestLimits.requireDeletes(keys);
        List<Path> files = keys.stream().map(paths::of).toList();
        return call(
                "delete",
                0,
                () -> {
                    Set<Path> changed = new LinkedHashSet<>();
                    for (Path file : files) {
                        FileObject seen = FileObject.at(file);
                        if (seen != null && seen.isObject() && Files.deleteIfExists(file)) {
                            changed.add(folderOf(file));
                        }
                    }
                    for (Path folder : changed) {
                        folders.sync(folder);
                    }
                    return new Deleted(temporary.date());
                });
    }

    @Override
    public Optional<Path> localFile(ObjectKey key) {
        Path path = paths.of(key);
        return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
                ? Optional.of(path)
                : Optional.empty();
    }

    @Override
    public String describe() {
        return "directory " + root;
    }

    @Override
    public void close() {
        try {
            temporary.remove();
        } catch (IOException e) {
            throw FileFailures.of("remove the temporary files", root, 0, e);
        }
    }

    private Fetched fetched(Path path, Reading reading) throws IOException {
        Instant begun = instants.instant();
        Instant date = temporary.date();
        try (OpenedFile opened = OpenedFile.open(path)) {
            Instant promptly = since(begun, date);
            return opened == null
                    ? new Fetched(Optional.empty(), promptly)
                    : new Fetched(Optional.of(reading.of(opened)), promptly);
        }
    }

    private Stored put(ObjectKey key, long size, PrivateFolder.Source source) {
        Path target = paths.of(key);
        return call(
                "store '" + key + "'",
                size,
                () -> {
                    isTaken(target);
                    Path file = temporary.write(source);
                    try {
                        FileObject written = FileObject.at(file);
                        inFolderOf(target, () -> rename(file, target));
                        folders.sync(folderOf(target));
                        if (written == null) {
                            throw new NoSuchFileException(file.toString());
                        }
                        return new Stored(written.etag(), temporary.date());
                    } finally {
                        temporary.discard(file);
                    }
                });
    }

    private boolean link(Path target, byte[] bytes) throws IOException {
        Path file = temporary.write(PrivateFolder.Source.of(bytes));
        try {
            return inFolderOf(target, () -> linked(file, target));
        } finally {
            temporary.discard(file);
        }
    }

    private static boolean linked(Path file, Path target) throws IOException {
        try {
            Files.createLink(target, file);
            return true;
        } catch (FileAlreadyExistsException e) {
            isTaken(target);
            return false;
        } catch (UnsupportedOperationException e) {
            throw new BucketException(
                    Kind.REFUSED,
                    "a bucket's directory needs hard links, which the file system of "
                            + target
                            + " has not; name a place on a local Linux or macOS file system",
                    e);
        }
    }

    private static boolean rename(Path file, Path target) throws IOException {
        Files.move(
                file, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return true;
    }

    /// Does something that needs the folder of the target, which is made where it is missing, once
    /// more when somebody removed it by hand.
    private boolean inFolderOf(Path target, Change change) throws IOException {
        folders.ensure(folderOf(target));
        try {
            return change.apply();
        } catch (NoSuchFileException e) {
            folders.forget();
            folders.ensure(folderOf(target));
            return change.apply();
        }
    }

    /// Whether there is an object; anything else there is refused (B4).
    private static boolean isTaken(Path target) throws IOException {
        FileObject seen = FileObject.at(target);
        if (seen != null && !seen.isObject()) {
            throw new BucketException(
                    Kind.REFUSED,
                    "no key is a folder of another and no object is a symbolic link; found "
                            + (seen.shape() == FileObject.Shape.FOLDER ? "a folder" : "no file")
                            + " at "
                            + target
                            + "; remove or rename it");
        }
        return seen != null;
    }

    private @Nullable Instant since(Instant begun, Instant date) {
        Duration taken = Duration.between(begun, instants.instant()).abs();
        return taken.compareTo(SLACK) <= 0 ? date : null;
    }

    private static Path folderOf(Path target) {
        Path parent = target.getParent();
        if (parent == null) {
            throw new IllegalStateException(target + " is not in a bucket");
        }
        return parent;
    }

    private <T> T call(String attempt, long wanted, Call<T> call) {
        try {
            folders.requireSound();
            return call.run();
        } catch (IOException e) {
            throw FileFailures.of(attempt, root, wanted, e);
        }
    }

    private interface Call<T> {
        T run() throws IOException;
    }

    private interface Change {
        boolean apply() throws IOException;
    }

    private interface Reading {
        StoredObject of(OpenedFile opened) throws IOException;
    }
}
