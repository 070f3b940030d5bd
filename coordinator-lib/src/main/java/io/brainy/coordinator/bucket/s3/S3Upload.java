package io.brainy.coordinator.bucket.s3;

import io.brainy.coordinator.bucket.Bucket.Stored;
import io.brainy.coordinator.bucket.BucketException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/// The upload of one large file in parts: begun, parts sent a few at a time, completed, and aborted
/// when anything fails. Until it is completed there is no object; parts of an upload whose process
/// died stay until the store's own rule for unfinished uploads removes them.
final class S3Upload {

    private static final int MAX_PARTS = 10_000;
    private static final int PARTS_AT_ONCE = 4;

    private final S3Client client;
    private final S3Limits limits;
    private final String bucket;
    private final String key;

    S3Upload(S3Client client, S3Limits limits, String bucket, String key) {
        this.client = client;
        this.limits = limits;
        this.bucket = bucket;
        this.key = key;
    }

    Stored store(Path file, long bytes) {
        String upload = client.createMultipartUpload(r -> r.bucket(bucket).key(key)).uploadId();
        try {
            List<CompletedPart> parts = send(file, bytes, upload);
            var completed =
                    client.completeMultipartUpload(r ->
                            r.bucket(bucket)
                                    .key(key)
                                    .uploadId(upload)
                                    .multipartUpload(m -> m.parts(parts)));
            return new Stored(
                    S3Bucket.plain(completed.eTag()), S3Failures.date(completed.sdkHttpResponse()));
        } catch (RuntimeException e) {
            abort(upload, e);
            throw e;
        }
    }

    private List<CompletedPart> send(Path file, long bytes, String upload) {
        long part = Math.max(limits.partBytes(), Math.ceilDiv(bytes, MAX_PARTS));
        try (ExecutorService senders =
                Executors.newFixedThreadPool(
                        PARTS_AT_ONCE, Thread.ofVirtual().name("s3-upload-", 0).factory())) {
            List<Future<CompletedPart>> sending = new ArrayList<>();
            for (long from = 0; from < bytes; from += part) {
                int number = sending.size() + 1;
                long begin = from;
                long length = Math.min(part, bytes - from);
                sending.add(senders.submit(() -> sendPart(file, begin, length, number, upload)));
            }
            try {
                var parts = new ArrayList<CompletedPart>();
                for (Future<CompletedPart> each : sending) {
                    parts.add(each.get());
                }
                return parts;
            } catch (ExecutionException | InterruptedException e) {
                // Without this, closing the executor would first send all the other parts.
                senders.shutdownNow();
                throw failed(e);
            }
        }
    }

    private CompletedPart sendPart(Path file, long from, long length, int number, String upload) {
        var sent =
                client.uploadPart(
                        r ->
                                r.bucket(bucket)
                                        .key(key)
                                        .uploadId(upload)
                                        .partNumber(number)
                                        .overrideConfiguration(o ->
                                                o.apiCallAttemptTimeout(limits.timeout(length))),
                        RequestBody.fromContentProvider(
                                part(file, from, length), length, "application/octet-stream"));
        return CompletedPart.builder().partNumber(number).eTag(sent.eTag()).build();
    }

    private static RuntimeException failed(Exception e) {
        if (e instanceof InterruptedException) {
            Thread.currentThread().interrupt();
            return SdkClientException.create("interrupted while parts were sent", e);
        }
        @Nullable Throwable cause = e.getCause();
        return cause instanceof SdkException || cause instanceof BucketException
                ? (RuntimeException) cause
                : SdkClientException.create("a part could not be sent", e);
    }

    private void abort(String upload, RuntimeException reason) {
        try {
            client.abortMultipartUpload(r -> r.bucket(bucket).key(key).uploadId(upload));
        } catch (SdkException e) {
            reason.addSuppressed(e);
        }
    }

    /// A part is read anew from the file each time it is sent, so no part is ever held in memory.
    private static ContentStreamProvider part(Path file, long from, long length) {
        return ContentStreamProvider.fromInputStreamSupplier(() -> {
            try {
                FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
                channel.position(from);
                return new FirstBytes(Channels.newInputStream(channel), length);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /// Ends a stream after so many bytes.
    private static final class FirstBytes extends InputStream {

        private final InputStream inner;
        private long left;

        FirstBytes(InputStream inner, long length) {
            this.inner = inner;
            this.left = length;
        }

        @Override
        public int read() throws IOException {
            if (left == 0) {
                return -1;
            }
            int one = inner.read();
            left -= one < 0 ? 0 : 1;
            return one;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (left == 0) {
                return length == 0 ? 0 : -1;
            }
            int count = inner.read(into, offset, (int) Math.min(length, left));
            left -= Math.max(0, count);
            return count;
        }

        @Override
        public void close() throws IOException {
            inner.close();
        }
    }
}
