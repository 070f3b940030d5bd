package io.brainy.engine.cache;

import io.brainy.coordinator.bucket.Bucket;
import io.brainy.coordinator.bucket.BucketException;
import io.brainy.coordinator.bucket.ObjectKey;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// A bucket that only gives objects, counts how often, and can be told to fail or to lie.
final class SegmentBucket implements Bucket {

    private final Map<ObjectKey, byte[]> objects = new ConcurrentHashMap<>();
    private final Map<ObjectKey, Path> localFiles = new ConcurrentHashMap<>();
    private final List<Long> offsets = new CopyOnWriteArrayList<>();
    private volatile Fault fault = (bytes, _) -> bytes;

    /// What becomes of the bytes that a GET would give.
    @FunctionalInterface
    interface Fault {
        byte[] apply(byte[] bytes, long offset);
    }

    void store(ObjectKey key, byte[] bytes) {
        objects.put(key, bytes);
    }

    void storeInPlace(ObjectKey key, Path file) {
        localFiles.put(key, file);
    }

    void remove(ObjectKey key) {
        objects.remove(key);
    }

    void failing(Fault fault) {
        this.fault = fault;
    }

    void healthy() {
        this.fault = (bytes, _) -> bytes;
    }

    static BucketException unavailable() {
        return new BucketException(BucketException.Kind.UNAVAILABLE, "the store is away");
    }

    /// The offsets of the GETs so far, failed ones too, in order.
    List<Long> requests() {
        return offsets.stream().sorted().toList();
    }

    @Override
    public Fetched get(ObjectKey key, long offset, int length) {
        offsets.add(offset);
        byte[] bytes = objects.get(key);
        if (bytes == null) {
            return new Fetched(Optional.empty(), null);
        }
        int from = (int) Math.min(offset, bytes.length);
        int to = (int) Math.min(offset + length, bytes.length);
        byte[] range = fault.apply(Arrays.copyOfRange(bytes, from, to), offset);
        return new Fetched(Optional.of(new StoredObject(range, "etag")), null);
    }

    @Override
    public Optional<Path> localFile(ObjectKey key) {
        return Optional.ofNullable(localFiles.get(key));
    }

    @Override
    public Created putIfAbsent(ObjectKey key, byte[] bytes) {
        throw new UnsupportedOperationException("the cache never writes");
    }

    @Override
    public Stored put(ObjectKey key, byte[] bytes) {
        throw new UnsupportedOperationException("the cache never writes");
    }

    @Override
    public Stored put(ObjectKey key, Path file) {
        throw new UnsupportedOperationException("the cache never writes");
    }

    @Override
    public Fetched get(ObjectKey key) {
        throw new UnsupportedOperationException("segment files are read by ranges");
    }

    @Override
    public Described head(ObjectKey key) {
        throw new UnsupportedOperationException("the manifest knows the length");
    }

    @Override
    public Listed list(String prefix, @Nullable String startAfter, int limit) {
        throw new UnsupportedOperationException("the manifest lists the files");
    }

    @Override
    public Deleted delete(List<ObjectKey> keys) {
        throw new UnsupportedOperationException("the cache never writes");
    }

    @Override
    public String describe() {
        return "memory";
    }
}
