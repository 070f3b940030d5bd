package io.brainy.ingest.testing;

import io.brainy.coordinator.web.WebConfiguration;
import io.brainy.ingest.IngestConfiguration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/// The writing service on a real server, over fakes.
@SpringBootConfiguration
@EnableAutoConfiguration
@Import({WebConfiguration.class, IngestConfiguration.class})
public class IngestApplication {

    public static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

    public static ConfigurableApplicationContext start(String... properties) {
        return new SpringApplicationBuilder(IngestApplication.class)
                .properties(
                        "server.port=0",
                        "spring.main.banner-mode=off",
                        "spring.threads.virtual.enabled=true",
                        "spring.cloud.aws.region.static=none",
                        "spring.cloud.aws.s3.enabled=false")
                .properties(properties)
                .run();
    }

    public static int port(ConfigurableApplicationContext context) {
        WebServer server = ((ServletWebServerApplicationContext) context).getWebServer();
        return Objects.requireNonNull(server).getPort();
    }

    @Bean
    FakeCollections collections() {
        return new FakeCollections();
    }

    @Bean
    FakeEmbedder embedder() {
        return new FakeEmbedder();
    }

    @Bean
    FakeDocumentReader documentReader(FakeCollections collections) {
        return new FakeDocumentReader(collections);
    }

    @Bean
    InstantSource clock() {
        return InstantSource.fixed(NOW);
    }
}
