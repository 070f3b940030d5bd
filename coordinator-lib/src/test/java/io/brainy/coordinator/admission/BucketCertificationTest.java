package io.brainy.coordinator.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.brainy.coordinator.admission.CertificationReport.Check;
import io.brainy.coordinator.bucket.Bucket;
import io.brainy.coordinator.bucket.BucketException;
import io.brainy.coordinator.bucket.DirectoryBucket;
import io.brainy.coordinator.bucket.MemoryBucket;
import io.brainy.coordinator.bucket.ObjectKey;
import io.brainy.coordinator.layout.BucketLayout;
import io.brainy.coordinator.testing.CountingBucket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BucketCertificationTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final MemoryBucket memory = new MemoryBucket(InstantSource.system());

    @Test
    void memoryPassesCheaplyAndNothingStays() {
        var counted = new CountingBucket(memory);

        CertificationReport report = certify(counted);

        assertThat(report.failures()).isEmpty();
        assertThat(report.checks()).extracting(Check::name).containsExactly(allChecks());
        assertThat(report.checks())
                .extracting(Check::requests)
                .containsExactly(343L, 24L, 16L, 17L, 6L, 7L, 8L);
        assertThat(report.requests()).isEqualTo(counted.total()).isEqualTo(421);
        assertThat(memory.list("", null, 1_000).objects()).isEmpty();
    }

    @Test
    void directoryPassesAndNothingStays(@TempDir Path root) {
        try (var bucket = DirectoryBucket.open(root)) {
            assertThat(certify(bucket).failures()).isEmpty();
            assertThat(bucket.list("", null, 1_000).objects()).isEmpty();
        }
    }

    @Test
    void skewOfTheLocalClockIsStatedAndNotJudged() {
        var bucket = new MemoryBucket(InstantSource.fixed(NOW));
        var behind =
                new BucketCertification(
                        new Random(1),
                        InstantSource.fixed(NOW.minus(Duration.ofHours(2))),
                        () -> 0);

        CertificationReport report = behind.certify(bucket);

        assertThat(report.passed()).isTrue();
        assertThat(report.checks().getLast().detail()).contains("7200 s behind");
    }

    @Test
    void whatDeadRunsLeftIsRemovedAfterAnHour() {
        var clock = new AtomicLong(NOW.getEpochSecond());
        var bucket = new MemoryBucket(() -> Instant.ofEpochSecond(clock.get()));
        var left = new ObjectKey(BucketLayout.CERTIFICATION_PREFIX + "dead/race-1");
        bucket.putIfAbsent(left, new byte[1]);

        clock.addAndGet(3_600);
        certify(bucket);
        assertThat(bucket.head(left).object()).isPresent();

        clock.addAndGet(1);
        certify(bucket);
        assertThat(bucket.head(left).object()).isEmpty();
    }

    @Test
    void checkThenWriteLetsTwoWin() {
        Map<String, CountDownLatch> windows = new ConcurrentHashMap<>();
        assertRefused(
                BucketCertification.PUT_IF_ABSENT,
                new CountingBucket(memory) {
                    @Override
                    public Created putIfAbsent(ObjectKey key, byte[] bytes) {
                        if (!key.value().contains("/race-1")) {
                            return memory.putIfAbsent(key, bytes);
                        }
                        CountDownLatch window =
                                windows.computeIfAbsent(key.value(), _ -> new CountDownLatch(2));
                        if (window.getCount() == 0) {
                            return new Created(false, Instant.now());
                        }
                        window.countDown();
                        await(window);
                        return new Created(true, memory.put(key, bytes).date());
                    }
                });
    }

    @Test
    void ignoredConditionIsFound() {
        assertRefused(
                BucketCertification.PUT_IF_ABSENT,
                new CountingBucket(memory) {
                    @Override
                    public Created putIfAbsent(ObjectKey key, byte[] bytes) {
                        return new Created(true, memory.put(key, bytes).date());
                    }
                });
    }

    @Test
    void loserThatOverwritesIsFound() {
        assertRefused(
                BucketCertification.PUT_IF_ABSENT,
                new CountingBucket(memory) {
                    @Override
                    public Created putIfAbsent(ObjectKey key, byte[] bytes) {
                        Created answer = memory.putIfAbsent(key, bytes);
                        memory.put(key, bytes);
                        return answer;
                    }
                });
    }

    @Test
    void nobodyToldThatItWonIsFound() {
        assertRefused(
                BucketCertification.PUT_IF_ABSENT,
                new CountingBucket(memory) {
                    @Override
                    public Created putIfAbsent(ObjectKey key, byte[] bytes) {
                        return new Created(false, memory.putIfAbsent(key, bytes).date());
                    }
                });
    }

    @Test
    void lostAnswersAndConflictsAreNoFault() {
        var puts = new AtomicInteger();
        CertificationReport report =
                certify(
                        new CountingBucket(memory) {
                            @Override
                            public Created putIfAbsent(ObjectKey key, byte[] bytes) {
                                Created answer = memory.putIfAbsent(key, bytes);
                                if (key.value().contains("race")
                                        && puts.incrementAndGet() % 3 == 0) {
                                    throw new BucketException(
                                            BucketException.Kind.TIMEOUT, "the answer was lost");
                                }
                                return answer;
                            }
                        });

        assertThat(report.failures()).isEmpty();
        assertThat(report.checks().getFirst().detail()).contains("without an answer");
    }

    @Test
    void rememberedAbsenceIsFound() {
        Set<String> absent = ConcurrentHashMap.newKeySet();
        assertRefused(
                BucketCertification.READ_AFTER_WRITE,
                new CountingBucket(memory) {
                    @Override
                    public Fetched get(ObjectKey key) {
                        Fetched answer = memory.get(key);
                        if (answer.object().isEmpty()) {
                            absent.add(key.value());
                        }
                        return absent.contains(key.value())
                                ? new Fetched(Optional.empty(), answer.date())
                                : answer;
                    }
                });
    }

    @Test
    void staleVersionIsFound() {
        assertRefused(
                BucketCertification.OVERWRITE,
                new CountingBucket(memory) {
                    @Override
                    public Stored put(ObjectKey key, byte[] bytes) {
                        return new Stored("etag", memory.putIfAbsent(key, bytes).date());
                    }
                });
    }

    @Test
    void staleListingIsFound() {
        assertRefused(
                BucketCertification.LIST_AFTER_WRITE,
                new CountingBucket(memory) {
                    @Override
                    public Listed list(String prefix, @Nullable String startAfter, int limit) {
                        Listed answer = memory.list(prefix, startAfter, limit);
                        int late = Math.max(0, answer.objects().size() - 1);
                        return new Listed(
                                answer.objects().subList(0, late), answer.more(), answer.date());
                    }
                });
    }

    @Test
    void ignoredStartAfterIsFound() {
        assertRefused(
                BucketCertification.LIST_AFTER_WRITE,
                new CountingBucket(memory) {
                    @Override
                    public Listed list(String prefix, @Nullable String startAfter, int limit) {
                        return memory.list(prefix, null, limit);
                    }
                });
    }

    @Test
    void ignoredRangeIsFound() {
        assertRefused(
                BucketCertification.RANGED_READ,
                new CountingBucket(memory) {
                    @Override
                    public Fetched get(ObjectKey key, long offset, int length) {
                        return memory.get(key);
                    }
                });
    }

    @Test
    void deletionThatDoesNothingIsFound() {
        assertRefused(
                BucketCertification.DELETE,
                new CountingBucket(memory) {
                    @Override
                    public Deleted delete(List<ObjectKey> keys) {
                        return new Deleted(Instant.now());
                    }
                });
    }

    @Test
    void missingDateIsFoundAndNamed() {
        CertificationReport report =
                assertRefused(
                        BucketCertification.DATE,
                        new CountingBucket(memory) {
                            @Override
                            public Created putIfAbsent(ObjectKey key, byte[] bytes) {
                                Created answer = memory.putIfAbsent(key, bytes);
                                return answer.created()
                                        ? answer
                                        : new Created(answer.created(), null);
                            }

                            @Override
                            public Deleted delete(List<ObjectKey> keys) {
                                memory.delete(keys);
                                return new Deleted(null);
                            }
                        });

        assertThat(report.failures().getFirst().detail())
                .isEqualTo("no Date in answers to delete, put-if-absent");
    }

    @Test
    void dateThatRunsBackwardsIsFound() {
        var clock = new AtomicLong(NOW.getEpochSecond());
        assertRefused(
                BucketCertification.DATE,
                new MemoryBucket(() -> Instant.ofEpochSecond(clock.addAndGet(-6))));
    }

    @Test
    void bucketThatDeniesEverythingFailsEveryCheckWithItsReason() {
        CertificationReport report =
                certify(
                        new CountingBucket(memory) {
                            @Override
                            public Created putIfAbsent(ObjectKey key, byte[] bytes) {
                                throw denied();
                            }

                            @Override
                            public Fetched get(ObjectKey key) {
                                throw denied();
                            }

                            private BucketException denied() {
                                return new BucketException(
                                        BucketException.Kind.DENIED, "no key fits");
                            }
                        });

        assertThat(report.passed()).isFalse();
        assertThat(report.checks().getFirst().detail()).isEqualTo("DENIED: no key fits");
    }

    @Test
    void tableHasALineForEachCheck() {
        List<String> table = certify(memory).table();

        assertThat(table).hasSize(allChecks().length);
        assertThat(table.getFirst()).startsWith("ok    put-if-absent ").contains("requests");
    }

    private static CertificationReport assertRefused(String check, Bucket broken) {
        CertificationReport report = certify(broken);
        assertThat(report.failures())
                .as("failures of %s", report)
                .extracting(Check::name)
                .containsExactly(check);
        return report;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static CertificationReport certify(Bucket bucket) {
        var nanos = new AtomicLong();
        return new BucketCertification(
                        new Random(1), InstantSource.system(), () -> nanos.addAndGet(1_000_000))
                .certify(bucket);
    }

    private static String[] allChecks() {
        return new String[] {
            BucketCertification.PUT_IF_ABSENT,
            BucketCertification.READ_AFTER_WRITE,
            BucketCertification.OVERWRITE,
            BucketCertification.LIST_AFTER_WRITE,
            BucketCertification.RANGED_READ,
            BucketCertification.DELETE,
            BucketCertification.DATE
        };
    }
}
