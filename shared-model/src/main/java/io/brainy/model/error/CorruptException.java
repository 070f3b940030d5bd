package io.brainy.model.error;

/// Bytes that were read are not what was written: a checksum fails, a format is unknown. The
/// message names the object. Never skipped (L12).
public final class CorruptException extends BrainyException {

    private static final long serialVersionUID = 1L;

    public CorruptException(String message) {
        super(ProblemType.CORRUPT, message);
    }

    public CorruptException(String message, Throwable cause) {
        super(ProblemType.CORRUPT, message, cause);
    }
}
