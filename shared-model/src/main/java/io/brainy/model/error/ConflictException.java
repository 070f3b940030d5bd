package io.brainy.model.error;

/// The request contradicts the present state: a changed document, another dimension, a fenced
/// publisher.
public final class ConflictException extends BrainyException {

    private static final long serialVersionUID = 1L;

    public ConflictException(ProblemType type, String message) {
        super(type, message);
    }
}
