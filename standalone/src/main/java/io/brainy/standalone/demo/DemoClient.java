package io.brainy.standalone.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The HTTP contract as a user's program calls it: nothing here knows the server's classes.
final class DemoClient implements AutoCloseable {

    static final String POSITION = "Brainy-Position";

    /// Embedding a chunk takes a second or two; a machine under load gets its time.
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private final URI base;
    private final @Nullable String token;
    private final JsonMapper json = JsonMapper.shared();
    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(CONNECT_TIMEOUT)
                    .build();

    /// @param token what the node asks for, or null
    DemoClient(URI base, @Nullable String token) {
        this.base = base;
        this.token = token;
    }

    ObjectNode object() {
        return json.createObjectNode();
    }

    /// How many documents a collection holds, as of `position` or later; empty where there is no
    /// such collection.
    OptionalLong documents(String collection, OptionalLong position) {
        HttpRequest.Builder request = request(collection(collection) + "/stats").GET();
        position.ifPresent(wanted -> request.header(POSITION, Long.toString(wanted)));
        Reply reply = send(request);
        return reply.status == 404
                ? OptionalLong.empty()
                : OptionalLong.of(reply.expect(200).path("documents").asLong());
    }

    /// Writes documents as one NDJSON body. Each stands alone; an empty reason means that all are
    /// durable.
    Loaded load(String collection, List<ObjectNode> documents) {
        StringBuilder lines = new StringBuilder();
        for (ObjectNode document : documents) {
            lines.append(json.writeValueAsString(document)).append('\n');
        }
        Reply reply =
                send(
                        request(collection(collection) + "/documents")
                                .header("Content-Type", "application/x-ndjson")
                                .POST(BodyPublishers.ofString(lines.toString())));
        if (reply.busy()) {
            return new Loaded(0, Optional.of(reply.problem()), true);
        }
        JsonNode answer = reply.expect(200);
        if (!answer.path("errors").asBoolean()) {
            return new Loaded(answer.path("position").asLong(), Optional.empty(), false);
        }
        boolean busy = true;
        String first = "";
        for (JsonNode item : answer.path("items")) {
            int status = item.path("status").asInt();
            if (status >= 400) {
                busy &= status == 429 || status == 503;
                first = first.isEmpty() ? "line " + item.path("line") + ": " + item : first;
            }
        }
        return new Loaded(0, Optional.of(first), busy);
    }

    /// @param failure why not all of them were written, if so
    /// @param again whether the same may succeed later
    record Loaded(long position, Optional<String> failure, boolean again) {}

    /// Writes one document and returns the position of the write.
    long put(String collection, String id, ObjectNode document) {
        Reply reply =
                send(
                        request(collection(collection) + "/documents/" + id)
                                .header("Content-Type", "application/json")
                                .PUT(BodyPublishers.ofString(json.writeValueAsString(document))));
        reply.expect(200, 201);
        return reply.position();
    }

    /// Deletes one document and returns the position of the delete.
    long delete(String collection, String id) {
        Reply reply = send(request(collection(collection) + "/documents/" + id).DELETE());
        reply.expect(204);
        return reply.position();
    }

    /// Asks `search` or `find`.
    Answer ask(String collection, String call, ObjectNode body, OptionalLong position) {
        HttpRequest.Builder request =
                request(collection(collection) + "/" + call)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(json.writeValueAsString(body)));
        position.ifPresent(wanted -> request.header(POSITION, Long.toString(wanted)));
        return Answer.of(send(request).expect(200));
    }

    private static String collection(String name) {
        return "/v1/collections/" + name;
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(base.resolve(path))
                        .timeout(TIMEOUT)
                        .header("Accept", "application/json");
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    private Reply send(HttpRequest.Builder builder) {
        HttpRequest request = builder.build();
        String call = request.method() + " " + request.uri().getRawPath();
        try {
            return new Reply(call, http.send(request, BodyHandlers.ofString()), json);
        } catch (IOException e) {
            throw new DemoException(call + " got no answer: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoException(call + " was interrupted", e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    /// What came back from a call.
    private static final class Reply {

        private final String call;
        private final HttpResponse<String> response;
        private final JsonMapper json;
        private final int status;

        Reply(String call, HttpResponse<String> response, JsonMapper json) {
            this.call = call;
            this.response = response;
            this.json = json;
            this.status = response.statusCode();
        }

        boolean busy() {
            return status == 429 || status == 503;
        }

        JsonNode expect(int... wanted) {
            for (int one : wanted) {
                if (status == one) {
                    try {
                        return response.body().isEmpty()
                                ? json.createObjectNode()
                                : json.readTree(response.body());
                    } catch (JacksonException e) {
                        throw new DemoException(call + " answered no JSON: " + response.body(), e);
                    }
                }
            }
            throw new DemoException(problem());
        }

        long position() {
            return response.headers()
                    .firstValueAsLong(POSITION)
                    .orElseThrow(() -> new DemoException(call + " carried no " + POSITION));
        }

        String problem() {
            return call + " answered " + status + ": " + response.body();
        }
    }
}
