package io.brainy.coordinator.bucket;

import io.brainy.coordinator.time.Sleeper;
import io.brainy.coordinator.time.Ticker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Sends a request again where [BucketException#retryable] says that this may help.
///
/// [#putIfAbsent] passes through untouched: after an unknown outcome only reading the name tells
/// who won (S2), which is the caller's to do. A retried [#put] may land after a later one of the
/// same key when its first sending was merely slow; so whoever overwrites one key again and again,
/// as a member does with its heartbeat (G5), uses the bucket without this decorator.
public final class RetryingBucket implements Bucket {

    private final Bucket inner;
    private final RetryPolicy policy;
    private final RandomGenerator random;
    private final Sleeper sleeper;
    private final Ticker ticker;

    public RetryingBucket(
            Bucket inner,
            RetryPolicy policy,
            RandomGenerator random,
            Sleeper sleeper,
            Ticker ticker) {
        this.inner = inner;
        this.policy = policy;
        this.random = random;
        this.sleeper = sleeper;
        this.ticker = ticker;
    }

    @Override
    public Created putIfAbsent(ObjectKey key, byte[] bytes) {
        return inner.putIfAbsent(key, bytes);
    }

    @Override
    public Stored put(ObjectKey key, byte[] bytes) {
        return retried(() -> inner.put(key, bytes));
    }

    @Override
    public Stored put(ObjectKey key, Path file) {
        return retried(() -> inner.put(key, file));
    }

    @Override
    public Fetched get(ObjectKey key) {
        return retried(() -> inner.get(key));
    }

    @Override
    public Fetched get(ObjectKey key, long offset, int length) {
        return retried(() -> inner.get(key, offset, length));
    }

    @Override
    public Described head(ObjectKey key) {
        return retried(() -> inner.head(key));
    }

    @Override
    public Listed list(String prefix, @Nullable String startAfter, int limit) {
        return retried(() -> inner.list(prefix, startAfter, limit));
    }

    @Override
    public Deleted delete(List<ObjectKey> keys) {
        return retried(() -> inner.delete(keys));
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

    private <T> T retried(Supplier<T> request) {
        long begun = ticker.nanos();
        for (int attempt = 1; ; attempt++) {
            try {
                return request.get();
            } catch (BucketException failed) {
                Duration pause = policy.pause(attempt, random);
                if (!failed.retryable()
                        || attempt >= policy.attempts()
                        || ticker.nanos() - begun + pause.toNanos() > policy.totalTime().toNanos()
                        || !slept(pause)) {
                    throw failed;
                }
            }
        }
    }

    /// False when the thread is asked to end, which ends the retrying too.
    private boolean slept(Duration pause) {
        try {
            sleeper.sleep(pause);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
