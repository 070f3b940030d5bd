package io.brainy.coordinator.web;

import io.brainy.model.document.FieldValue;
import io.brainy.model.error.OverloadedException;
import io.brainy.model.error.ProblemType;
import io.brainy.model.error.UnavailableException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// A real server with a controller that tells what reached it.
@SpringBootConfiguration
@EnableAutoConfiguration
@Import(WebConfiguration.class)
class EchoApplication {

    static ConfigurableApplicationContext start(String... properties) {
        return new SpringApplicationBuilder(EchoApplication.class)
                .properties("server.port=0", "spring.main.banner-mode=off")
                .properties("spring.cloud.aws.region.static=none")
                .properties("spring.cloud.aws.s3.enabled=false")
                .properties(properties)
                .run();
    }

    static WireClient client(ConfigurableApplicationContext context) {
        WebServer server = ((ServletWebServerApplicationContext) context).getWebServer();
        return new WireClient(Objects.requireNonNull(server).getPort());
    }

    @RestController
    static class Echo {

        @GetMapping("/v1/collections/{collection}/documents/{id}")
        Map<String, String> document(@PathVariable String collection, @PathVariable String id) {
            return Map.of("collection", collection, "id", id);
        }

        @PutMapping("/v1/collections/{collection}")
        String put() {
            return "put";
        }

        @PostMapping("/echo/json")
        FieldValue.Fields json(HttpServletRequest request) {
            return RequestBody.json(request, 1000, json -> json.fields());
        }

        @GetMapping("/echo/number")
        String number(@RequestParam int n, HttpServletRequest request) {
            return n + " " + RequestHeaders.position(request);
        }

        @GetMapping("/echo/fail")
        String fail(@RequestParam String how) throws IOException {
            return switch (how) {
                case "overloaded" -> throw new OverloadedException("full", Duration.ofMillis(1500));
                case "unavailable" ->
                        throw new UnavailableException(
                                ProblemType.OUTCOME_UNKNOWN, "unknown", Duration.ofSeconds(2));
                case "future" ->
                        CompletableFuture.<String>failedFuture(
                                        new OverloadedException("full", Duration.ZERO))
                                .join();
                case "io" -> throw new IOException("secret inside");
                default -> throw new IllegalStateException("secret inside");
            };
        }

        @GetMapping("/echo/error")
        void error(HttpServletResponse response) throws IOException {
            response.sendError(503, "not ready");
        }
    }
}
