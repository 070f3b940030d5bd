package io.brainy.model.error;

import java.util.Locale;

/// The stable problem types of the HTTP contract. The URN is `urn:brainy:problem:<name>`, where the
/// name is the constant's in lower case with dashes; names are never renamed.
public enum ProblemType {
    MALFORMED(400, "the request could not be read", false),
    INVALID(422, "the request was read, but is not valid", false),
    UNAUTHENTICATED(401, "authentication is needed", false),
    FORBIDDEN(403, "not allowed", false),
    NOT_FOUND(404, "not found", false),
    METHOD_NOT_ALLOWED(405, "method not allowed", false),
    NOT_ACCEPTABLE(406, "no acceptable representation", false),
    CONFLICT(409, "conflict with the present state", false),
    POSITION_UNKNOWN(409, "no such position", false),
    GONE(410, "no longer there", false),
    PRECONDITION_FAILED(412, "the document has changed", false),
    TOO_LARGE(413, "too large", false),
    UNSUPPORTED_MEDIA_TYPE(415, "unsupported media type", false),
    MISDIRECTED(421, "this node has not the role for this call", true),
    IDEMPOTENCY_KEY_REUSED(422, "this idempotency key belongs to another body", false),
    OVERLOADED(429, "too busy", true),
    INTERNAL(500, "internal error", false),
    NOT_BUILT(501, "not built yet", false),
    UNAVAILABLE(503, "not available now", true),
    OUTCOME_UNKNOWN(503, "the outcome could not be learnt in time", true),
    CORRUPT(503, "an object in the bucket is damaged", false);

    private final int status;
    private final String title;
    private final boolean retryable;

    ProblemType(int status, String title, boolean retryable) {
        this.status = status;
        this.title = title;
        this.retryable = retryable;
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    /// Whether the same request may succeed later without a change.
    public boolean retryable() {
        return retryable;
    }

    public String urn() {
        return "urn:brainy:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
