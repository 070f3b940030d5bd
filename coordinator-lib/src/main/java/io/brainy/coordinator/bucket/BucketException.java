package io.brainy.coordinator.bucket;

/// The bucket gave no answer to rely on.
public final class BucketException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// Why, and so what may have happened to a write.
    public enum Kind {
        /// No answer in time: a write may be applied now, later, or never.
        TIMEOUT,
        /// The connection broke or the store failed (5xx): a write may be applied.
        UNAVAILABLE,
        /// Slow down (503, 429): not applied, as stores promise, but rule S2 does not rely on it.
        THROTTLED,
        /// 409: another conditional write was under way; not applied.
        CONFLICT,
        /// 401 or 403: not applied, and no retry will help.
        DENIED,
        /// No space left: not applied.
        FULL,
        /// The request itself is at fault: not applied.
        REFUSED
    }

    private final Kind kind;

    public BucketException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public BucketException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /// Whether the same request may succeed when it is sent again.
    public boolean retryable() {
        return switch (kind) {
            case TIMEOUT, UNAVAILABLE, THROTTLED, CONFLICT -> true;
            case DENIED, FULL, REFUSED -> false;
        };
    }
}
