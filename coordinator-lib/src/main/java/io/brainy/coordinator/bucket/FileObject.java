package io.brainy.coordinator.bucket;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What the file system says of one path, symbolic links not followed.
///
/// @param created the ctime: the latest of writing, linking and renaming, and not to be set by
///   hand, so that an object's age never counts from before it could be read (B5)
record FileObject(Shape shape, long bytes, String etag, Instant created) {

    enum Shape {
        OBJECT,
        FOLDER,
        OTHER
    }

    /// Null where there is nothing, also where a part of the path is a file: to a bucket both are
    /// an absent key.
    static @Nullable FileObject at(Path path) throws IOException {
        Map<String, Object> seen;
        try {
            seen =
                    Files.readAttributes(
                            path,
                            "unix:ino,size,ctime,lastModifiedTime,isRegularFile,isDirectory",
                            LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return null;
        } catch (FileSystemException e) {
            if (isBelowFile(path)) {
                return null;
            }
            throw e;
        }
        long size = (Long) value(seen, "size");
        return new FileObject(
                (Boolean) value(seen, "isRegularFile")
                        ? Shape.OBJECT
                        : (Boolean) value(seen, "isDirectory") ? Shape.FOLDER : Shape.OTHER,
                size,
                etag(
                        (Long) value(seen, "ino"),
                        size,
                        ((FileTime) value(seen, "lastModifiedTime")).toInstant()),
                ((FileTime) value(seen, "ctime")).toInstant());
    }

    boolean isObject() {
        return shape == Shape.OBJECT;
    }

    /// Inode, size and mtime. The mtime's nanoseconds are drawn by the writer (see
    /// [PrivateFolder#write]), so two contents never share an ETag even when the inode is used
    /// again within one tick of the file system's clock. The ctime is left out: removing the
    /// temporary link moves it.
    private static String etag(long inode, long size, Instant mtime) {
        return String.format(
                Locale.ROOT, "%x-%x-%x.%x", inode, size, mtime.getEpochSecond(), mtime.getNano());
    }

    private static boolean isBelowFile(Path path) {
        for (Path above = path.getParent(); above != null; above = above.getParent()) {
            if (Files.exists(above)) {
                return !Files.isDirectory(above);
            }
        }
        return false;
    }

    private static Object value(Map<String, Object> seen, String name) {
        return Objects.requireNonNull(seen.get(name), name);
    }
}
