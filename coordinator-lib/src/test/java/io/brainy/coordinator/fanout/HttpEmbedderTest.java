package io.brainy.coordinator.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.brainy.coordinator.port.Embedder.Embedding;
import io.brainy.coordinator.port.Embedder.Model;
import io.brainy.coordinator.port.Embedder.Purpose;
import io.brainy.model.error.BrainyException;
import io.brainy.model.error.InvalidException;
import io.brainy.model.error.InvalidException.Reason;
import io.brainy.model.error.NotFoundException;
import io.brainy.model.error.OverloadedException;
import io.brainy.model.error.ProblemType;
import io.brainy.model.error.UnavailableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.web.reactive.function.client.WebClient;

/// What the adapter sends, and what it makes of answers good and bad. What the port owes its
/// callers is shown against the real service in inference-service.
@Timeout(30)
class HttpEmbedderTest {

    /// 1.0 and -2.5 as little-endian floats.
    private static final String VECTOR = "AACAPwAAIMA=";

    private static final String ANSWER =
            """
            {"object":"list","model":"m","data":[{"object":"embedding","index":0,
            "embedding":"%s","tokens":3,"truncated":true}],
            "usage":{"prompt_tokens":3,"total_tokens":3}}\
            """
                    .formatted(VECTOR);

    private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
    private final CountDownLatch release = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private HttpServer server;
    private HttpEmbedder embedder;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
        embedder = embedder(Duration.ofSeconds(20));
    }

    @AfterEach
    void stop() {
        release.countDown();
        server.stop(0);
        threads.close();
    }

    @Test
    void purposeTextsAndExactEncodingTravel() throws Exception {
        answer("/v1/embeddings", 200, ANSWER);

        Embedding embedding =
                embedder.embed("m", Purpose.QUERY, List.of("é \"quoted\"")).get().getFirst();

        assertThat(requests.take())
                .contains("\"input_type\":\"query\"")
                .contains("\"encoding_format\":\"base64\"")
                .contains("\"model\":\"m\"")
                .contains("[\"é \\\"quoted\\\"\"]");
        assertThat(embedding.vector().components()).containsExactly(1f, -2.5f);
        assertThat(embedding.vector().made()).isTrue();
        assertThat(embedding.tokens()).isEqualTo(3);
        assertThat(embedding.truncated()).isTrue();
        embedder.embed("m", Purpose.DOCUMENT, List.of("text")).get();
        assertThat(requests.take()).contains("\"input_type\":\"document\"");
    }

    @Test
    void vectorsAsNumbersAreReadToo() throws Exception {
        answer("/v1/embeddings", 200, ANSWER.replace('"' + VECTOR + '"', "[1.0,-2.5]"));

        assertThat(embedder.embed("m", Purpose.QUERY, List.of("a")).get().getFirst().vector())
                .satisfies(vector -> assertThat(vector.components()).containsExactly(1f, -2.5f));
    }

    @Test
    void overloadKeepsItsRetryTime() {
        server.createContext(
                "/v1/embeddings",
                exchange -> {
                    exchange.getResponseHeaders().set("Retry-After", "7");
                    send(exchange, 429, problem("overloaded", "the queue is full"));
                });

        assertThat(failure())
                .isInstanceOfSatisfying(
                        OverloadedException.class,
                        e -> assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(7)))
                .hasMessage("the queue is full");
    }

    @Test
    void invalidInputKeepsItsReasons() {
        answer(
                "/v1/embeddings",
                413,
                problem("too-large", "too long")
                        .replace(
                                "}",
                                ",\"errors\":[{\"field\":\"input[1]\",\"reason\":\"long\"}]}"));

        assertThat(failure())
                .isInstanceOfSatisfying(
                        InvalidException.class,
                        e -> {
                            assertThat(e.type()).isEqualTo(ProblemType.TOO_LARGE);
                            assertThat(e.reasons()).containsExactly(new Reason("input[1]", "long"));
                        });
    }

    @Test
    void unknownModelIsNotFound() {
        answer("/v1/embeddings", 404, problem("not-found", "no such model"));

        assertThat(failure()).isInstanceOf(NotFoundException.class).hasMessage("no such model");
    }

    @Test
    void failureOfTheOtherNodeIsUnavailability() {
        answer("/v1/embeddings", 500, "oops");

        assertThat(failure()).isInstanceOf(UnavailableException.class).hasMessageContaining("500");
    }

    @Test
    void answersThatAreNoneAreUnavailability() {
        for (String wrong :
                List.of(
                        "",
                        "{",
                        ANSWER.replace("\"index\":0", "\"index\":1"),
                        ANSWER.replace(VECTOR, "AACA"),
                        ANSWER.replace(VECTOR, "?"),
                        ANSWER.replaceAll("(?s)\"data\":\\[.*\\],", "\"data\":[],"))) {
            answer("/v1/embeddings", 200, wrong);

            assertThat(failure()).as(wrong).isInstanceOf(UnavailableException.class);

            server.removeContext("/v1/embeddings");
        }
    }

    @Test
    void silenceEndsWithTheTimeout() {
        server.createContext("/v1/embeddings", exchange -> hold(exchange));
        embedder = embedder(Duration.ofMillis(100));

        assertThat(failure())
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining(root().toString());
    }

    @Test
    void refusedConnectionIsUnavailability() {
        server.stop(0);

        assertThat(failure()).isInstanceOf(UnavailableException.class);
    }

    @Test
    void cancelledCallIsCancelled() throws Exception {
        server.createContext("/v1/embeddings", exchange -> hold(exchange));

        CompletableFuture<List<Embedding>> call =
                embedder.embed("m", Purpose.QUERY, List.of("text"));
        requests.take();
        call.cancel(false);

        assertThat(call).isCancelled();
    }

    @Test
    void noNodeIsUnavailability() {
        embedder = new HttpEmbedder(WebClient.create(), Optional::empty, Duration.ofSeconds(1));

        assertThat(failure())
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("no inference node");
        assertThat(embedder.model("m")).isEmpty();
    }

    @Test
    void modelIsAskedForOnce() {
        var asked = new AtomicInteger();
        server.createContext(
                "/v1/models/a b",
                exchange -> {
                    asked.incrementAndGet();
                    send(
                            exchange,
                            200,
                            """
                            {"id":"m","object":"model","created":1,"owned_by":"x","aliases":[],
                            "dimension":3,"window":9,"licence":"MIT"}\
                            """);
                });

        assertThat(embedder.model("a b")).contains(new Model("m", 3, 9));
        assertThat(embedder.model("a b")).contains(new Model("m", 3, 9));
        assertThat(embedder.model("none")).isEmpty();
        assertThat(asked).hasValue(1);
    }

    private BrainyException failure() {
        try {
            embedder.embed("m", Purpose.QUERY, List.of("text")).get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof BrainyException problem) {
                return problem;
            }
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        throw new AssertionError("the call did not fail");
    }

    private HttpEmbedder embedder(Duration timeout) {
        return new HttpEmbedder(WebClient.create(), () -> Optional.of(root()), timeout);
    }

    private URI root() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void answer(String path, int status, String body) {
        server.createContext(path, exchange -> send(exchange, status, body));
    }

    private void hold(HttpExchange exchange) throws IOException {
        requests.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        try {
            release.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        exchange.close();
    }

    private void send(HttpExchange exchange, int status, String body) throws IOException {
        requests.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders()
                .set(
                        "Content-Type",
                        status == 200 ? "application/json" : "application/problem+json");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static String problem(String name, String detail) {
        return "{\"type\":\"urn:brainy:problem:" + name + "\",\"detail\":\"" + detail + "\"}";
    }
}
