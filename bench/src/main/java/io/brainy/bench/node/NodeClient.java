package io.brainy.bench.node;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The HTTP contract as a user's program calls it.
final class NodeClient implements AutoCloseable {

    private static final String COLLECTION = "/v1/collections/bench";
    private static final Duration TIMEOUT = Duration.ofMinutes(30);
    private static final Pattern BUCKET_REQUESTS =
            Pattern.compile(
                    "brainy_bucket_requests_seconds_count\\{.*operation=\"([^\"]+)\".*} ([0-9.E]+)");

    private final URI base;
    private final JsonMapper json = JsonMapper.shared();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    NodeClient(URI base) {
        this.base = base;
    }

    /// Writes a file of documents, a line each, as one body. Returns when all of them are durable.
    void load(Path lines, long documents) throws IOException, InterruptedException {
        expect(bulk(BodyPublishers.ofFile(lines)), documents);
    }

    void load(byte[] lines, long documents) throws IOException, InterruptedException {
        expect(bulk(BodyPublishers.ofByteArray(lines)), documents);
    }

    private JsonNode bulk(BodyPublisher body) throws IOException, InterruptedException {
        return send(
                request(COLLECTION + "/documents")
                        .header("Content-Type", "application/x-ndjson")
                        .POST(body),
                200);
    }

    private static void expect(JsonNode answer, long documents) throws IOException {
        if (answer.path("errors").asBoolean() || answer.path("written").asLong() != documents) {
            String text = answer.toString();
            throw new IOException(
                    "wanted %d documents written, found: %s"
                            .formatted(documents, text.substring(0, Math.min(500, text.length()))));
        }
    }

    /// Writes one document. Returns when it is durable.
    void write(byte[] document) throws IOException, InterruptedException {
        send(
                request(COLLECTION + "/documents")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofByteArray(document)),
                201);
    }

    /// A request that is made before its time is taken.
    HttpRequest search(byte[] question) {
        return request(COLLECTION + "/search")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(question))
                .build();
    }

    HttpRequest liveness() {
        return request("/actuator/health/liveness").GET().build();
    }

    /// The answer as it came, read to its end and not looked at.
    byte[] send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
        if (response.statusCode() != 200) {
            throw unexpected(request, response);
        }
        return response.body();
    }

    /// Of all that was acknowledged.
    JsonNode stats() throws IOException, InterruptedException {
        return send(request(COLLECTION + "/stats?consistency=strong").GET(), 200);
    }

    /// Of what the node has seen, which costs no request to the bucket.
    JsonNode localStats() throws IOException, InterruptedException {
        return send(request(COLLECTION + "/stats").GET(), 200);
    }

    /// How many requests the node has made to its bucket, by operation.
    Map<String, Long> bucketRequests() throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(base.resolve("/actuator/prometheus")).GET().build();
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
        Map<String, Long> requests = new TreeMap<>();
        response.body()
                .lines()
                .forEach(line -> {
                    Matcher matcher = BUCKET_REQUESTS.matcher(line);
                    if (matcher.matches()) {
                        requests.merge(
                                matcher.group(1),
                                (long) Double.parseDouble(matcher.group(2)),
                                Long::sum);
                    }
                });
        if (requests.isEmpty()) {
            throw new IOException("the node's metrics name no requests to the bucket");
        }
        return requests;
    }

    JsonNode parse(byte[] answer) {
        return json.readTree(answer);
    }

    private JsonNode send(HttpRequest.Builder builder, int status)
            throws IOException, InterruptedException {
        HttpRequest request = builder.build();
        HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
        if (response.statusCode() != status) {
            throw unexpected(request, response);
        }
        return json.readTree(response.body());
    }

    private static IOException unexpected(HttpRequest request, HttpResponse<byte[]> response) {
        return new IOException(
                "%s %s was answered %d: %s"
                        .formatted(
                                request.method(),
                                request.uri().getPath(),
                                response.statusCode(),
                                new String(response.body(), StandardCharsets.UTF_8)));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path))
                .timeout(TIMEOUT)
                .header("Accept", "application/json");
    }

    @Override
    public void close() {
        http.close();
    }
}
