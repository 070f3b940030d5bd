package io.brainy.standalone.node;

import io.brainy.coordinator.web.AuthProperties;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/// One running node in this process. Closing it takes no new requests, lets those under way finish,
/// and stops the rest.
public final class NodeApplication implements AutoCloseable {

    private final ConfigurableApplicationContext context;

    private NodeApplication(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /// Returns when the node takes requests.
    ///
    /// @param arguments `--name=value`, stronger than the environment and files
    /// @param defaults properties, weaker than everything else
    public static NodeApplication start(List<String> arguments, Map<String, Object> defaults) {
        SpringApplication application = new SpringApplication(StandaloneConfiguration.class);
        application.setBannerMode(Banner.Mode.OFF);
        application.setLogStartupInfo(false);
        // The command stops the node itself, so that the process ends with a status of its choice.
        application.setRegisterShutdownHook(false);
        application.setDefaultProperties(defaults);
        return new NodeApplication(application.run(arguments.toArray(String[]::new)));
    }

    /// Where it listens.
    public URI url() {
        return NodeConfiguration.listening((WebServerApplicationContext) context);
    }

    public NodeProperties properties() {
        return context.getBean(NodeProperties.class);
    }

    /// The bearer token that it asks for, or null.
    public @Nullable String token() {
        return context.getBean(AuthProperties.class).token();
    }

    @Override
    public void close() {
        context.close();
    }
}
