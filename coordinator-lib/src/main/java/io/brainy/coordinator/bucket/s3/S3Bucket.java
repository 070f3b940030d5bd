package io.brainy.coordinator.bucket.s3;

import io.brainy.coordinator.bucket.Bucket;
import io.brainy.coordinator.bucket.BucketException;
import io.brainy.coordinator.bucket.BucketException.Kind;
import io.brainy.coordinator.bucket.BucketLocation;
import io.brainy.coordinator.bucket.ObjectKey;
import io.brainy.coordinator.bucket.RequestLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Object;

/// A bucket, or what lies below a prefix of one, in an S3-compatible store.
///
/// Put-if-absent is a PUT with `If-None-Match: *`, sent once, with a time limit: 412 means taken,
/// 409 that another one was under way, and after anything else but a success the caller reads the
/// name (S2). Dates are those of the answers' `Date` headers.
final class S3Bucket implements Bucket {

    private static final String OCTETS = "application/octet-stream";

    /// The longest array that every JVM gives.
    private static final int MAX_WHOLE_BYTES = Integer.MAX_VALUE - 8;

    private final S3Clients clients;
    private final S3Limits limits;
    private final String bucket;
    private final String keysBegin;
    private final String description;

    S3Bucket(S3Clients clients, S3Limits limits, BucketLocation.S3 location) {
        this.clients = clients;
        this.limits = limits;
        this.bucket = location.name();
        this.keysBegin = location.prefix().isEmpty() ? "" : location.prefix() + "/";
        this.description =
                "s3://"
                        + bucket
                        + (location.prefix().isEmpty() ? "" : "/" + location.prefix())
                        + clients.once()
                                .serviceClientConfiguration()
                                .endpointOverride()
                                .map(endpoint -> " at " + endpoint)
                                .orElse("");
    }

    @Override
    public Created putIfAbsent(ObjectKey key, byte[] bytes) {
        return call(
                "create '" + key + "'",
                () -> {
                    try {
                        PutObjectRequest request =
                                write(key, bytes.length).ifNoneMatch("*").build();
                        var answer = clients.once().putObject(request, body(bytes));
                        return new Created(true, S3Failures.date(answer.sdkHttpResponse()));
                    } catch (SdkServiceException e) {
                        if (e.statusCode() == S3Failures.PRECONDITION_FAILED) {
                            return new Created(false, S3Failures.date(e));
                        }
                        throw e;
                    }
                });
    }

    @Override
    public Stored put(ObjectKey key, byte[] bytes) {
        return put(key, bytes.length, body(bytes));
    }

    @Override
    public Stored put(ObjectKey key, Path file) {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new BucketException(
                    Kind.REFUSED,
                    "to store '" + key + "' a readable file was wanted, found none at " + file);
        }
        long size = sizeOf(file);
        if (size <= limits.multipartAboveBytes()) {
            return put(key, size, RequestBody.fromFile(file));
        }
        return call(
                "store '" + key + "'",
                () -> new S3Upload(clients.again(), limits, bucket, name(key)).store(file, size));
    }

    @Override
    public Fetched get(ObjectKey key) {
        return fetch(
                key, GetObjectRequest.builder().bucket(bucket).key(name(key)), MAX_WHOLE_BYTES);
    }

    @Override
    public Fetched get(ObjectKey key, long offset, int length) {
        RequestLimits.requireRange(offset, length);
        if (length == 0) {
            return empty(head(key));
        }
        long last = offset + length - 1;
        return fetch(
                key,
                GetObjectRequest.builder()
                        .bucket(bucket)
                        .key(name(key))
                        .range("bytes=" + offset + "-" + last),
                length);
    }

    @Override
    public Described head(ObjectKey key) {
        return call(
                "look at '" + key + "'",
                () -> {
                    try {
                        var answer =
                                clients.again().headObject(r -> r.bucket(bucket).key(name(key)));
                        return new Described(
                                Optional.of(
                                        new ObjectSummary(
                                                key,
                                                answer.contentLength(),
                                                plain(answer.eTag()),
                                                answer.lastModified())),
                                S3Failures.date(answer.sdkHttpResponse()));
                    } catch (SdkServiceException e) {
                        if (S3Failures.isAbsent(e)) {
                            return new Described(Optional.empty(), S3Failures.date(e));
                        }
                        throw e;
                    }
                });
    }

    @Override
    public Listed list(String prefix, @Nullable String startAfter, int limit) {
        RequestLimits.requireLimit(limit);
        return call(
                "list '" + prefix + "'",
                () -> {
                    var found = new ArrayList<ObjectSummary>();
                    String next = null;
                    ListObjectsV2Response page;
                    // A page may be empty and yet not the last, and then only the store's own token
                    // leads on.
                    do {
                        page = page(prefix, startAfter, limit, next);
                        page.contents().forEach(each -> summary(each).ifPresent(found::add));
                        next = page.nextContinuationToken();
                    } while (found.isEmpty() && Boolean.TRUE.equals(page.isTruncated()));
                    return new Listed(
                            found,
                            Boolean.TRUE.equals(page.isTruncated()),
                            S3Failures.date(page.sdkHttpResponse()));
                });
    }

    @Override
    public Deleted delete(List<ObjectKey> keys) {
        RequestLimits.requireDeletes(keys);
        if (keys.isEmpty()) {
            return new Deleted(null);
        }
        List<ObjectIdentifier> names =
                keys.stream().map(k -> ObjectIdentifier.builder().key(name(k)).build()).toList();
        return call(
                "delete " + keys.size() + " objects",
                () -> {
                    var answer =
                            clients.again()
                                    .deleteObjects(r ->
                                            r.bucket(bucket)
                                                    .delete(d -> d.objects(names).quiet(true)));
                    answer.errors().stream()
                            .filter(error -> !"NoSuchKey".equals(error.code()))
                            .findFirst()
                            .ifPresent(this::failDelete);
                    return new Deleted(S3Failures.date(answer.sdkHttpResponse()));
                });
    }

    @Override
    public String describe() {
        return description;
    }

    @Override
    public void close() {
        clients.close();
    }

    /// ETags come with quotes, and from some stores' listings without.
    static String plain(@Nullable String etag) {
        return etag == null ? "" : etag.replace("\"", "");
    }

    private Stored put(ObjectKey key, long size, RequestBody body) {
        return call(
                "store '" + key + "'",
                () -> {
                    var answer = clients.once().putObject(write(key, size).build(), body);
                    return new Stored(
                            plain(answer.eTag()), S3Failures.date(answer.sdkHttpResponse()));
                });
    }

    private PutObjectRequest.Builder write(ObjectKey key, long bytes) {
        return PutObjectRequest.builder()
                .bucket(bucket)
                .key(name(key))
                .overrideConfiguration(o -> o.apiCallTimeout(limits.timeout(bytes)));
    }

    private Fetched fetch(ObjectKey key, GetObjectRequest.Builder request, int atMost) {
        return call(
                "read '" + key + "'",
                () -> {
                    try {
                        return clients.again()
                                .getObject(
                                        request.build(),
                                        (answer, body) ->
                                                new Fetched(
                                                        Optional.of(
                                                                read(key, answer, body, atMost)),
                                                        S3Failures.date(answer.sdkHttpResponse())));
                    } catch (SdkServiceException e) {
                        if (S3Failures.isAbsent(e)) {
                            return new Fetched(Optional.empty(), S3Failures.date(e));
                        }
                        if (e.statusCode() == S3Failures.RANGE_NOT_SATISFIABLE) {
                            return empty(head(key));
                        }
                        throw e;
                    }
                });
    }

    private StoredObject read(
            ObjectKey key, GetObjectResponse answer, AbortableInputStream body, int atMost) {
        long length = answer.contentLength();
        if (length > atMost) {
            body.abort();
            throw new BucketException(
                    Kind.REFUSED,
                    "at most "
                            + atMost
                            + " bytes of '"
                            + key
                            + "' were asked for, but "
                            + describe()
                            + " answered "
                            + length
                            + "; large objects are read by ranges, and a bucket must honour them");
        }
        var bytes = new byte[(int) length];
        try {
            int count = body.readNBytes(bytes, 0, bytes.length);
            if (count < bytes.length) {
                throw new IOException("the answer ended after " + count + " of " + length);
            }
        } catch (IOException e) {
            throw RetryableException.create("the answer broke off: " + e.getMessage(), e);
        }
        return new StoredObject(bytes, plain(answer.eTag()));
    }

    private static Fetched empty(Described described) {
        return new Fetched(
                described.object().map(o -> new StoredObject(new byte[0], o.etag())),
                described.date());
    }

    private ListObjectsV2Response page(
            String prefix, @Nullable String startAfter, int limit, @Nullable String next) {
        return clients.again()
                .listObjectsV2(r -> {
                    r.bucket(bucket).prefix(keysBegin + prefix).maxKeys(limit);
                    if (next != null) {
                        r.continuationToken(next);
                    } else if (startAfter != null) {
                        r.startAfter(keysBegin + startAfter);
                    }
                });
    }

    private Optional<ObjectSummary> summary(S3Object listed) {
        String key = listed.key().substring(keysBegin.length());
        return ObjectKey.isKey(key)
                ? Optional.of(
                        new ObjectSummary(
                                new ObjectKey(key),
                                listed.size(),
                                plain(listed.eTag()),
                                listed.lastModified()))
                : Optional.empty();
    }

    private void failDelete(S3Error error) {
        throw new BucketException(
                S3Failures.kindOfCode(error.code()),
                "could not delete '"
                        + error.key()
                        + "' in "
                        + describe()
                        + " ("
                        + error.code()
                        + ": "
                        + error.message()
                        + ")");
    }

    private String name(ObjectKey key) {
        return keysBegin + key.value();
    }

    private static RequestBody body(byte[] bytes) {
        return RequestBody.fromContentProvider(
                ContentStreamProvider.fromByteArrayUnsafe(bytes), bytes.length, OCTETS);
    }

    private static long sizeOf(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new BucketException(Kind.REFUSED, "the size of " + file + " is unknown", e);
        }
    }

    private <T> T call(String attempt, Supplier<T> request) {
        try {
            return request.get();
        } catch (SdkException e) {
            throw S3Failures.of(attempt, description, e);
        }
    }
}
