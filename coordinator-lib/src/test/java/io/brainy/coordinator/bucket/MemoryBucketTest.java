package io.brainy.coordinator.bucket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brainy.coordinator.testing.BucketContract;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class MemoryBucketTest extends BucketContract {

    @Override
    protected Bucket emptyBucket() {
        return new MemoryBucket(InstantSource.system());
    }

    @Test
    void datesAreThoseOfTheGivenClock() {
        Instant then = Instant.parse("2001-02-03T04:05:06Z");
        var bucket = new MemoryBucket(InstantSource.fixed(then));

        assertThat(bucket.put(key("a"), text("x")).date()).isEqualTo(then);
        assertThat(bucket.head(key("a")).object().orElseThrow().modified()).isEqualTo(then);
    }

    @Test
    void noKeyIsAFolderOfAnother() {
        Bucket bucket = emptyBucket();
        bucket.put(key("a/b"), text("x"));

        assertThatThrownBy(() -> bucket.put(key("a"), text("y")))
                .isInstanceOf(BucketException.class)
                .hasMessageContaining("'a' and 'a/b'");
        assertThatThrownBy(() -> bucket.putIfAbsent(key("a/b/c/d"), text("y")))
                .isInstanceOf(BucketException.class)
                .hasMessageContaining("'a/b' and 'a/b/c/d'");
        bucket.put(key("a-b"), text("z"));
    }
}
