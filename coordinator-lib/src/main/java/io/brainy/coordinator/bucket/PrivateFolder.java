package io.brainy.coordinator.bucket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/// The folder of one process below `<root>/.brainy-tmp/`: files that are being written, and the
/// clock file. It lies in the same file system as the objects, because a link cannot leave one.
///
/// What a process leaves behind when it is killed is removed by whoever opens the bucket a day
/// later; a process that finds its own folder gone (it slept for longer) makes it again.
final class PrivateFolder {

    static final String NAME = ".brainy-tmp";

    private static final Duration LEFT_BEHIND = Duration.ofDays(1);
    private static final String CLOCK = "clock";
    private static final int NANOS = 1_000_000_000;

    /// A write of a heap array goes through a direct buffer of its size that the thread keeps.
    private static final int SLICE_BYTES = 256 * 1024;

    private final Path all;
    private final Path folder;
    private final Path clock;
    private final InstantSource instants;
    private final AtomicLong writes;

    PrivateFolder(Path root, InstantSource instants, RandomGenerator random) throws IOException {
        this.all = root.resolve(NAME);
        this.folder = all.resolve(HexFormat.of().toHexDigits(random.nextLong()));
        this.clock = folder.resolve(CLOCK);
        this.instants = instants;
        this.writes = new AtomicLong(random.nextInt(NANOS));
        make();
    }

    /// The file system's own time, by the only means that gives a time comparable with the ctime of
    /// objects, also when the file system is a server's: one call sets the times of the clock file
    /// (to whatever: the ctime becomes the present), one reads its ctime.
    Instant date() throws IOException {
        FileTime any = FileTime.from(instants.instant());
        try {
            Files.setLastModifiedTime(clock, any);
        } catch (NoSuchFileException e) {
            make();
            Files.setLastModifiedTime(clock, any);
        }
        return ((FileTime) Files.getAttribute(clock, "unix:ctime")).toInstant();
    }

    /// Writes a temporary file durably; the caller links or renames it, and removes it.
    Path write(Source source) throws IOException {
        long write = writes.getAndIncrement();
        Path file = folder.resolve(Long.toString(write));
        if (!Files.isDirectory(folder)) {
            make();
        }
        try (var channel =
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            source.writeTo(channel);
            long second = instants.instant().getEpochSecond();
            Files.setLastModifiedTime(
                    file, FileTime.from(Instant.ofEpochSecond(second, write % NANOS)));
            channel.force(true);
            return file;
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /// Removes a temporary file that has been linked or renamed, or is not wanted. A failure is no
    /// reason to fail the write that it served; the file is removed a day later.
    void discard(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            return;
        }
    }

    /// Removes what dead processes left: what nobody has touched for a day.
    void removeLeftBehind() throws IOException {
        Instant latest = date().minus(LEFT_BEHIND);
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(all)) {
            for (Path other : folders) {
                if (!other.getFileName().equals(folder.getFileName())) {
                    removeOlder(other, latest);
                }
            }
        }
    }

    static void removeOlder(Path other, Instant latest) throws IOException {
        FileObject itself = FileObject.at(other);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(other)) {
            for (Path file : files) {
                FileObject seen = FileObject.at(file);
                if (seen != null && seen.created().isBefore(latest)) {
                    Files.deleteIfExists(file);
                }
            }
            // A younger one may belong to a process that is about to put its first file there.
            if (itself != null && itself.created().isBefore(latest)) {
                Files.deleteIfExists(other);
            }
        } catch (DirectoryNotEmptyException | NoSuchFileException | NotDirectoryException e) {
            // Another process lives there, or was quicker to clean up: both are as they should be.
            return;
        }
    }

    void remove() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(folder);
        } catch (NoSuchFileException e) {
            // Somebody removed it by hand, which is what was wanted.
            return;
        }
    }

    private void make() throws IOException {
        Files.createDirectories(folder);
        if (!Files.exists(clock)) {
            Files.write(clock, new byte[0], StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        }
    }

    /// Fills a temporary file.
    interface Source {

        void writeTo(FileChannel channel) throws IOException;

        static Source of(byte[] bytes) {
            return channel -> {
                for (int from = 0; from < bytes.length; ) {
                    int length = Math.min(SLICE_BYTES, bytes.length - from);
                    from += channel.write(ByteBuffer.wrap(bytes, from, length));
                }
            };
        }

        static Source of(Path file) {
            return channel -> {
                try (var source = FileChannel.open(file, StandardOpenOption.READ)) {
                    long size = source.size();
                    for (long from = 0; from < size; ) {
                        long moved = source.transferTo(from, size - from, channel);
                        if (moved == 0) {
                            throw new IOException(
                                    file + " was cut to " + from + " bytes while it was stored");
                        }
                        from += moved;
                    }
                }
            };
        }
    }
}
