package io.brainy.coordinator.web;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/// @param token the bearer token that every request must carry; without one nothing is asked, and
///   the server listens on loopback only
@ConfigurationProperties("brainy.auth")
public record AuthProperties(@Nullable String token) {

    /// Shorter ones are guessed.
    static final int MIN_LENGTH = 16;

    public AuthProperties {
        if (token != null && token.isBlank()) {
            token = null;
        }
        if (token != null && token.length() < MIN_LENGTH) {
            throw new IllegalArgumentException(
                    "brainy.auth.token has at least "
                            + MIN_LENGTH
                            + " characters, found "
                            + token.length()
                            + "; make one with 'openssl rand -hex 32'");
        }
    }

    @Override
    public String toString() {
        return "AuthProperties[token=" + (token == null ? "unset" : "set") + "]";
    }
}
