package io.brainy.inference.api;

import io.brainy.inference.InferenceConfiguration;
import io.brainy.model.error.BrainyException;
import io.brainy.model.error.InvalidException;
import io.brainy.model.error.ProblemType;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/// The role as a process would run it, on a port of its own. Problems are mapped by the least that
/// does; the product's own mapping is the web package's and tested there.
final class InferenceNode implements AutoCloseable {

    private final ConfigurableApplicationContext context;

    private InferenceNode(ConfigurableApplicationContext context) {
        this.context = context;
    }

    static InferenceNode start() {
        return new InferenceNode(
                new SpringApplicationBuilder(Node.class)
                        .web(WebApplicationType.SERVLET)
                        .properties(
                                "server.address=127.0.0.1",
                                "server.port=0",
                                "spring.main.banner-mode=off",
                                "spring.threads.virtual.enabled=true",
                                "spring.jackson.deserialization.fail-on-unknown-properties=true",
                                "spring.cloud.aws.s3.enabled=false",
                                "spring.cloud.aws.region.static=us-east-1",
                                "management.endpoint.health.show-details=always",
                                "management.endpoints.web.exposure.include=health,prometheus",
                                "brainy.inference.sessions=2",
                                "brainy.inference.cache-directory=target/inference-cache")
                        .run());
    }

    URI root() {
        String port = context.getEnvironment().getRequiredProperty("local.server.port");
        return URI.create("http://127.0.0.1:" + port);
    }

    @Override
    public void close() {
        context.close();
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({InferenceConfiguration.class, Problems.class})
    static class Node {}

    @RestControllerAdvice
    static class Problems {

        @ExceptionHandler
        ResponseEntity<ProblemDetail> brainy(BrainyException e) {
            ProblemDetail problem =
                    ProblemDetail.forStatusAndDetail(
                            HttpStatusCode.valueOf(e.type().status()), e.getMessage());
            problem.setType(URI.create(e.type().urn()));
            if (e instanceof InvalidException invalid) {
                List<Map<String, String>> errors =
                        invalid.reasons().stream()
                                .map(each -> Map.of("field", each.field(), "reason", each.reason()))
                                .toList();
                problem.setProperty("errors", errors);
            }
            return ResponseEntity.status(e.type().status()).body(problem);
        }

        @ExceptionHandler
        ResponseEntity<ProblemDetail> unreadable(HttpMessageNotReadableException e) {
            var status = HttpStatus.UNPROCESSABLE_CONTENT;
            ProblemDetail problem =
                    ProblemDetail.forStatusAndDetail(status, String.valueOf(e.getMessage()));
            problem.setType(URI.create(ProblemType.INVALID.urn()));
            return ResponseEntity.status(status).body(problem);
        }
    }
}
