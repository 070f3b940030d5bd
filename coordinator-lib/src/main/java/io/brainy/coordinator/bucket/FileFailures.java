package io.brainy.coordinator.bucket;

import io.brainy.coordinator.bucket.BucketException.Kind;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// Says of a file system's error what it means for a bucket's caller.
final class FileFailures {

    /// What a file needs beside its bytes: below this a file system counts as full.
    private static final long SLACK_BYTES = 64 * 1024;

    private FileFailures() {}

    /// @param wanted the bytes that were to be written, 0 for a reading
    static BucketException of(String attempt, Path root, long wanted, IOException cause) {
        Kind kind = kind(root, wanted, cause);
        return new BucketException(
                kind,
                "could not "
                        + attempt
                        + " in directory "
                        + root
                        + " ("
                        + cause
                        + "); "
                        + advice(kind),
                cause);
    }

    private static Kind kind(Path root, long wanted, IOException cause) {
        // The reasons are strerror's words, which a locale may translate: hence the second look at
        // the space itself.
        String reason = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        if (cause instanceof AccessDeniedException
                || reason.contains("read-only file system")
                || reason.contains("operation not permitted")) {
            return Kind.DENIED;
        }
        if (reason.contains("no space left")
                || reason.contains("quota exceeded")
                || (wanted > 0 && usableBytes(root) < wanted + SLACK_BYTES)) {
            return Kind.FULL;
        }
        if (reason.contains("name too long") || reason.contains("cross-device link")) {
            return Kind.REFUSED;
        }
        return Kind.UNAVAILABLE;
    }

    private static String advice(Kind kind) {
        return switch (kind) {
            case DENIED ->
                    "give this process read and write permission on all of it, on a file system"
                            + " with hard links";
            case FULL -> "free space on that file system, or raise the quota";
            case REFUSED -> "keep the whole directory on one file system";
            case TIMEOUT, UNAVAILABLE, THROTTLED, CONFLICT -> "look at the disk or mount below it";
        };
    }

    private static long usableBytes(Path root) {
        try {
            return Files.getFileStore(root).getUsableSpace();
        } catch (IOException e) {
            return Long.MAX_VALUE;
        }
    }
}
