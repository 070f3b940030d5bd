package io.brainy.coordinator.bucket;

import io.brainy.coordinator.bucket.Bucket.StoredObject;
import io.brainy.coordinator.bucket.BucketException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// An object's file, opened for reading, and what the file system said of exactly that file.
record OpenedFile(FileChannel channel, FileObject file) implements AutoCloseable {

    /// The longest array that every JVM gives.
    private static final int MAX_WHOLE_BYTES = Integer.MAX_VALUE - 8;

    private static final int READ_SLICE_BYTES = 1024 * 1024;

    /// An overwritten object is opened again when it changed in between; that often in a row, only
    /// a writer in a tight loop could.
    private static final int OPEN_ATTEMPTS = 100;

    /// Opens the file such that its bytes and its ETag are of one version: files are never written
    /// in place, so when the path was the same before and after, what was opened is that. Null
    /// where there is no object.
    static @Nullable OpenedFile open(Path path) throws IOException {
        for (int attempt = 1; attempt <= OPEN_ATTEMPTS; attempt++) {
            FileObject before = FileObject.at(path);
            if (before == null || !before.isObject()) {
                return null;
            }
            FileChannel channel;
            try {
                channel = FileChannel.open(path, StandardOpenOption.READ);
            } catch (NoSuchFileException e) {
                return null;
            }
            FileObject after = FileObject.at(path);
            if (after != null && after.etag().equals(before.etag())) {
                return new OpenedFile(channel, before);
            }
            channel.close();
        }
        throw new IOException(path + " changed " + OPEN_ATTEMPTS + " times while it was opened");
    }

    StoredObject readWhole(ObjectKey key) throws IOException {
        if (channel.size() > MAX_WHOLE_BYTES) {
            throw new BucketException(
                    Kind.REFUSED,
                    "an object of at most "
                            + MAX_WHOLE_BYTES
                            + " bytes can be read whole, found "
                            + channel.size()
                            + " in '"
                            + key
                            + "'; read ranges of it, or its local file");
        }
        return read(0, MAX_WHOLE_BYTES);
    }

    StoredObject read(long offset, int length) throws IOException {
        long readable = Math.max(0, Math.min(length, channel.size() - offset));
        var bytes = new byte[(int) readable];
        for (int at = 0; at < bytes.length; ) {
            int slice = Math.min(READ_SLICE_BYTES, bytes.length - at);
            int moved = channel.read(ByteBuffer.wrap(bytes, at, slice), offset + at);
            if (moved < 0) {
                throw new IOException(
                        "the file ended at "
                                + (offset + at)
                                + ", before its size; something else wrote it in place");
            }
            at += moved;
        }
        return new StoredObject(bytes, file.etag());
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
