package io.brainy.bench.report;

/// Something answered wrongly: how fast it did so does not matter then.
public final class WrongResultException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public WrongResultException(String message) {
        super(message);
    }
}
