package io.brainy.coordinator.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.brainy.coordinator.web.WireClient.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;

/// Speaks to a real server over a socket.
class WebConfigurationTest {

    private static ConfigurableApplicationContext context;
    private static WireClient client;

    @BeforeAll
    static void start() {
        context = EchoApplication.start();
        client = EchoApplication.client(context);
    }

    @AfterAll
    static void stop() {
        context.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a%2Fb       | a/b",
                "a%2fb%2F    | a/b/",
                "%2F         | /",
                "a%3Bb       | a;b",
                "a;b         | a;b",
                "a;b=c;d     | a;b=c;d",
                "..          | ..",
                ".           | .",
                "%2E%2E      | ..",
                "%2e.        | ..",
                "..%2F..     | ../..",
                "..%2F..%2F..%2F..%2F..%2F.. | ../../../../../..",
                "a%5Cb       | a\\\\b",
                "%25         | %",
                "%2525       | %25",
                "%252F       | %2F",
                "a%20b+c     | a b+c",
                "a%3Fb%23c   | a?b#c",
                "%C3%A4%F0%9F%98%80 | ä😀",
                "a:b@c!$&'(),=* | a:b@c!$&'(),=*",
                "a%22b       | a\\\"b",
                "documents:delete | documents:delete"
            })
    void whatAPathSegmentHoldsIsData(String segment, String id) throws IOException {
        Answer answer = client.send("GET", "/v1/collections/c/documents/" + segment);

        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        assertThat(answer.body())
                .contains("\"id\":\"" + id + "\"")
                .contains("\"collection\":\"c\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%FF", "%C3", "%C0%AF", "%zz", "%", "%2", "a%00b"})
    void whatDoesNotDecodeIsMalformed(String segment) throws IOException {
        Answer answer = client.send("GET", "/v1/collections/c/documents/" + segment);

        assertProblem(answer, 400, "malformed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET  / HTTP/1.1\r\n\r\n",
                "NONSENSE\r\n\r\n",
                "GET /a b HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /v1/../../../etc/passwd HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "GET /<>{}| HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "GET / HTTP/1.1\r\nConnection: close\r\n\r\n"
            })
    void whatTomcatRefusesIsAProblemToo(String request) throws IOException {
        assertProblem(client.raw(request), 400, "malformed");
    }

    @Test
    void headersThatAreTooLargeAreAProblem() throws IOException {
        Answer answer =
                client.raw(
                        "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX: "
                                + "x".repeat(20_000)
                                + "\r\n\r\n");

        assertProblem(answer, 400, "malformed");
    }

    @Test
    void whatIsNotThereIsNotFound() throws IOException {
        assertProblem(client.send("GET", "/v1/nothing"), 404, "not-found");
        assertProblem(client.send("POST", "/v1/nothing"), 404, "not-found");
        assertProblem(client.send("GET", "/error"), 404, "not-found");
    }

    @ParameterizedTest
    @CsvSource({
        "POST,/v1/collections/c/documents,documents",
        "POST,/v1/collections/c/find,find",
        "DELETE,/v1/collections/c/documents/a%2Fb,{id}",
        "DELETE,/v1/collections/c,{collection}",
        "GET,/v1/collections/c/documents/x/relationships,relationships",
        "POST,/v1/collections/c/documents:scan,documents:scan",
        "GET,/v1/cluster/health,health",
        "POST,/v1/chat/completions,completions"
    })
    void routesOfTheContractThatNobodyServesAreNotBuilt(String method, String path, String named)
            throws IOException {
        Answer answer = client.send(method, path);

        assertProblem(answer, 501, "not-built");
        assertThat(answer.body()).contains(method + " /v1/").contains(named);
    }

    @Test
    void whatIsBuiltIsNotShadowed() throws IOException {
        assertThat(client.send("PUT", "/v1/collections/c").body()).isEqualTo("put");
    }

    @Test
    void anotherMethodIsNotAllowed() throws IOException {
        Answer unbuilt = client.send("PATCH", "/v1/collections/c/find");
        assertProblem(unbuilt, 405, "method-not-allowed");
        assertThat(unbuilt.headers()).contains("Allow: POST");

        Answer built = client.send("DELETE", "/echo/json");
        assertProblem(built, 405, "method-not-allowed");
        assertThat(built.headers()).contains("Allow: POST");
    }

    @Test
    void aProblemIsAProblemWhateverTheClientAccepts() throws IOException {
        Answer answer = client.send("GET", "/v1/nothing", "Accept: text/csv\r\n", new byte[0]);

        assertProblem(answer, 404, "not-found");
    }

    @Test
    void whatCannotBeServedAsAcceptedIsNotAcceptable() throws IOException {
        Answer answer =
                client.send(
                        "GET",
                        "/v1/collections/c/documents/x",
                        "Accept: text/csv\r\n",
                        new byte[0]);

        assertProblem(answer, 406, "not-acceptable");
    }

    @Test
    void busyAndUnavailableSayWhenToComeBack() throws IOException {
        Answer overloaded = client.send("GET", "/echo/fail?how=overloaded");
        assertProblem(overloaded, 429, "overloaded");
        assertThat(overloaded.headers()).contains("Retry-After: 2");
        assertThat(overloaded.body()).contains("\"retryable\":true");

        Answer unavailable = client.send("GET", "/echo/fail?how=unavailable");
        assertProblem(unavailable, 503, "outcome-unknown");
        assertThat(unavailable.headers()).contains("Retry-After: 2");

        Answer future = client.send("GET", "/echo/fail?how=future");
        assertProblem(future, 429, "overloaded");
        assertThat(future.headers()).contains("Retry-After: 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"else", "io"})
    void theUnexpectedTellsAnIncidentAndNothingOfItsInside(String how) throws IOException {
        Answer answer = client.send("GET", "/echo/fail?how=" + how);

        assertProblem(answer, 500, "internal");
        assertThat(answer.body())
                .containsPattern("\"incident\":\"[0-9a-f]{16}\"")
                .doesNotContain("secret")
                .doesNotContain("Exception");
    }

    @Test
    void errorsOutsideOfControllersAreProblems() throws IOException {
        assertProblem(client.send("GET", "/echo/error"), 503, "unavailable");
    }

    @ParameterizedTest
    @CsvSource({
        "/echo/number,n",
        "/echo/number?n=x,n",
        "/echo/number?n=99999999999,n",
    })
    void wrongParametersAreInvalidAndNamed(String path, String field) throws IOException {
        Answer answer = client.send("GET", path);

        assertProblem(answer, 422, "invalid");
        assertThat(answer.body()).contains("\"field\":\"" + field + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "-1", "1.0", "", "9999999999999999999"})
    void aWrongPositionIsInvalid(String position) throws IOException {
        Answer answer =
                client.send(
                        "GET",
                        "/echo/number?n=1",
                        "Brainy-Position: " + position + "\r\n",
                        new byte[0]);

        assertProblem(answer, 422, "invalid");
        assertThat(answer.body()).contains("Brainy-Position");
    }

    @Test
    void bodiesAreReadUpToTheirLimit() throws IOException {
        assertThat(post("{\"a\":\"" + "x".repeat(1000 - 8) + "\"}").status()).isEqualTo(200);
        assertProblem(post("{\"a\":\"" + "x".repeat(1000 - 7) + "\"}"), 413, "too-large");
        assertProblem(post("{\"a\":\"" + "x".repeat(3_000_000) + "\"}"), 413, "too-large");
        assertProblem(post(""), 400, "malformed");
        assertProblem(post(" "), 400, "malformed");
        assertProblem(post("[]"), 422, "invalid");
    }

    @Test
    void zippedBodiesAreReadUpToTheSameLimit() throws IOException {
        String gzip = "Content-Encoding: gzip\r\n";

        assertThat(client.send("POST", "/echo/json", gzip, zip("{\"a\":\"ä\"}")).body())
                .isEqualTo("{\"a\":\"ä\"}");
        assertProblem(
                client.send(
                        "POST",
                        "/echo/json",
                        gzip,
                        zip("{\"a\":\"" + "x".repeat(5_000_000) + "\"}")),
                413,
                "too-large");
        assertProblem(
                client.send("POST", "/echo/json", gzip, "{}".getBytes(UTF_8)), 400, "malformed");
        byte[] cut = java.util.Arrays.copyOf(zip("{\"a\":\"ä\"}"), 15);
        assertProblem(client.send("POST", "/echo/json", gzip, cut), 400, "malformed");
        assertProblem(
                client.send("POST", "/echo/json", "Content-Encoding: br\r\n", cut),
                415,
                "unsupported-media-type");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/x-www-form-urlencoded",
                "application/json-patch+json",
                "application/json; charset=utf-16",
                "nonsense"
            })
    void otherMediaTypesAreUnsupported(String type) throws IOException {
        assertProblem(
                client.send(
                        "POST",
                        "/echo/json",
                        "Content-Type: " + type + "\r\n",
                        "{}".getBytes(UTF_8)),
                415,
                "unsupported-media-type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/json; charset=UTF-8"})
    void jsonIsSupported(String type) throws IOException {
        Answer answer =
                client.send(
                        "POST",
                        "/echo/json",
                        "Content-Type: " + type + "\r\n",
                        "{\"a\":[1.5,null]}".getBytes(UTF_8));

        assertThat(answer.body()).isEqualTo("{\"a\":[1.5,null]}");
    }

    private static Answer post(String body) throws IOException {
        return client.send("POST", "/echo/json", "", body.getBytes(UTF_8));
    }

    private static byte[] zip(String text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(bytes)) {
            zip.write(text.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }

    static void assertProblem(Answer answer, int status, String name) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.headers())
                .as(answer.toString())
                .containsIgnoringCase("Content-Type: application/problem+json");
        assertThat(answer.body())
                .contains("\"type\":\"urn:brainy:problem:" + name + "\"")
                .contains("\"status\":" + status)
                .contains("\"title\"")
                .contains("\"detail\"");
    }
}
