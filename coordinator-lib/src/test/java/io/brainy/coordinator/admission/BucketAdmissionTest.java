package io.brainy.coordinator.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brainy.coordinator.bucket.Bucket;
import io.brainy.coordinator.bucket.BucketException;
import io.brainy.coordinator.bucket.BucketOperation;
import io.brainy.coordinator.bucket.MemoryBucket;
import io.brainy.coordinator.bucket.ObjectKey;
import io.brainy.coordinator.layout.BucketLayout;
import io.brainy.coordinator.testing.CountingBucket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BucketAdmissionTest {

    private final MemoryBucket memory = new MemoryBucket(InstantSource.system());
    private final CountingBucket bucket = new CountingBucket(memory);
    private final BucketAdmission admission =
            new BucketAdmission(
                    new BucketCertification(new Random(1), InstantSource.system(), () -> 0));

    @Test
    void newBucketIsCertifiedAndGetsItsFormat() {
        CertificationReport report = admission.admit(bucket).orElseThrow();

        assertThat(report.passed()).isTrue();
        assertThat(keys()).containsExactly(BucketLayout.CERTIFICATE, BucketLayout.FORMAT);
        assertThat(text(BucketLayout.FORMAT)).isEqualTo("brainy-format 1\n");
        assertThat(text(BucketLayout.CERTIFICATE))
                .startsWith("brainy-certificate 1\nbucket memory\nput-if-absent: one winner");
    }

    @Test
    void knownBucketCostsTwoReadings() {
        admission.admit(bucket);
        bucket.reset();

        assertThat(admission.admit(bucket)).isEmpty();

        assertThat(bucket.total()).isEqualTo(2);
        assertThat(bucket.count(BucketOperation.GET)).isEqualTo(2);
    }

    @Test
    void stoppedAfterTheCertificateTheNextStartMakesTheFormat() {
        admission.admit(bucket);
        bucket.delete(List.of(BucketLayout.FORMAT));

        assertThat(admission.admit(bucket)).isEmpty();

        assertThat(text(BucketLayout.FORMAT)).isEqualTo("brainy-format 1\n");
    }

    @Test
    void newerFormatIsRefusedBeforeAnythingIsWritten() {
        put(BucketLayout.FORMAT, "brainy-format 2\n");
        bucket.reset();

        assertThatThrownBy(() -> admission.admit(bucket))
                .isInstanceOf(BucketRefusedException.class)
                .hasMessageContainingAll("holds format 2", "format 1", "or a newer one");
        assertThat(bucket.total()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "brainy-format", "brainy-format x\n", "brainy-format 1", "{}"})
    void foreignFormatIsRefused(String content) {
        put(BucketLayout.FORMAT, content);

        assertThatThrownBy(() -> admission.admit(bucket))
                .isInstanceOf(BucketRefusedException.class)
                .hasMessageContaining("not Brainy's");
    }

    @Test
    void newerCertificateCounts() {
        put(BucketLayout.CERTIFICATE, "brainy-certificate 7\nbucket memory\nmore: asked\n");

        assertThat(admission.admit(bucket)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "brainy-certificate 1\nbucket directory /elsewhere\n",
                "brainy-certificate 1\n",
                "garbage",
                ""
            })
    void copiedOrForeignCertificateIsReplacedAfterCertification(String content) {
        put(BucketLayout.CERTIFICATE, content);

        assertThat(admission.admit(bucket)).isPresent();

        assertThat(text(BucketLayout.CERTIFICATE)).contains("bucket memory\n");
        assertThat(admission.admit(bucket)).isEmpty();
    }

    @Test
    void bucketThatFailsIsRefusedAndLeftWithoutFormatAndCertificate() {
        Bucket broken =
                new CountingBucket(memory) {
                    @Override
                    public Created putIfAbsent(ObjectKey key, byte[] bytes) {
                        memory.put(key, bytes);
                        return new Created(true, Instant.now());
                    }
                };

        assertThatThrownBy(() -> admission.admit(broken))
                .isInstanceOfSatisfying(
                        BucketRefusedException.class,
                        e -> assertThat(e.report().orElseThrow().failures()).hasSize(1))
                .hasMessageContainingAll(
                        "memory cannot be used",
                        "put-if-absent failed",
                        "racing writers",
                        "docs/bucket-requirements.md",
                        "./brainy doctor");
        assertThat(keys()).isEmpty();
    }

    @Test
    void bucketThatCannotBeReadSaysSo() {
        Bucket denied =
                new CountingBucket(memory) {
                    @Override
                    public Fetched get(ObjectKey key) {
                        throw new BucketException(BucketException.Kind.DENIED, "no key fits");
                    }
                };

        assertThatThrownBy(() -> admission.admit(denied))
                .isInstanceOfSatisfying(
                        BucketException.class,
                        e -> assertThat(e.kind()).isEqualTo(BucketException.Kind.DENIED))
                .hasMessageContainingAll("could not begin on memory", "no key fits");
    }

    private void put(ObjectKey key, String content) {
        memory.put(key, content.getBytes(StandardCharsets.UTF_8));
    }

    private String text(ObjectKey key) {
        return new String(memory.get(key).object().orElseThrow().bytes(), StandardCharsets.UTF_8);
    }

    private List<ObjectKey> keys() {
        return memory.list("", null, 1_000).objects().stream()
                .map(Bucket.ObjectSummary::key)
                .toList();
    }
}
