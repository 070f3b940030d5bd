package io.brainy.ingest.indexer;

import io.brainy.coordinator.bucket.Bucket;
import io.brainy.coordinator.bucket.ObjectKey;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A bucket as one process sees it: what becomes of each of its requests is the subclass's to
/// decide. Several stand before one inner bucket, as several processes do.
abstract class InterceptedBucket implements Bucket {

    enum Access {
        READ,
        WRITE
    }

    private final Bucket inner;

    InterceptedBucket(Bucket inner) {
        this.inner = inner;
    }

    /// @param request sends it to the inner bucket
    abstract <T> T intercept(Access access, String key, Supplier<T> request);

    @Override
    public Created putIfAbsent(ObjectKey key, byte[] bytes) {
        return intercept(Access.WRITE, key.value(), () -> inner.putIfAbsent(key, bytes));
    }

    @Override
    public Stored put(ObjectKey key, byte[] bytes) {
        return intercept(Access.WRITE, key.value(), () -> inner.put(key, bytes));
    }

    @Override
    public Stored put(ObjectKey key, Path file) {
        return intercept(Access.WRITE, key.value(), () -> inner.put(key, file));
    }

    @Override
    public Fetched get(ObjectKey key) {
        return intercept(Access.READ, key.value(), () -> inner.get(key));
    }

    @Override
    public Fetched get(ObjectKey key, long offset, int length) {
        return intercept(Access.READ, key.value(), () -> inner.get(key, offset, length));
    }

    @Override
    public Described head(ObjectKey key) {
        return intercept(Access.READ, key.value(), () -> inner.head(key));
    }

    @Override
    public Listed list(String prefix, @Nullable String startAfter, int limit) {
        return intercept(Access.READ, prefix, () -> inner.list(prefix, startAfter, limit));
    }

    @Override
    public Deleted delete(List<ObjectKey> keys) {
        return intercept(Access.WRITE, keys.toString(), () -> inner.delete(keys));
    }

    @Override
    public Optional<Path> localFile(ObjectKey key) {
        return inner.localFile(key);
    }

    @Override
    public String describe() {
        return inner.describe();
    }
}
