package io.brainy.model.error;

/// The root of every failure that a user can meet. The permitted subtypes are the categories; each
/// carries a [ProblemType], which gives the HTTP status and the stable URN.
public abstract sealed class BrainyException extends RuntimeException
        permits InvalidException,
                NotFoundException,
                ConflictException,
                UnavailableException,
                OverloadedException,
                CorruptException {

    private static final long serialVersionUID = 1L;

    private final ProblemType type;

    BrainyException(ProblemType type, String message, Throwable cause) {
        super(message, cause);
        this.type = type;
    }

    BrainyException(ProblemType type, String message) {
        super(message);
        this.type = type;
    }

    public ProblemType type() {
        return type;
    }
}
