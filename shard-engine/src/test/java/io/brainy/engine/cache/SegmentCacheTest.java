package io.brainy.engine.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brainy.coordinator.bucket.ObjectKey;
import io.brainy.coordinator.layout.BucketLayout;
import io.brainy.model.error.CorruptException;
import io.brainy.model.error.NotFoundException;
import io.brainy.model.error.UnavailableException;
import io.brainy.model.key.CollectionId;
import io.brainy.model.key.CollectionName;
import io.brainy.model.log.Digest;
import io.brainy.model.manifest.SegmentFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentCacheTest {

    private static final CollectionId NOTES = new CollectionId(new CollectionName("notes"), 7);
    private static final int CHUNK = SegmentDownload.CHUNK_BYTES;

    @TempDir Path disk;

    private final SegmentBucket bucket = new SegmentBucket();
    private final Random random = new Random(42);

    @Test
    void aFileIsDownloadedOnceAndIsWhatTheManifestSays() throws Exception {
        byte[] bytes = randomBytes(CHUNK + 5);
        SegmentFile file = stored("_0.vec", bytes);

        try (SegmentCache cache = cache(100_000_000)) {
            try (PinnedSegments first = cache.pin(NOTES, List.of(file))) {
                assertThat(first.files()).containsOnlyKeys("_0.vec");
                assertThat(Files.readAllBytes(path(first, "_0.vec"))).isEqualTo(bytes);
            }
            cache.pin(NOTES, List.of(file)).close();

            assertThat(bucket.requests()).containsExactly(0L, (long) CHUNK);
            assertThat(cache.usage())
                    .isEqualTo(new CacheUsage(CHUNK + 5, 100_000_000, 1, 0, CHUNK + 5, 0));
        }
    }

    @Test
    void anEmptyFileNeedsNoRequest() throws Exception {
        SegmentFile file = stored("_0.empty", new byte[0]);

        try (SegmentCache cache = cache(10);
                PinnedSegments pinned = cache.pin(NOTES, List.of(file))) {
            assertThat(path(pinned, "_0.empty")).isEmptyFile();
            assertThat(bucket.requests()).isEmpty();
        }
    }

    @Test
    void manyWhoWantAFileAtOnceShareOneDownload() throws Exception {
        SegmentFile file = stored("_0.vec", randomBytes(1000));
        int readers = 16;
        CountDownLatch start = new CountDownLatch(readers);

        try (SegmentCache cache = cache(1000);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Path> read =
                    () -> {
                        start.countDown();
                        start.await();
                        try (PinnedSegments pinned = cache.pin(NOTES, List.of(file))) {
                            return path(pinned, "_0.vec");
                        }
                    };
            List<Future<Path>> paths = new ArrayList<>();
            for (int i = 0; i < readers; i++) {
                paths.add(threads.submit(read));
            }
            for (Future<Path> path : paths) {
                assertThat(path.get()).hasSize(1000);
            }

            assertThat(bucket.requests()).hasSize(1);
            assertThat(cache.usage().pinnedFiles()).isZero();
        }
    }

    @Test
    void aDamagedObjectIsFetchedTwiceAndThenNamed() {
        SegmentFile file = stored("_0.vec", randomBytes(1000));
        bucket.failing(SegmentCacheTest::flipped);

        try (SegmentCache cache = cache(10_000)) {
            assertThatThrownBy(() -> cache.pin(NOTES, List.of(file)))
                    .isInstanceOf(CorruptException.class)
                    .hasMessageContaining(key(file).value())
                    .hasMessageContaining(file.sha256().toString());
            assertThat(bucket.requests()).hasSize(2);
            assertThat(cache.usage().pinnedFiles()).isZero();

            bucket.healthy();
            cache.pin(NOTES, List.of(file)).close();
        }
    }

    @Test
    void anObjectShorterThanItsManifestSaysIsDamaged() {
        byte[] bytes = randomBytes(1000);
        SegmentFile file = stored("_0.vec", bytes);
        bucket.store(key(file), new byte[999]);

        try (SegmentCache cache = cache(10_000)) {
            assertThatThrownBy(() -> cache.pin(NOTES, List.of(file)))
                    .isInstanceOf(CorruptException.class)
                    .hasMessageContaining("wanted 1000 bytes");
        }
    }

    @Test
    void aByteFlippedOnTheWayCostsOneMoreDownload() throws Exception {
        byte[] bytes = randomBytes(1000);
        SegmentFile file = stored("_0.vec", bytes);
        AtomicInteger gets = new AtomicInteger();
        bucket.failing((b, offset) -> gets.getAndIncrement() == 0 ? flipped(b, offset) : b);

        try (SegmentCache cache = cache(10_000);
                PinnedSegments pinned = cache.pin(NOTES, List.of(file))) {
            assertThat(Files.readAllBytes(path(pinned, "_0.vec"))).isEqualTo(bytes);
            assertThat(gets).hasValue(2);
        }
    }

    @Test
    void aBrokenDownloadGoesOnWhereItEndedAlsoAfterARestart() throws Exception {
        byte[] bytes = randomBytes(2 * CHUNK + 9);
        SegmentFile file = stored("_0.vec", bytes);
        bucket.failing((b, offset) -> {
            if (offset == CHUNK) {
                throw SegmentBucket.unavailable();
            }
            return b;
        });

        try (SegmentCache cache = cache(100_000_000)) {
            assertThatThrownBy(() -> cache.pin(NOTES, List.of(file)))
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContaining(key(file).value());
            assertThatThrownBy(() -> cache.pin(NOTES, List.of(file)))
                    .isInstanceOf(UnavailableException.class);
        }
        bucket.healthy();
        int before = bucket.requests().size();
        try (SegmentCache cache = cache(100_000_000);
                PinnedSegments pinned = cache.pin(NOTES, List.of(file))) {
            assertThat(Files.readAllBytes(path(pinned, "_0.vec"))).isEqualTo(bytes);
            // The broken chunk: twice before the restart and once after it; the others once.
            assertThat(bucket.requests().stream().filter(o -> o == CHUNK)).hasSize(3);
            assertThat(bucket.requests().stream().filter(o -> o == 0)).hasSize(1);
            assertThat(bucket.requests()).hasSizeGreaterThan(before);
        }
    }

    @Test
    void whatTheBucketNoLongerHasIsGone() {
        SegmentFile file = stored("_0.vec", randomBytes(10));
        bucket.remove(key(file));

        try (SegmentCache cache = cache(100)) {
            assertThatThrownBy(() -> cache.pin(NOTES, List.of(file)))
                    .isInstanceOf(NotFoundException.class)
                    .hasMessageContaining(key(file).value());
        }
    }

    @Test
    void theLeastRecentlyUsedUnpinnedFileMakesRoom() {
        SegmentFile a = stored("a", randomBytes(100));
        SegmentFile b = stored("b", randomBytes(100));
        SegmentFile c = stored("c", randomBytes(100));
        SegmentFile d = stored("d", randomBytes(100));

        try (SegmentCache cache = cache(300)) {
            try (PinnedSegments pinned = cache.pin(NOTES, List.of(a))) {
                cache.pin(NOTES, List.of(b)).close();
                cache.pin(NOTES, List.of(c)).close();
                cache.pin(NOTES, List.of(b)).close();

                cache.pin(NOTES, List.of(d)).close();

                assertThat(cache.usage().evictedFiles()).isEqualTo(1);
                assertThat(path(pinned, "a")).exists();
                int before = bucket.requests().size();
                cache.pin(NOTES, List.of(b, d)).close();
                assertThat(bucket.requests()).hasSize(before);
            }
            cache.pin(NOTES, List.of(c)).close();
            assertThat(cache.usage().usedBytes()).isEqualTo(300);
        }
    }

    @Test
    void aManifestOfExactlyTheBudgetFitsAndOneByteMoreIsRefused() {
        SegmentFile a = stored("a", randomBytes(60));
        SegmentFile b = stored("b", randomBytes(40));
        SegmentFile c = stored("c", randomBytes(41));

        try (SegmentCache cache = cache(100)) {
            cache.pin(NOTES, List.of(a, b)).close();
            assertThat(cache.usage().files()).isEqualTo(2);

            assertThatThrownBy(() -> cache.pin(NOTES, List.of(a, c)))
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("may hold 100 bytes")
                    .hasMessageContaining("101 would be in use");

            // What was there is still there, and nothing is left of the refusal.
            assertThat(cache.usage()).isEqualTo(new CacheUsage(100, 100, 2, 0, 100, 0));
        }
    }

    @Test
    void aPinnedGenerationStaysWhenTheNextDoesNotFit() {
        SegmentFile a = stored("a", randomBytes(60));
        SegmentFile b = stored("b", randomBytes(60));

        try (SegmentCache cache = cache(100)) {
            PinnedSegments old = cache.pin(NOTES, List.of(a));
            assertThatThrownBy(() -> cache.pin(NOTES, List.of(b)))
                    .isInstanceOf(UnavailableException.class);
            assertThat(path(old, "a")).exists();

            old.close();
            old.close();
            cache.pin(NOTES, List.of(b)).close();
            assertThat(cache.usage().evictedFiles()).isEqualTo(1);
        }
    }

    @Test
    void aRestartKeepsTheFilesAndComparesThemAtTheirFirstUse() throws Exception {
        byte[] bytes = randomBytes(1000);
        SegmentFile kept = stored("kept", bytes);
        SegmentFile rotten = stored("rotten", randomBytes(1000));
        Path rottenPath;
        try (SegmentCache cache = cache(10_000);
                PinnedSegments pinned = cache.pin(NOTES, List.of(kept, rotten))) {
            rottenPath = path(pinned, "rotten");
        }
        byte[] damaged = flipped(Files.readAllBytes(rottenPath), 0);
        Files.write(rottenPath, damaged);

        try (SegmentCache cache = cache(10_000)) {
            assertThat(cache.usage().usedBytes()).isEqualTo(2000);
            try (PinnedSegments pinned = cache.pin(NOTES, List.of(kept, rotten))) {
                assertThat(Files.readAllBytes(path(pinned, "kept"))).isEqualTo(bytes);
                assertThat(Files.readAllBytes(path(pinned, "rotten"))).isNotEqualTo(damaged);
            }
            assertThat(cache.usage().downloadedBytes()).isEqualTo(1000);
        }
    }

    @Test
    void aSmallerBudgetAfterARestartIsKept() {
        SegmentFile a = stored("a", randomBytes(60));
        SegmentFile b = stored("b", randomBytes(60));
        try (SegmentCache cache = cache(200)) {
            cache.pin(NOTES, List.of(a, b)).close();
        }

        try (SegmentCache cache = cache(100)) {
            assertThat(cache.usage().usedBytes()).isEqualTo(60);
        }
    }

    @Test
    void aDirectoryBucketsFilesAreUsedInPlaceOnceCompared() throws Exception {
        byte[] bytes = randomBytes(1000);
        SegmentFile file = stored("_0.vec", bytes);
        Path inBucket = Files.write(disk.resolve("object"), bytes);
        bucket.storeInPlace(key(file), inBucket);

        try (SegmentCache cache = cache(1)) {
            try (PinnedSegments pinned = cache.pin(NOTES, List.of(file))) {
                assertThat(path(pinned, "_0.vec")).isEqualTo(inBucket);
                assertThat(cache.usage().usedBytes()).isZero();
            }
            Files.write(inBucket, flipped(bytes, 0));
            assertThatThrownBy(() -> cache.pin(NOTES, List.of(file)))
                    .isInstanceOf(CorruptException.class)
                    .hasMessageContaining(key(file).value());
            assertThat(inBucket).as("the bucket's own object is never deleted").exists();
            assertThat(bucket.requests()).isEmpty();
        }
    }

    @Test
    void whatAPublisherOffersIsNotDownloaded() throws Exception {
        byte[] bytes = randomBytes(1000);
        SegmentFile file = stored("_0.vec", bytes);
        Path uploaded = Files.write(disk.resolve("uploaded"), bytes);

        try (SegmentCache cache = cache(1000)) {
            cache.offer(NOTES, file, uploaded);
            Files.delete(uploaded);
            try (PinnedSegments pinned = cache.pin(NOTES, List.of(file))) {
                assertThat(Files.readAllBytes(path(pinned, "_0.vec"))).isEqualTo(bytes);
            }
            assertThat(bucket.requests()).isEmpty();
        }
    }

    @Test
    void anOfferThatIsTooLargeOrWrongDoesNoHarm() throws Exception {
        byte[] bytes = randomBytes(1000);
        SegmentFile file = stored("_0.vec", bytes);
        Path wrong = Files.write(disk.resolve("wrong"), flipped(bytes, 0));

        try (SegmentCache cache = cache(999)) {
            cache.offer(NOTES, file, wrong);
            assertThat(cache.usage().usedBytes()).isZero();
        }
        try (SegmentCache cache = cache(1000)) {
            cache.offer(NOTES, file, wrong);
            try (PinnedSegments pinned = cache.pin(NOTES, List.of(file))) {
                assertThat(Files.readAllBytes(path(pinned, "_0.vec"))).isEqualTo(bytes);
            }
        }
    }

    @Test
    void aDirectoryBelongsToOneProcess() {
        try (SegmentCache _ = cache(100)) {
            assertThatThrownBy(() -> cache(100))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("in use");
        }
        cache(100).close();
    }

    private SegmentCache cache(long budgetBytes) {
        return new SegmentCache(disk.resolve("cache"), budgetBytes, bucket);
    }

    private SegmentFile stored(String name, byte[] bytes) {
        SegmentFile file = new SegmentFile(name, "7-0-9-" + name, bytes.length, sha256(bytes));
        bucket.store(key(file), bytes);
        return file;
    }

    private static ObjectKey key(SegmentFile file) {
        return BucketLayout.segmentFile(NOTES, file.key());
    }

    private static Path path(PinnedSegments pinned, String name) {
        Path path = pinned.files().get(name);
        if (path == null) {
            throw new AssertionError("no file " + name + " in " + pinned.files());
        }
        return path;
    }

    private byte[] randomBytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] flipped(byte[] bytes, long offset) {
        byte[] damaged = bytes.clone();
        damaged[damaged.length / 2] ^= 1;
        return damaged;
    }

    private static Digest sha256(byte[] bytes) {
        try {
            return new Digest(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
