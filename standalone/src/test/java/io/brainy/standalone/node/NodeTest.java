package io.brainy.standalone.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class NodeTest {

    @TempDir static Path folder;

    private static NodeApplication node;
    private static HttpClient http;

    @BeforeAll
    static void start() {
        node =
                NodeApplication.start(
                        List.of(
                                "--server.port=0",
                                "--brainy.bucket=" + folder.resolve("bucket"),
                                "--brainy.zone=a"),
                        Map.of());
        http = HttpClient.newHttpClient();
    }

    @AfterAll
    static void stop() {
        http.close();
        node.close();
    }

    @Test
    void theStatusPageLoadsNothingButItsOwnParts() throws Exception {
        HttpResponse<String> page = get("/");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html;charset=UTF-8");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'none'", "script-src 'self'")
                .doesNotContain("unsafe");
        Matcher parts = Pattern.compile("(?:src|href)=\"([^\"]+)\"").matcher(page.body());
        assertThat(page.body()).doesNotContain("style=", "onclick=", "<style", "http://", "//cdn");
        int seen = 0;
        while (parts.find()) {
            assertThat(parts.group(1)).startsWith("/");
            seen++;
        }
        assertThat(seen).isGreaterThan(5);
    }

    @ParameterizedTest
    @CsvSource({
        "/status.css, text/css",
        "/status.js, text/javascript",
        "/favicon.svg, image/svg+xml",
        "/v1/cluster/health, application/json",
        "/v1/cluster/nodes, application/json",
        "/v1/cluster/shards, application/json",
        "/v1/cluster/migrations, application/json",
        "/actuator/health/liveness, application/vnd.spring-boot.actuator.v3+json",
        "/actuator/health/readiness, application/vnd.spring-boot.actuator.v3+json",
        "/openapi.json, application/json"
    })
    void whatThePageAndOperatorsAskForIsThere(String path, String type) throws Exception {
        HttpResponse<String> response = get(path);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith(type);
        assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    }

    @Test
    void aNodeWithNothingToDoIsGreenAndTellsWhatItIs() throws Exception {
        JsonNode health = json(get("/v1/cluster/health"));
        JsonNode nodes = json(get("/v1/cluster/nodes")).path("nodes");

        assertThat(health.path("status").asString()).as(health.toString()).isEqualTo("green");
        assertThat(nodes).hasSize(1);
        assertThat(nodes.get(0).path("url").asString()).isEqualTo(node.url().toString());
        assertThat(nodes.get(0).path("zone").asString()).isEqualTo("a");
        assertThat(nodes.get(0).path("roles")).hasSize(5);
        assertThat(nodes.get(0).path("bucket").asString()).contains(folder.toString());
        assertThat(nodes.get(0).path("load").path("heapMaxBytes").asLong()).isPositive();
    }

    @Test
    void metersAreForPrometheus() throws Exception {
        assertThat(get("/actuator/prometheus").body()).contains("jvm_memory_used_bytes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/actuator/env",
                "/actuator/heapdump",
                "/actuator/loggers",
                "/application.yaml"
            })
    void whatWouldTellSecretsIsNotThere(String path) throws Exception {
        assertThat(get(path).statusCode()).isEqualTo(404);
    }

    @Test
    void whatTheDescriptionOfTheApiNamesIsTheContracts() throws Exception {
        JsonNode description = json(get("/openapi.json"));

        assertThat(description.path("info").path("title").asString()).isEqualTo("Brainy");
        assertThat(description.path("paths").propertyNames())
                .contains("/v1/cluster/health", "/v1/cluster/nodes")
                .allMatch(path -> path.startsWith("/v1/"));
    }

    @Test
    void itListensOnLoopbackOnly() {
        assertThat(node.url().getHost()).isEqualTo("127.0.0.1");
    }

    private static JsonNode json(HttpResponse<String> response) {
        return JsonMapper.shared().readTree(response.body());
    }

    private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        URI uri = URI.create(node.url() + path);
        return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }
}
