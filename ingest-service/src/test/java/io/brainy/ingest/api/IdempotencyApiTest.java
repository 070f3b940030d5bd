package io.brainy.ingest.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.brainy.ingest.testing.ApiClient.Answer;
import io.brainy.ingest.testing.IngestServer;
import io.brainy.model.error.ProblemType;
import io.brainy.model.error.UnavailableException;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Rule L5, as a caller sees it.
class IdempotencyApiTest {

    @RegisterExtension static final IngestServer SERVER = new IngestServer();

    @Test
    void aRetriedWriteIsOneWrite() {
        Answer first = post("{'id':'a','type':'1'}", "k");
        post("{'id':'a','type':'2'}", "other");

        Answer retry = post("{'id':'a','type':'1'}", "k");

        assertThat(retry.status()).isEqualTo(201);
        assertThat(retry.body()).isEqualTo(first.body());
        assertThat(SERVER.log().tail()).isEqualTo(2);
    }

    @Test
    void anotherBodyUnderTheSameKeyIsRefused() {
        post("{'id':'a','type':'1'}", "k");

        Answer other = post("{'id':'a','type':'2'}", "k");

        assertThat(other.status()).isEqualTo(422);
        assertThat(other.type()).isEqualTo("idempotency-key-reused");
        assertThat(put("{'id':'a','type':'1'}", "k").type()).isEqualTo("idempotency-key-reused");
        assertThat(SERVER.log().tail()).isEqualTo(1);
    }

    @Test
    void aShorterBodyUnderTheSameKeyIsRefusedAndNotTakenForWritten() {
        assertThat(post("[{'id':'a'},{'id':'b'},{'id':'c'}]", "k").status()).isEqualTo(200);

        Answer other = post("[{'id':'x'},{'id':'y'}]", "k");
        Answer prefix = post("[{'id':'a'},{'id':'b'}]", "k");
        Answer single = post("{'id':'x'}", "k");

        assertThat(other.type()).isEqualTo("idempotency-key-reused");
        assertThat(prefix.type()).isEqualTo("idempotency-key-reused");
        assertThat(single.type()).isEqualTo("idempotency-key-reused");
        assertThat(SERVER.log().document("x")).isNull();
        assertThat(SERVER.log().tail()).isEqualTo(1);
    }

    @Test
    void whatAClientAcceptsDoesNotTurnACommittedWriteIntoAnError() {
        Answer answer = put("{'type':'1'}", "k", "Accept", "application/xml");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(SERVER.log().document("a")).isNotNull();
    }

    @Test
    void aBadRequestDoesNotUseUpItsKey() {
        assertThat(post("{'id':7}", "k").status()).isEqualTo(422);
        assertThat(post("{'id':'a'}", "k").status()).isEqualTo(201);
    }

    @Test
    void putIfMatchMayBeRetried() {
        post("{'id':'a'}", "first");

        assertThat(put("{}", "k", "If-Match", "\"1\"").status()).isEqualTo(200);
        Answer retry = put("{}", "k", "If-Match", "\"1\"");
        assertThat(retry.status()).isEqualTo(200);
        assertThat(retry.position()).isEqualTo(2);
        assertThat(put("{'type':'t'}", "k", "If-Match", "\"1\"").type())
                .isEqualTo("idempotency-key-reused");
        assertThat(put("{}", "unused", "If-Match", "\"1\"").status()).isEqualTo(412);
        assertThat(SERVER.log().tail()).isEqualTo(2);
    }

    @Test
    void patchAndDeleteMayBeRetried() {
        post("{'id':'a','metadata':{'n':1}}", "first");
        Answer patched = call("PATCH", "/documents/a", "{'type':'t'}", "p");
        assertThat(call("PATCH", "/documents/a", "{'type':'t'}", "p").body())
                .isEqualTo(patched.body());

        Answer deleted = call("POST", "/documents:delete", "{'where':{'n':1}}", "d");
        assertThat(deleted.body().path("deleted").asInt()).isEqualTo(1);
        post("{'id':'b','metadata':{'n':1}}", "second");
        Answer retry = call("POST", "/documents:delete", "{'where':{'n':1}}", "d");
        assertThat(retry.position()).isEqualTo(deleted.position());
        assertThat(SERVER.log().document("b")).isNotNull();

        long position =
                SERVER.api()
                        .call("DELETE", SERVER.path("/documents/b"), "Idempotency-Key", "x")
                        .position();
        assertThat(
                        SERVER.api()
                                .call("DELETE", SERVER.path("/documents/b"), "Idempotency-Key", "x")
                                .position())
                .isEqualTo(position);
    }

    @Test
    void aStreamIsRetriedAsAWhole() {
        String body = lines(25_000, "");
        Answer first = bulk(body, "k");
        long tail = SERVER.log().tail();
        assertThat(first.body().path("written").asInt()).isEqualTo(25_000);
        assertThat(SERVER.log().partSizes().size()).isGreaterThan(1);

        Answer retry = bulk(body, "k");

        assertThat(retry.status()).isEqualTo(200);
        assertThat(retry.body().path("written").asInt()).isEqualTo(25_000);
        assertThat(retry.position()).isEqualTo(first.position());
        assertThat(SERVER.log().tail()).isEqualTo(tail);
        assertThat(bulk(lines(25_000, "x"), "k").type()).isEqualTo("idempotency-key-reused");
        assertThat(bulk(body + "{}", "k").type()).isEqualTo("idempotency-key-reused");
        assertThat(bulk(lines(24_999, ""), "k").type()).isEqualTo("idempotency-key-reused");
        assertThat(SERVER.log().tail()).isEqualTo(tail);
    }

    @Test
    void aStreamGoesOnBehindItsLastDurableItem() throws IOException {
        String body = lines(25_000, "");
        int half = body.indexOf("\"d15000\"");
        SERVER.api()
                .hangUp(
                        SERVER.path("/documents"),
                        "application/x-ndjson\r\nIdempotency-Key: k",
                        body.substring(0, half),
                        body.length());
        int before = SERVER.log().partSizes().stream().mapToInt(Integer::intValue).sum();
        assertThat(before).isEqualTo(15_000);

        Answer retry = bulk(body, "k");

        assertThat(retry.body().path("written").asInt()).isEqualTo(25_000);
        assertThat(retry.body().path("failed").asInt()).isZero();
        assertThat(SERVER.log().partSizes().stream().mapToInt(Integer::intValue).sum())
                .isEqualTo(25_000);
    }

    @Test
    void aRetryAfterAnUnknownOutcomeIsSafe() {
        post("{'id':'z'}", "first");
        SERVER.log()
                .failNext(
                        new UnavailableException(
                                ProblemType.OUTCOME_UNKNOWN, "unknown", Duration.ofSeconds(1)));
        assertThat(post("{'id':'a'}", "k").status()).isEqualTo(503);
        assertThat(post("{'id':'a'}", "k").status()).isEqualTo(201);
        assertThat(post("{'id':'a'}", "k").status()).isEqualTo(201);
        assertThat(SERVER.log().tail()).isEqualTo(2);
    }

    @Test
    void aStreamWithBadItemsEndsItsKeyToo() {
        String body = "{\"id\":\"a\"}\nbad\n{\"id\":\"b\"}\nbad";
        Answer first = bulk(body, "k");
        assertThat(first.body().path("written").asInt()).isEqualTo(2);
        assertThat(first.body().path("failed").asInt()).isEqualTo(2);
        assertThat(SERVER.log().tail()).isEqualTo(1);

        Answer retry = bulk(body, "k");

        assertThat(retry.body()).isEqualTo(first.body());
        assertThat(SERVER.log().tail()).isEqualTo(1);
    }

    @Test
    void keysHave255CharactersAtMost() {
        assertThat(post("{'id':'a'}", "x".repeat(255)).status()).isEqualTo(201);
        assertThat(post("{'id':'a'}", "x".repeat(256)).status()).isEqualTo(422);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b"})
    void keysAreVisibleAscii(String key) {
        assertThat(post("{'id':'a'}", key).status()).isEqualTo(422);
    }

    private static String lines(int count, String type) {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < count; i++) {
            body.append("{\"id\":\"d").append(i).append('"');
            body.append(type.isEmpty() ? "" : ",\"type\":\"" + type + "\"").append("}\n");
        }
        return body.toString();
    }

    private static Answer post(String body, String key) {
        return call("POST", "/documents", body, key);
    }

    private static Answer put(String body, String key, String... headers) {
        String[] all = java.util.Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = "Idempotency-Key";
        all[headers.length + 1] = key;
        return SERVER.api().json("PUT", SERVER.path("/documents/a"), body.replace('\'', '"'), all);
    }

    private static Answer bulk(String body, String key) {
        return SERVER.api().lines(SERVER.path("/documents"), body, "Idempotency-Key", key);
    }

    private static Answer call(String method, String rest, String body, String key) {
        return SERVER.api()
                .json(method, SERVER.path(rest), body.replace('\'', '"'), "Idempotency-Key", key);
    }
}
