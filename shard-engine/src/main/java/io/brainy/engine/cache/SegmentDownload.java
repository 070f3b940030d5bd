package io.brainy.engine.cache;

import io.brainy.coordinator.bucket.Bucket;
import io.brainy.coordinator.bucket.BucketException;
import io.brainy.coordinator.bucket.ObjectKey;
import io.brainy.model.error.BrainyException;
import io.brainy.model.error.NotFoundException;
import io.brainy.model.error.ProblemType;
import io.brainy.model.error.UnavailableException;
import io.brainy.model.manifest.SegmentFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;

/// Fills a partial file from an object by ranged GETs, several at a time, and goes on where an
/// earlier attempt, even of an earlier process, ended.
///
/// The partial file is the object's bytes followed by one byte a chunk, 1 where the chunk is
/// written. Nothing is synced: a machine that stops may leave a flag without its bytes, which the
/// checksum over the whole file finds before anybody sees it.
final class SegmentDownload {

    static final int CHUNK_BYTES = 4 * 1024 * 1024;

    private final Bucket bucket;
    private final Executor threads;
    private final Semaphore requests;
    private final LongAdder downloadedBytes;

    /// @param requests how many GETs may be under way, over all downloads: each holds a chunk in
    ///   memory
    SegmentDownload(
            Bucket bucket, Executor threads, Semaphore requests, LongAdder downloadedBytes) {
        this.bucket = bucket;
        this.threads = threads;
        this.requests = requests;
        this.downloadedBytes = downloadedBytes;
    }

    /// Blocks until `part` is the object's bytes and nothing else, still to be verified. What was
    /// fetched stays when this fails.
    void fetch(ObjectKey key, SegmentFile file, Path part) throws IOException {
        int chunks = Math.toIntExact((file.bytes() + CHUNK_BYTES - 1) / CHUNK_BYTES);
        try (FileChannel channel =
                FileChannel.open(
                        part,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE)) {
            byte[] written = flags(channel, file.bytes(), chunks);
            fetchMissing(key, file, channel, written);
            channel.truncate(file.bytes());
        }
    }

    private static byte[] flags(FileChannel channel, long bytes, int chunks) throws IOException {
        byte[] written = new byte[chunks];
        if (channel.size() == bytes + chunks) {
            ByteBuffer into = ByteBuffer.wrap(written);
            int read;
            do {
                read = channel.read(into, bytes + into.position());
            } while (read > 0);
        } else {
            channel.truncate(0);
            writeFully(channel, ByteBuffer.wrap(written), bytes);
        }
        return written;
    }

    private void fetchMissing(
            ObjectKey key, SegmentFile file, FileChannel channel, byte[] written) {
        List<CompletableFuture<Void>> underWay = new ArrayList<>();
        for (int chunk = 0; chunk < written.length; chunk++) {
            if (written[chunk] == 1) {
                continue;
            }
            if (underWay.stream().anyMatch(CompletableFuture::isCompletedExceptionally)) {
                break;
            }
            int number = chunk;
            requests.acquireUninterruptibly();
            underWay.add(
                    CompletableFuture.runAsync(
                                    () -> fetchChunk(key, file, channel, number), threads)
                            .whenComplete((_, _) -> requests.release()));
        }
        // All of them end before the channel is closed; the first failure is the one to report.
        CompletableFuture<Void> all =
                CompletableFuture.allOf(underWay.toArray(CompletableFuture[]::new));
        try {
            all.join();
        } catch (CompletionException e) {
            throw asBrainy(key, e.getCause() == null ? e : e.getCause());
        }
    }

    private void fetchChunk(ObjectKey key, SegmentFile file, FileChannel channel, int chunk) {
        long offset = (long) chunk * CHUNK_BYTES;
        int length = (int) Math.min(CHUNK_BYTES, file.bytes() - offset);
        byte[] bytes =
                bucket.get(key, offset, length).object().orElseThrow(() -> gone(key)).bytes();
        if (bytes.length != length) {
            throw new ShortObjectException();
        }
        downloadedBytes.add(length);
        try {
            writeFully(channel, ByteBuffer.wrap(bytes), offset);
            writeFully(channel, ByteBuffer.wrap(new byte[] {1}), file.bytes() + chunk);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes, long position)
            throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }

    private static NotFoundException gone(ObjectKey key) {
        return new NotFoundException(
                ProblemType.GONE,
                "the segment file "
                        + key
                        + " is no longer in the bucket; read the shard's newest manifest again");
    }

    private static RuntimeException asBrainy(ObjectKey key, Throwable cause) {
        return switch (cause) {
            case BrainyException e -> e;
            case ShortObjectException e -> e;
            case BucketException e ->
                    new UnavailableException(
                            "the bucket did not give the segment file "
                                    + key
                                    + ": "
                                    + e.getMessage(),
                            e);
            default ->
                    new UnavailableException(
                            "the segment file "
                                    + key
                                    + " could not be written to the local cache; check the disk: "
                                    + cause,
                            cause);
        };
    }

    /// The object ends before the manifest says it does: damage, as a wrong checksum is.
    static final class ShortObjectException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ShortObjectException() {
            super("the object is shorter than its manifest says", null, false, false);
        }
    }
}
