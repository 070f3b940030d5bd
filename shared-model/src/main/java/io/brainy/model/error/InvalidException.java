package io.brainy.model.error;

import java.util.List;

/// The request is at fault; sending it again without a change is of no use.
public final class InvalidException extends BrainyException {

    private static final long serialVersionUID = 1L;

    /// One reason: the field as a path in the request, and what was wanted.
    public record Reason(String field, String reason) {}

    private final transient List<Reason> reasons;

    /// A field of a well-formed request is wrong (422).
    public InvalidException(String field, String reason) {
        this(ProblemType.INVALID, reason, List.of(new Reason(field, reason)));
    }

    public InvalidException(ProblemType type, String detail) {
        this(type, detail, List.of());
    }

    public InvalidException(ProblemType type, String detail, List<Reason> reasons) {
        super(type, detail);
        this.reasons = List.copyOf(reasons);
    }

    public List<Reason> reasons() {
        return reasons;
    }
}
