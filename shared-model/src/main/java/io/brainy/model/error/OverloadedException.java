package io.brainy.model.error;

import java.time.Duration;

/// A bounded queue is full; nothing was taken (429).
public final class OverloadedException extends BrainyException {

    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;

    public OverloadedException(String message, Duration retryAfter) {
        super(ProblemType.OVERLOADED, message);
        this.retryAfter = retryAfter;
    }

    public Duration retryAfter() {
        return retryAfter;
    }
}
