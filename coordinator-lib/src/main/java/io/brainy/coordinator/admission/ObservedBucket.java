package io.brainy.coordinator.admission;

import io.brainy.coordinator.bucket.Bucket;
import io.brainy.coordinator.bucket.BucketOperation;
import io.brainy.coordinator.bucket.ObjectKey;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// The bucket as one certification uses it: counts the requests, notes the operations that were
/// answered without a Date, and remembers the keys that were written, for cleaning up.
final class ObservedBucket implements Bucket {

    private final Bucket inner;
    private final AtomicLong requests = new AtomicLong();
    private final Set<BucketOperation> undated = EnumSet.noneOf(BucketOperation.class);
    private final Set<ObjectKey> written = new TreeSet<>();

    ObservedBucket(Bucket inner) {
        this.inner = inner;
    }

    long requests() {
        return requests.get();
    }

    Set<BucketOperation> undated() {
        synchronized (undated) {
            return Set.copyOf(undated);
        }
    }

    List<ObjectKey> written() {
        synchronized (written) {
            return List.copyOf(written);
        }
    }

    @Override
    public Created putIfAbsent(ObjectKey key, byte[] bytes) {
        writes(key);
        Created answer = inner.putIfAbsent(key, bytes);
        dated(BucketOperation.PUT_IF_ABSENT, answer.date());
        return answer;
    }

    @Override
    public Stored put(ObjectKey key, byte[] bytes) {
        writes(key);
        Stored answer = inner.put(key, bytes);
        dated(BucketOperation.PUT, answer.date());
        return answer;
    }

    @Override
    public Stored put(ObjectKey key, Path file) {
        writes(key);
        Stored answer = inner.put(key, file);
        dated(BucketOperation.PUT, answer.date());
        return answer;
    }

    @Override
    public Fetched get(ObjectKey key) {
        requests.incrementAndGet();
        Fetched answer = inner.get(key);
        dated(BucketOperation.GET, answer.date());
        return answer;
    }

    @Override
    public Fetched get(ObjectKey key, long offset, int length) {
        requests.incrementAndGet();
        Fetched answer = inner.get(key, offset, length);
        dated(BucketOperation.GET, answer.date());
        return answer;
    }

    @Override
    public Described head(ObjectKey key) {
        requests.incrementAndGet();
        Described answer = inner.head(key);
        dated(BucketOperation.HEAD, answer.date());
        return answer;
    }

    @Override
    public Listed list(String prefix, @Nullable String startAfter, int limit) {
        requests.incrementAndGet();
        Listed answer = inner.list(prefix, startAfter, limit);
        dated(BucketOperation.LIST, answer.date());
        return answer;
    }

    @Override
    public Deleted delete(List<ObjectKey> keys) {
        requests.incrementAndGet();
        Deleted answer = inner.delete(keys);
        dated(BucketOperation.DELETE, answer.date());
        return answer;
    }

    @Override
    public String describe() {
        return inner.describe();
    }

    private void writes(ObjectKey key) {
        requests.incrementAndGet();
        synchronized (written) {
            written.add(key);
        }
    }

    private void dated(BucketOperation operation, @Nullable Instant date) {
        if (date == null) {
            synchronized (undated) {
                undated.add(operation);
            }
        }
    }
}
