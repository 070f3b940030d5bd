package io.brainy.coordinator.bucket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brainy.coordinator.testing.CountingBucket;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeteredBucketTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final MemoryBucket memory = new MemoryBucket(InstantSource.system());
    private final Bucket bucket = new MeteredBucket(memory, registry);

    @Test
    void requestsAreCountedByOperationAndOutcome(@TempDir Path folder) throws Exception {
        Path file = Files.write(folder.resolve("file"), new byte[40]);

        bucket.putIfAbsent(key("a"), new byte[10]);
        bucket.putIfAbsent(key("a"), new byte[10]);
        bucket.put(key("b"), new byte[5]);
        bucket.put(key("c"), file);
        bucket.get(key("a"));
        bucket.get(key("c"), 30, 100);
        bucket.get(key("none"));
        bucket.head(key("a"));
        bucket.head(key("none"));
        bucket.list("", null, 10);
        bucket.delete(List.of(key("a"), key("none")));

        assertThat(requests("put-if-absent", "ok")).isEqualTo(1);
        assertThat(requests("put-if-absent", "taken")).isEqualTo(1);
        assertThat(requests("put", "ok")).isEqualTo(2);
        assertThat(requests("get", "ok")).isEqualTo(2);
        assertThat(requests("get", "absent")).isEqualTo(1);
        assertThat(requests("head", "ok")).isEqualTo(1);
        assertThat(requests("head", "absent")).isEqualTo(1);
        assertThat(requests("list", "ok")).isEqualTo(1);
        assertThat(requests("delete", "ok")).isEqualTo(1);
        assertThat(bytes("brainy.bucket.written", "put-if-absent")).isEqualTo(20);
        assertThat(bytes("brainy.bucket.written", "put")).isEqualTo(45);
        assertThat(bytes("brainy.bucket.read", "get")).isEqualTo(20);
    }

    @Test
    void failuresAreCountedByKind() {
        Bucket failing =
                new MeteredBucket(
                        new CountingBucket(memory) {
                            @Override
                            public Fetched get(ObjectKey key) {
                                throw new BucketException(
                                        BucketException.Kind.valueOf(key.value()), "wanted");
                            }

                            @Override
                            public Described head(ObjectKey key) {
                                throw new IllegalStateException("a defect");
                            }
                        },
                        registry);

        for (BucketException.Kind kind : BucketException.Kind.values()) {
            assertThatThrownBy(() -> failing.get(key(kind.name())))
                    .isInstanceOf(BucketException.class);
        }
        assertThatThrownBy(() -> failing.head(key("a"))).hasMessage("a defect");

        for (String outcome :
                List.of(
                        "timeout",
                        "unavailable",
                        "throttled",
                        "conflict",
                        "denied",
                        "full",
                        "refused")) {
            assertThat(requests("get", outcome)).isEqualTo(1);
        }
        assertThat(requests("head", "error")).isEqualTo(1);
    }

    @Test
    void keysAreNeverTags() {
        bucket.put(key("tenant/secret"), new byte[1]);
        bucket.get(key("tenant/secret"));

        assertThat(registry.getMeters())
                .isNotEmpty()
                .flatExtracting(meter -> meter.getId().getTags())
                .extracting(Tag::getKey)
                .containsOnly("operation", "outcome", "le");
    }

    private long requests(String operation, String outcome) {
        return registry.get("brainy.bucket.requests")
                .tag("operation", operation)
                .tag("outcome", outcome)
                .timer()
                .count();
    }

    private double bytes(String counter, String operation) {
        return registry.get(counter).tag("operation", operation).counter().count();
    }

    private static ObjectKey key(String value) {
        return new ObjectKey(value);
    }
}
