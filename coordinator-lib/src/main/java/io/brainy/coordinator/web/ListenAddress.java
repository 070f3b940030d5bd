package io.brainy.coordinator.web;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.server.ConfigurableWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;

/// Where the server listens: on loopback unless told otherwise, and beyond it only with a token.
final class ListenAddress
        implements WebServerFactoryCustomizer<ConfigurableWebServerFactory>, Ordered {

    private final @Nullable InetAddress configured;
    private final AuthProperties auth;

    /// @param configured `server.address`, null where it is not set
    ListenAddress(@Nullable InetAddress configured, AuthProperties auth) {
        this.configured = configured;
        this.auth = auth;
    }

    @Override
    public void customize(ConfigurableWebServerFactory factory) {
        if (configured == null) {
            factory.setAddress(InetAddress.getLoopbackAddress());
        } else if (!configured.isLoopbackAddress() && auth.token() == null) {
            throw new OpenAddressException(configured.getHostAddress());
        }
    }

    /// After Boot's own, which applies `server.address`.
    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }
}
