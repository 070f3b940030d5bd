package io.brainy.model.error;

/// What the request names does not exist (404), or no longer (410).
public final class NotFoundException extends BrainyException {

    private static final long serialVersionUID = 1L;

    public NotFoundException(String message) {
        super(ProblemType.NOT_FOUND, message);
    }

    public NotFoundException(ProblemType type, String message) {
        super(type, message);
    }
}
