package io.brainy.coordinator.web;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/// Says what to do about an [OpenAddressException].
final class OpenAddressFailureAnalyzer extends AbstractFailureAnalyzer<OpenAddressException> {

    @Override
    protected FailureAnalysis analyze(Throwable root, OpenAddressException cause) {
        return new FailureAnalysis(
                cause.getMessage() + ".",
                "Set brainy.auth.token (environment: BRAINY_AUTH_TOKEN) to a secret, for example"
                        + " from 'openssl rand -hex 32', which clients then send as 'Authorization:"
                        + " Bearer <token>'; or leave server.address out to listen on loopback only.",
                cause);
    }
}
