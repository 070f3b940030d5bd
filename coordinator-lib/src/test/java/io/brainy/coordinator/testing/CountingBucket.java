package io.brainy.coordinator.testing;

import static java.util.Objects.requireNonNull;

import io.brainy.coordinator.bucket.Bucket;
import io.brainy.coordinator.bucket.BucketOperation;
import io.brainy.coordinator.bucket.ObjectKey;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// Counts the requests that pass through it by operation, because requests are what a bucket costs
/// and tests assert them.
public class CountingBucket implements Bucket {

    private final Bucket inner;
    private final Map<BucketOperation, LongAdder> counts = new EnumMap<>(BucketOperation.class);

    public CountingBucket(Bucket inner) {
        this.inner = inner;
        for (BucketOperation operation : BucketOperation.values()) {
            counts.put(operation, new LongAdder());
        }
    }

    public long count(BucketOperation operation) {
        return requireNonNull(counts.get(operation)).sum();
    }

    public long total() {
        return counts.values().stream().mapToLong(LongAdder::sum).sum();
    }

    public void reset() {
        counts.values().forEach(LongAdder::reset);
    }

    @Override
    public Created putIfAbsent(ObjectKey key, byte[] bytes) {
        counted(BucketOperation.PUT_IF_ABSENT);
        return inner.putIfAbsent(key, bytes);
    }

    @Override
    public Stored put(ObjectKey key, byte[] bytes) {
        counted(BucketOperation.PUT);
        return inner.put(key, bytes);
    }

    @Override
    public Stored put(ObjectKey key, Path file) {
        counted(BucketOperation.PUT);
        return inner.put(key, file);
    }

    @Override
    public Fetched get(ObjectKey key) {
        counted(BucketOperation.GET);
        return inner.get(key);
    }

    @Override
    public Fetched get(ObjectKey key, long offset, int length) {
        counted(BucketOperation.GET);
        return inner.get(key, offset, length);
    }

    @Override
    public Described head(ObjectKey key) {
        counted(BucketOperation.HEAD);
        return inner.head(key);
    }

    @Override
    public Listed list(String prefix, @Nullable String startAfter, int limit) {
        counted(BucketOperation.LIST);
        return inner.list(prefix, startAfter, limit);
    }

    @Override
    public Deleted delete(List<ObjectKey> keys) {
        counted(BucketOperation.DELETE);
        return inner.delete(keys);
    }

    @Override
    public Optional<Path> localFile(ObjectKey key) {
        return inner.localFile(key);
    }

    @Override
    public String describe() {
        return inner.describe();
    }

    @Override
    public void close() {
        inner.close();
    }

    private void counted(BucketOperation operation) {
        requireNonNull(counts.get(operation)).increment();
    }
}
