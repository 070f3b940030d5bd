package io.brainy.coordinator.bucket;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Counts and times requests: `brainy.bucket.requests` by operation and outcome, and the bytes of
/// the answers and the writes by operation, `brainy.bucket.read` and `brainy.bucket.written`. Keys
/// are never tags.
///
/// Goes directly around the adapter, inside a [RetryingBucket], so that what is counted is what the
/// store is asked for. A timer is made at the first request of its kind and kept, so nothing is
/// looked up on the way of a request.
public final class MeteredBucket implements Bucket {

    private static final Duration[] OBJECTIVES = {
        Duration.ofMillis(1),
        Duration.ofMillis(5),
        Duration.ofMillis(20),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(2),
        Duration.ofSeconds(10)
    };

    private final Bucket inner;
    private final MeterRegistry registry;
    private final Map<BucketOperation, Map<Outcome, Timer>> timers =
            new EnumMap<>(BucketOperation.class);
    private final Map<BucketOperation, Counter> read = new EnumMap<>(BucketOperation.class);
    private final Map<BucketOperation, Counter> written = new EnumMap<>(BucketOperation.class);

    public MeteredBucket(Bucket inner, MeterRegistry registry) {
        this.inner = inner;
        this.registry = registry;
        for (BucketOperation operation : BucketOperation.values()) {
            timers.put(operation, new ConcurrentHashMap<>());
        }
        read.put(BucketOperation.GET, bytes("brainy.bucket.read", BucketOperation.GET));
        for (var operation : List.of(BucketOperation.PUT_IF_ABSENT, BucketOperation.PUT)) {
            written.put(operation, bytes("brainy.bucket.written", operation));
        }
    }

    @Override
    public Created putIfAbsent(ObjectKey key, byte[] bytes) {
        Created answer =
                timed(
                        BucketOperation.PUT_IF_ABSENT,
                        () -> inner.putIfAbsent(key, bytes),
                        created -> created.created() ? Outcome.OK : Outcome.TAKEN);
        count(written, BucketOperation.PUT_IF_ABSENT, bytes.length);
        return answer;
    }

    @Override
    public Stored put(ObjectKey key, byte[] bytes) {
        Stored answer = timed(BucketOperation.PUT, () -> inner.put(key, bytes), _ -> Outcome.OK);
        count(written, BucketOperation.PUT, bytes.length);
        return answer;
    }

    @Override
    public Stored put(ObjectKey key, Path file) {
        Stored answer = timed(BucketOperation.PUT, () -> inner.put(key, file), _ -> Outcome.OK);
        count(written, BucketOperation.PUT, sizeOf(file));
        return answer;
    }

    @Override
    public Fetched get(ObjectKey key) {
        return counted(timed(BucketOperation.GET, () -> inner.get(key), MeteredBucket::outcome));
    }

    @Override
    public Fetched get(ObjectKey key, long offset, int length) {
        return counted(
                timed(
                        BucketOperation.GET,
                        () -> inner.get(key, offset, length),
                        MeteredBucket::outcome));
    }

    @Override
    public Described head(ObjectKey key) {
        return timed(
                BucketOperation.HEAD,
                () -> inner.head(key),
                described -> described.object().isPresent() ? Outcome.OK : Outcome.ABSENT);
    }

    @Override
    public Listed list(String prefix, @Nullable String startAfter, int limit) {
        return timed(
                BucketOperation.LIST, () -> inner.list(prefix, startAfter, limit), _ -> Outcome.OK);
    }

    @Override
    public Deleted delete(List<ObjectKey> keys) {
        return timed(BucketOperation.DELETE, () -> inner.delete(keys), _ -> Outcome.OK);
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

    private <T> T timed(
            BucketOperation operation, Supplier<T> request, Function<T, Outcome> outcome) {
        Timer.Sample sample = Timer.start(registry);
        Outcome result = Outcome.ERROR;
        try {
            T answer = request.get();
            result = outcome.apply(answer);
            return answer;
        } catch (BucketException e) {
            result = Outcome.of(e.kind());
            throw e;
        } finally {
            sample.stop(timer(operation, result));
        }
    }

    private Timer timer(BucketOperation operation, Outcome outcome) {
        return requireNonNull(timers.get(operation))
                .computeIfAbsent(
                        outcome,
                        made ->
                                Timer.builder("brainy.bucket.requests")
                                        .description("Requests to the bucket")
                                        .tag("operation", operation.label())
                                        .tag("outcome", made.label())
                                        .serviceLevelObjectives(OBJECTIVES)
                                        .register(registry));
    }

    private Counter bytes(String name, BucketOperation operation) {
        return Counter.builder(name)
                .description("Bytes moved from and to the bucket")
                .baseUnit("bytes")
                .tag("operation", operation.label())
                .register(registry);
    }

    private Fetched counted(Fetched fetched) {
        fetched.object().ifPresent(o -> count(read, BucketOperation.GET, o.bytes().length));
        return fetched;
    }

    private static void count(
            Map<BucketOperation, Counter> counters, BucketOperation operation, long bytes) {
        requireNonNull(counters.get(operation)).increment((double) bytes);
    }

    private static Outcome outcome(Fetched fetched) {
        return fetched.object().isPresent() ? Outcome.OK : Outcome.ABSENT;
    }

    /// The file was just read to its end; should it be gone already, its bytes are not counted.
    private static long sizeOf(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0;
        }
    }

    private enum Outcome {
        OK,
        ABSENT,
        TAKEN,
        TIMEOUT,
        UNAVAILABLE,
        THROTTLED,
        CONFLICT,
        DENIED,
        FULL,
        REFUSED,
        ERROR;

        static Outcome of(BucketException.Kind kind) {
            return switch (kind) {
                case TIMEOUT -> TIMEOUT;
                case UNAVAILABLE -> UNAVAILABLE;
                case THROTTLED -> THROTTLED;
                case CONFLICT -> CONFLICT;
                case DENIED -> DENIED;
                case FULL -> FULL;
                case REFUSED -> REFUSED;
            };
        }

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
