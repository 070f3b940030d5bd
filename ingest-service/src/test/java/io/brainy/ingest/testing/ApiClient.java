package io.brainy.ingest.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.function.Supplier;
import java.util.zip.GZIPOutputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Calls the API as users do.
public final class ApiClient implements AutoCloseable {

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private final HttpClient http = HttpClient.newHttpClient();
    private final int port;

    public ApiClient(int port) {
        this.port = port;
    }

    /// @param body parsed; missing where there is none
    public record Answer(int status, HttpResponse<String> response, JsonNode body) {

        public long position() {
            return Long.parseLong(header("Brainy-Position"));
        }

        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        public JsonNode item(int index) {
            return body.path("items").path(index);
        }

        public String type() {
            return body.path("type").asString("").replace("urn:brainy:problem:", "");
        }
    }

    /// @param headers names and values in turn
    public Answer json(String method, String path, String body, String... headers) {
        return call(method, path, "application/json", body.getBytes(UTF_8), headers);
    }

    public Answer lines(String path, String body, String... headers) {
        return call("POST", path, "application/x-ndjson", body.getBytes(UTF_8), headers);
    }

    public Answer call(String method, String path, String type, byte[] body, String... headers) {
        HttpRequest.Builder request =
                request(path, headers).method(method, BodyPublishers.ofByteArray(body));
        if (!type.isEmpty()) {
            request.header("Content-Type", type);
        }
        return send(request.build());
    }

    public Answer call(String method, String path, String... headers) {
        return send(request(path, headers).method(method, BodyPublishers.noBody()).build());
    }

    public Answer stream(String path, String type, Supplier<InputStream> body) {
        return send(
                request(path)
                        .header("Content-Type", type)
                        .POST(BodyPublishers.ofInputStream(body))
                        .build());
    }

    private HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return request;
    }

    private Answer send(HttpRequest request) {
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            return new Answer(
                    response.statusCode(),
                    response,
                    response.body().isEmpty()
                            ? MAPPER.missingNode()
                            : MAPPER.readTree(response.body()));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// Sends a part of a body and hangs up; returns when the server is done with it.
    public void hangUp(String path, String type, String part, int promisedLength)
            throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            OutputStream out = socket.getOutputStream();
            out.write(
                    ("POST "
                                    + path
                                    + " HTTP/1.1\r\nHost: x\r\nContent-Type: "
                                    + type
                                    + "\r\nContent-Length: "
                                    + promisedLength
                                    + "\r\n\r\n"
                                    + part)
                            .getBytes(ISO_8859_1));
            out.flush();
            socket.shutdownOutput();
            socket.setSoTimeout(20_000);
            socket.getInputStream().readAllBytes();
        }
    }

    public static byte[] zip(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(text.getBytes(UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return bytes.toByteArray();
    }

    @Override
    public void close() {
        http.close();
    }
}
