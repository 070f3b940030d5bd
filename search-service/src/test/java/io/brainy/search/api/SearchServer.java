package io.brainy.search.api;

import io.brainy.coordinator.time.Ticker;
import io.brainy.search.SearchConfiguration;
import io.brainy.search.testing.TestEmbedder;
import io.brainy.search.testing.TestNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The read side on a real server, over collections in memory and a clock that stands still.
final class SearchServer implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    private final ConfigurableApplicationContext context;
    private final HttpClient client = HttpClient.newHttpClient();
    private final String url;

    SearchServer() {
        context =
                new SpringApplicationBuilder(Application.class)
                        .properties("server.port=0", "spring.main.banner-mode=off")
                        .properties("spring.threads.virtual.enabled=true")
                        .properties("spring.cloud.aws.region.static=none")
                        .properties("spring.cloud.aws.s3.enabled=false")
                        .properties("brainy.search.position-wait=50ms")
                        .run();
        var server = ((ServletWebServerApplicationContext) context).getWebServer();
        url = "http://127.0.0.1:" + Objects.requireNonNull(server).getPort();
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import(SearchConfiguration.class)
    static class Application {

        @Bean
        TestNode node() {
            return new TestNode();
        }

        @Bean
        TestEmbedder embedder() {
            return new TestEmbedder();
        }

        @Bean
        AtomicLong now() {
            return new AtomicLong();
        }

        @Bean
        Ticker ticker(AtomicLong now) {
            return now::get;
        }
    }

    record Reply(int status, HttpResponse<String> response, JsonNode body) {

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    Reply post(String path, String body, String... headers) {
        return send(
                request(path, headers)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body.replace('\'', '"'))));
    }

    Reply get(String path, String... headers) {
        return send(request(path, headers).GET());
    }

    private HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return request;
    }

    private Reply send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
            String body = response.body();
            return new Reply(
                    response.statusCode(), response, JSON.readTree(body.isEmpty() ? "{}" : body));
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        client.close();
        context.close();
    }
}
