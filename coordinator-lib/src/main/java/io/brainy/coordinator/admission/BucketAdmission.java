package io.brainy.coordinator.admission;

import io.brainy.coordinator.bucket.Bucket;
import io.brainy.coordinator.bucket.BucketException;
import io.brainy.coordinator.bucket.ObjectKey;
import io.brainy.coordinator.layout.BucketLayout;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The door to a bucket: who starts on one passes here first.
///
/// Objects: `cluster/format` (`brainy-format 1`) and `cluster/certificate` (what was certified, and
/// where). Both are small texts. The format is read first and nothing is written before it is known
/// to be ours; it is created by put-if-absent only after the bucket was certified, and whoever
/// loses reads it again. Stopped between any two steps, the next start does the rest. A start on a
/// known bucket costs two GETs.
public final class BucketAdmission {

    /// The format of everything in the bucket, raised when an older version could not read it.
    static final int FORMAT = 1;

    private static final Pattern FORMAT_TEXT = Pattern.compile("brainy-format ([0-9]{1,9})\\n");

    private final BucketCertification certification;

    public BucketAdmission(BucketCertification certification) {
        this.certification = certification;
    }

    /// Lets the bucket in, or throws [BucketRefusedException].
    ///
    /// @return what certification found, where it was needed
    public Optional<CertificationReport> admit(Bucket bucket) {
        boolean known = requireFormat(bucket);
        Optional<CertificationReport> report =
                isCertified(bucket) ? Optional.empty() : Optional.of(certify(bucket));
        if (!known) {
            bucket.putIfAbsent(BucketLayout.FORMAT, text("brainy-format " + FORMAT + "\n"));
            requireFormat(bucket);
        }
        return report;
    }

    /// Certifies the bucket whether or not it has been, and keeps the certificate.
    public CertificationReport certify(Bucket bucket) {
        CertificationReport report = certification.certify(bucket);
        if (!report.passed()) {
            throw new BucketRefusedException(refusal(report), report);
        }
        byte[] certificate = Certificate.text(report);
        // A copied bucket brings the certificate of where it was copied from, which is replaced.
        if (!bucket.putIfAbsent(BucketLayout.CERTIFICATE, certificate).created()
                && !isCertified(bucket)) {
            bucket.put(BucketLayout.CERTIFICATE, certificate);
        }
        return report;
    }

    private static boolean isCertified(Bucket bucket) {
        String certificate = read(bucket, BucketLayout.CERTIFICATE);
        return certificate != null && Certificate.isOf(certificate, bucket.describe());
    }

    /// False when the bucket has no format yet.
    private static boolean requireFormat(Bucket bucket) {
        String found = read(bucket, BucketLayout.FORMAT);
        if (found == null) {
            return false;
        }
        Matcher format = FORMAT_TEXT.matcher(found);
        if (!format.matches()) {
            throw new BucketRefusedException(
                    bucket.describe()
                            + " holds a '"
                            + BucketLayout.FORMAT
                            + "' that is not Brainy's; name an empty bucket, directory or prefix");
        }
        int number = Integer.parseInt(format.group(1));
        if (number != FORMAT) {
            throw new BucketRefusedException(
                    bucket.describe()
                            + " holds format "
                            + number
                            + ", but this version of Brainy reads and writes format "
                            + FORMAT
                            + "; start the version that made it"
                            + (number > FORMAT ? ", or a newer one" : ""));
        }
        return true;
    }

    private static String refusal(CertificationReport report) {
        return report.bucket()
                + " cannot be used: "
                + report.failures().stream()
                        .map(check -> check.name() + " failed (" + check.detail() + ")")
                        .collect(Collectors.joining("; "))
                + ". Data would be lost or doubled on it, so there is no way round this. Use a"
                + " local directory or a store that docs/bucket-requirements.md lists as working,"
                + " and check with ./brainy doctor --bucket …";
    }

    private static @Nullable String read(Bucket bucket, ObjectKey key) {
        try {
            return bucket.get(key)
                    .object()
                    .map(object -> new String(object.bytes(), StandardCharsets.UTF_8))
                    .orElse(null);
        } catch (BucketException e) {
            throw new BucketException(
                    e.kind(), "could not begin on " + bucket.describe() + ": " + e.getMessage(), e);
        }
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
