package io.brainy.coordinator.web;

/// The server was to listen beyond loopback without authentication.
final class OpenAddressException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    OpenAddressException(String address) {
        super(
                "server.address is "
                        + address
                        + ", which others can reach, but no authentication is set");
    }
}
