package io.brainy.coordinator.bucket;

import io.brainy.coordinator.bucket.BucketException.Kind;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Makes folders, and makes names durable: a file's own fsync does not keep its name.
///
/// A folder that another process made may not be durable yet, so each process syncs the parents of
/// every folder once before its first use. A failed fsync of a folder is final: the system may have
/// dropped what it could not write and report success the next time, so from then on nothing that
/// this process reads can be trusted to survive, and every call is refused.
final class DurableFolders {

    /// Folders are as many as shards and collections; past this the memory is simply cleared.
    private static final int MAX_KNOWN = 100_000;

    private final Path root;
    private final Force force;
    private final Set<Path> known = ConcurrentHashMap.newKeySet();
    private final Set<Path> owed = ConcurrentHashMap.newKeySet();
    private volatile @Nullable IOException failure;

    DurableFolders(Path root) {
        this(root, channel -> channel.force(true));
    }

    DurableFolders(Path root, Force force) {
        this.root = root;
        this.force = force;
    }

    /// Makes the folder and those above it where they are missing.
    void ensure(Path folder) throws IOException {
        if (folder.equals(root) || known.contains(folder)) {
            return;
        }
        Path parent = parentOf(folder);
        ensure(parent);
        try {
            Files.createDirectory(folder);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                throw new BucketException(
                        Kind.REFUSED,
                        "no key is a folder of another and no part of a key is a symbolic link;"
                                + " found something else than a folder at "
                                + folder
                                + "; remove or rename it",
                        e);
            }
        }
        sync(parent);
        if (known.size() >= MAX_KNOWN) {
            known.clear();
        }
        known.add(folder);
    }

    /// What was thought to be there is not: somebody removed folders by hand.
    void forget() {
        known.clear();
    }

    /// Makes the names in a folder durable. When this fails, the folder is owed a sync, and no call
    /// goes through before it is paid: else a writer that was told of a failure could read its own
    /// entry, take it for created (S2), and acknowledge what a power loss takes back.
    void sync(Path folder) throws IOException {
        // An interrupt would close the channel and leave the names undurable, so it waits.
        boolean interrupted = false;
        try {
            while (true) {
                interrupted |= Thread.interrupted();
                try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                    force(channel);
                    owed.remove(folder);
                    return;
                } catch (ClosedByInterruptException e) {
                    interrupted = true;
                }
            }
        } catch (NoSuchFileException e) {
            // Somebody removed the folder by hand, and its names with it.
            owed.remove(folder);
            throw e;
        } catch (IOException e) {
            owed.add(folder);
            throw e;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void force(FileChannel channel) throws IOException {
        try {
            force.apply(channel);
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    /// Refuses when a sync has failed, and pays for those that could not be begun.
    void requireSound() throws IOException {
        IOException found = failure;
        if (found != null) {
            throw new BucketException(
                    Kind.UNAVAILABLE,
                    "the directory "
                            + root
                            + " could not be synced earlier ("
                            + found
                            + "), so nothing read from it can be trusted to last; check the disk"
                            + " and start this process again",
                    found);
        }
        for (Path folder : owed) {
            try {
                sync(folder);
            } catch (NoSuchFileException e) {
                forget();
            }
        }
    }

    private static Path parentOf(Path path) {
        Path parent = path.getParent();
        if (parent == null) {
            throw new IllegalStateException(path + " has no parent and so is not in the bucket");
        }
        return parent;
    }

    /// Makes what a channel's file or folder holds durable.
    @FunctionalInterface
    interface Force {

        void apply(FileChannel channel) throws IOException;
    }
}
