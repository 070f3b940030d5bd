package io.brainy.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.brainy.standalone.terminal.Terminal;
import io.brainy.standalone.terminal.Terminal.Colour;
import io.brainy.standalone.terminal.Terminal.Letters;
import io.brainy.standalone.terminal.Terminal.Motion;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/// Loading into a node that only pretends, with one thing going wrong after another.
class LoadingTest {

    private static final String WRITTEN = "200 {\"errors\":false,\"position\":7}";

    private static WordNet.Sample sample;

    private final StringWriter shown = new StringWriter();
    private final Queue<String> answers = new ConcurrentLinkedQueue<>();
    private final Set<String> ids = ConcurrentHashMap.newKeySet();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger pauses = new AtomicInteger();
    private HttpServer server;

    @BeforeAll
    static void choose() {
        sample = WordNet.wellKnown(2 * Loading.CHUNK + 1);
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/v1/collections/wordnet/documents", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void everySynsetIsSentOnceInChunksAndCounted() {
        assertThat(load()).isEqualTo(7);

        assertThat(ids).hasSize(sample.size());
        assertThat(requests).hasValue(3);
        assertThat(shown.toString()).contains("100%  501/501");
    }

    @Test
    void aBusyNodeIsAskedAgainAfterAPause() {
        answers.add("429 {\"detail\":\"full\"}");
        answers.add(
                "200 {\"errors\":true,\"items\":[{\"line\":1,\"status\":201},"
                        + "{\"line\":2,\"status\":503}]}");

        assertThat(load()).isEqualTo(7);
        assertThat(requests).hasValue(5);
        assertThat(pauses).hasValue(2);
        assertThat(ids).hasSize(sample.size());
    }

    @Test
    void aDocumentThatIsRefusedEndsItWithTheReason() {
        answers.add(
                "200 {\"errors\":true,\"items\":[{\"line\":2,\"status\":422,"
                        + "\"error\":{\"detail\":\"too sweet\"}}]}");

        assertThatThrownBy(this::load)
                .isInstanceOf(DemoException.class)
                .hasMessageContaining("too sweet");
        assertThat(pauses).hasValue(0);
    }

    @Test
    void aNodeThatStaysBusyIsGivenUp() {
        answers.add("forever");

        assertThatThrownBy(this::load)
                .isInstanceOf(DemoException.class)
                .hasMessageContaining("answered 503");
    }

    private long load() {
        PrintWriter writer = new PrintWriter(shown, true);
        Terminal terminal =
                new Terminal(writer, writer, Motion.LINE_BY_LINE, Colour.OFF, Letters.ASCII);
        URI node = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        try (DemoClient client = new DemoClient(node, null)) {
            return new Loading(client, _ -> pauses.incrementAndGet(), () -> 1L)
                    .load("wordnet", sample, terminal);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String answer =
                "forever".equals(answers.peek()) ? "503 {\"detail\":\"busy\"}" : answers.poll();
        if (answer == null) {
            answer = WRITTEN;
            body.lines()
                    .map(line -> JsonMapper.shared().readTree(line).path("id").asString())
                    .forEach(ids::add);
        }
        byte[] bytes = answer.substring(4).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(Integer.parseInt(answer.substring(0, 3)), bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
