package io.brainy.standalone.command;

/// A command came to nothing for a reason that its caller can mend, told in one line.
final class CommandFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;

    /// @param status what the process ends with
    CommandFailure(int status, String line) {
        super(line);
        this.status = status;
    }

    CommandFailure(int status, String line, Throwable cause) {
        super(line, cause);
        this.status = status;
    }

    int status() {
        return status;
    }
}
