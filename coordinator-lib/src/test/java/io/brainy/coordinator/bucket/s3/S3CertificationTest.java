package io.brainy.coordinator.bucket.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.brainy.coordinator.admission.BucketAdmission;
import io.brainy.coordinator.admission.BucketCertification;
import io.brainy.coordinator.bucket.Bucket;
import io.brainy.coordinator.time.SystemTime;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3CertificationTest {

    @Test
    void s3BucketIsAdmitted(@TempDir Path store) throws Exception {
        var server = new S3ProxyServer(store);
        try (Bucket bucket = server.open(server.newBucket(), "some/prefix", S3Limits.DEFAULT)) {
            var admission =
                    new BucketAdmission(
                            new BucketCertification(
                                    SystemTime.random(),
                                    SystemTime.instants(),
                                    SystemTime.ticker()));

            assertThat(admission.admit(bucket))
                    .hasValueSatisfying(r -> assertThat(r.passed()).isTrue());
            assertThat(admission.admit(bucket)).isEmpty();
            assertThat(bucket.list("", null, 10).objects()).hasSize(2);
        } finally {
            server.stop();
        }
    }
}
