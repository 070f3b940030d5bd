package io.brainy.coordinator.admission;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// This bucket cannot be used, and the message says what to do. Start-up ends with it.
public final class BucketRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient @Nullable CertificationReport report;

    BucketRefusedException(String message) {
        super(message);
        this.report = null;
    }

    BucketRefusedException(String message, CertificationReport report) {
        super(message);
        this.report = report;
    }

    /// What the certification found, where that is the reason.
    public Optional<CertificationReport> report() {
        return Optional.ofNullable(report);
    }
}
