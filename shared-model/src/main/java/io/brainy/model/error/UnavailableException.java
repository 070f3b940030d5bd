package io.brainy.model.error;

import java.time.Duration;

/// Something that the request needs cannot be reached now, or its outcome could not be learnt
/// (503).
public final class UnavailableException extends BrainyException {

    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;

    public UnavailableException(ProblemType type, String message, Duration retryAfter) {
        super(type, message);
        this.retryAfter = retryAfter;
    }

    public UnavailableException(String message, Throwable cause) {
        super(ProblemType.UNAVAILABLE, message, cause);
        this.retryAfter = Duration.ofSeconds(1);
    }

    public Duration retryAfter() {
        return retryAfter;
    }
}
