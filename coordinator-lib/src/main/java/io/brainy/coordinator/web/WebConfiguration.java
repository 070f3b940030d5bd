package io.brainy.coordinator.web;

import io.brainy.coordinator.time.SystemTime;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import tools.jackson.databind.JacksonModule;

/// The HTTP surface that every service shares; a service imports it.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AuthProperties.class)
public class WebConfiguration {

    @Bean
    ProblemAdvice problemAdvice() {
        RandomGenerator random = SystemTime.random();
        return new ProblemAdvice(() -> "%016x".formatted(random.nextLong()));
    }

    @Bean
    ProblemErrorController problemErrorController() {
        return new ProblemErrorController();
    }

    @Bean
    JacksonModule modelJacksonModule() {
        return new ModelJacksonModule();
    }

    @Bean
    TomcatSettings tomcatSettings() {
        return new TomcatSettings();
    }

    @Bean
    ListenAddress listenAddress(ServerProperties server, AuthProperties auth) {
        return new ListenAddress(server.getAddress(), auth);
    }

    @Bean
    FilterRegistrationBean<PathFilter> pathFilter() {
        var registration = new FilterRegistrationBean<>(new PathFilter());
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 10);
        return registration;
    }

    /// Before any other filter, so that nothing is done for who has no token.
    @Bean
    FilterRegistrationBean<BearerTokenFilter> bearerTokenFilter(AuthProperties auth) {
        @Nullable String token = auth.token();
        var registration =
                new FilterRegistrationBean<>(new BearerTokenFilter(token == null ? "" : token));
        registration.setEnabled(token != null);
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return registration;
    }
}
