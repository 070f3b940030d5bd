package io.brainy.ingest.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.brainy.ingest.testing.ApiClient;
import io.brainy.ingest.testing.ApiClient.Answer;
import io.brainy.ingest.testing.FakeEmbedder;
import io.brainy.ingest.testing.IngestServer;
import io.brainy.model.document.Document;
import io.brainy.model.error.UnavailableException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BulkWriteApiTest {

    @RegisterExtension static final IngestServer SERVER = new IngestServer();

    @Test
    void linesAreWrittenEachForItself() {
        Answer answer =
                lines(
                        "{'id':'a','content':'one'}",
                        "",
                        "{'id':'b','bogus':1}",
                        "not json",
                        "{'content':'two'}\r",
                        "{'id':'c','vector':[1,2,3,4]}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("items").size()).isEqualTo(5);
        assertThat(answer.item(0).toString())
                .isEqualTo("{\"line\":1,\"id\":\"a\",\"status\":201,\"position\":1}");
        assertThat(answer.item(1).path("line").asInt()).isEqualTo(3);
        assertThat(answer.item(1).path("status").asInt()).isEqualTo(422);
        assertThat(answer.item(1).path("error").path("type").asString())
                .isEqualTo("urn:brainy:problem:invalid");
        assertThat(answer.item(1).path("error").path("field").asString()).isEqualTo("bogus");
        assertThat(answer.item(2).path("line").asInt()).isEqualTo(4);
        assertThat(answer.item(2).path("status").asInt()).isEqualTo(400);
        assertThat(answer.item(3).path("id").asString()).startsWith("~");
        assertThat(answer.item(4).path("line").asInt()).isEqualTo(6);
        assertThat(answer.body().path("errors").asBoolean()).isTrue();
        assertThat(answer.body().path("written").asInt()).isEqualTo(3);
        assertThat(answer.body().path("failed").asInt()).isEqualTo(2);
        assertThat(answer.body().path("position").asLong()).isEqualTo(answer.position());
        assertThat(document("a").vector()).isEqualTo(FakeEmbedder.vector("one"));
        assertThat(SERVER.log().documents()).hasSize(3);
    }

    @Test
    void anArrayIsWrittenTheSameWay() {
        Answer answer = array(" [{'id':'a'}, {'id':7}, nope, {'id':'b','content':'],['}]");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(statuses(answer)).containsExactly(201, 422, 400, 201);
        assertThat(answer.item(3).path("line").asInt()).isEqualTo(4);
        assertThat(SERVER.log().documents()).hasSize(2);
    }

    @Test
    void anEmptyArrayIsNothingWritten() {
        Answer answer = array("[]");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().toString())
                .isEqualTo(
                        "{\"items\":[],\"errors\":false,\"written\":0,\"failed\":0,\"position\":0}");
        assertThat(SERVER.collections().exists(SERVER.collection())).isFalse();
    }

    @Test
    void anArrayThatBreaksOffKeepsItsGoodItems() {
        Answer inside = array("[{'id':'a'},{'id':'b'},{'id':'c");
        assertThat(statuses(inside)).containsExactly(201, 201, 400);

        Answer between = array("[{'id':'d'},{'id':'e'}");
        assertThat(statuses(between)).containsExactly(201, 201, 400);
        assertThat(SERVER.log().documents()).hasSize(4);
    }

    @Test
    void bodiesWithoutAnyItemAreMalformed() {
        assertThat(lines("").status()).isEqualTo(400);
        assertThat(lines("\n \n").status()).isEqualTo(400);
        assertThat(array("").status()).isEqualTo(400);
        assertThat(array("  ").status()).isEqualTo(400);
    }

    @Test
    void onlyBadLinesCreateNoCollection() {
        Answer answer = lines("{'vector':[0,0]}\nx");

        assertThat(statuses(answer)).containsExactly(422, 400);
        assertThat(SERVER.collections().exists(SERVER.collection())).isFalse();
        assertThat(answer.header("Brainy-Position")).isEmpty();
    }

    @Test
    void theLastOfDuplicateIdsWins() {
        Answer answer = lines("{'id':'a','type':'1'}\n{'id':'b'}\n{'id':'a','type':'2'}");

        assertThat(statuses(answer)).containsExactly(201, 201, 201);
        assertThat(document("a").type()).isEqualTo("2");
        assertThat(answer.item(0).path("position")).isEqualTo(answer.item(2).path("position"));
    }

    @Test
    void aLineHasOneMebibyteAtMost() {
        String frame = "{'id':'a','content':''}";
        int room = (1 << 20) - frame.length();
        Answer answer =
                lines(
                        "{'id':'a','content':'"
                                + "x".repeat(room)
                                + "'}\n{'id':'b','content':'"
                                + "x".repeat(room + 1)
                                + "'}\n{'id':'c'}");

        assertThat(statuses(answer)).containsExactly(201, 413, 201);
    }

    @Test
    void dimensionsHoldWithinARequest() {
        Answer answer =
                lines(
                        "{'id':'a','vector':[1,2]}",
                        "{'id':'b','vector':[1,2,3]}",
                        "{'id':'c','content':'words'}");

        assertThat(statuses(answer)).containsExactly(201, 422, 201);
        assertThat(document("c").vector()).isNull();
    }

    @Test
    void vectorsAreMadeInBatchesAndStayWithTheirDocuments() {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < 1000; i++) {
            body.append(
                    i % 3 == 0
                            ? "{'id':'" + i + "','vector':[1,2,3," + i + "]}\n"
                            : "{'id':'" + i + "','content':'text " + i + "'}\n");
        }

        Answer answer = lines(body.toString());

        assertThat(answer.body().path("written").asInt()).isEqualTo(1000);
        for (int i = 0; i < 1000; i++) {
            assertThat(Objects.requireNonNull(document("" + i).vector()).made())
                    .isEqualTo(i % 3 != 0);
            if (i % 3 != 0) {
                assertThat(document("" + i).vector()).isEqualTo(FakeEmbedder.vector("text " + i));
            }
        }
        assertThat(SERVER.embedder().calls().size()).isLessThan(20);
    }

    @Test
    void aStreamWaitsWhereOthersAreServedFirst() {
        lines("{'id':'a'}");
        SERVER.log().overloadNext(3);
        SERVER.embedder().overloadNext(2);

        Answer answer = lines("{'id':'b','content':'x'}\n{'id':'c'}");

        assertThat(statuses(answer)).containsExactly(201, 201);
    }

    @Test
    void anEmbedderThatFailsCostsOnlyWhatItShouldHaveMade() {
        SERVER.embedder().failNext(new UnavailableException("no inference", new IOException()));

        Answer answer = lines("{'id':'a','content':'x'}\n{'id':'b','vector':[1,2,3,4]}");

        assertThat(statuses(answer)).containsExactly(503, 201);
    }

    @Test
    void halfABodyKeepsWhatCameBefore() throws IOException {
        String part = "{\"id\":\"a\"}\n{\"id\":\"b\"}\n{\"id\":\"c\"}";

        SERVER.api().hangUp(SERVER.path("/documents"), "application/x-ndjson", part, 1000);

        assertThat(SERVER.log().document("a")).isNotNull();
        assertThat(SERVER.log().document("b")).isNotNull();
        assertThat(SERVER.log().document("c")).isNull();
    }

    @Test
    void halfAZippedBodyKeepsWhatCameBefore() {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < 2000; i++) {
            body.append("{\"id\":\"").append(i).append("\"}\n");
        }
        byte[] zipped = ApiClient.zip(body.toString());
        byte[] half = Arrays.copyOf(zipped, zipped.length / 2);

        Answer answer =
                SERVER.api()
                        .call(
                                "POST",
                                SERVER.path("/documents"),
                                "application/x-ndjson",
                                half,
                                "Content-Encoding",
                                "gzip");

        assertThat(answer.status()).isEqualTo(200);
        int written = answer.body().path("written").asInt();
        assertThat(written).isBetween(1, 1999);
        assertThat(answer.body().path("failed").asInt()).isEqualTo(1);
        assertThat(answer.item(written).path("status").asInt()).isEqualTo(400);
        assertThat(SERVER.log().documents()).hasSize(written);
    }

    @Test
    void anArrayHas64MebibytesAtMost() {
        byte[] body = new byte[(64 << 20) + 1];
        Arrays.fill(body, (byte) ' ');
        body[0] = '[';
        body[body.length - 1] = ']';

        Answer declared =
                SERVER.api().call("POST", SERVER.path("/documents"), "application/json", body);
        assertThat(declared.status()).isEqualTo(413);

        byte[] items = "{\"id\":\"a\"},".getBytes(UTF_8);
        System.arraycopy(items, 0, body, 1, items.length);
        Answer streamed =
                SERVER.api().stream(
                        SERVER.path("/documents"),
                        "application/json",
                        () -> new ByteArrayInputStream(body));
        assertThat(statuses(streamed)).containsExactly(201, 413);
    }

    @Test
    void beyondAHundredThousandItemsOnlyFailuresAreListed() {
        int count = 300_000;
        SERVER.api().json("PUT", SERVER.path(""), "{\"dimension\":8}");
        SERVER.log().forgetDocuments();

        Answer answer =
                SERVER.api().stream(
                        SERVER.path("/documents"),
                        "application/x-ndjson",
                        () ->
                                generated(
                                        count,
                                        i ->
                                                i % 100_000 == 7
                                                        ? "{\"id\":7}\n"
                                                        : "{\"id\":\"d"
                                                                + i
                                                                + "\",\"vector\":[1,0.5,-1e-3,4,5,6,7,8]}\n"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("written").asInt()).isEqualTo(count - 3);
        assertThat(answer.body().path("failed").asInt()).isEqualTo(3);
        assertThat(answer.body().path("items").size()).isEqualTo(3);
        assertThat(answer.item(2).path("line").asInt()).isEqualTo(200_008);
        assertThat(SERVER.log().partSizes()).allMatch(size -> size <= 10_000);
        assertThat(SERVER.log().partSizes().stream().mapToInt(Integer::intValue).sum())
                .isEqualTo(count - 3);
    }

    private static InputStream generated(int count, IntFunction<String> line) {
        return new InputStream() {
            private byte[] current = new byte[0];
            private int at;
            private int next;

            @Override
            public int read() {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0];
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                if (at == current.length) {
                    if (next == count) {
                        return -1;
                    }
                    StringBuilder lines = new StringBuilder();
                    for (int i = 0; i < 500 && next < count; i++) {
                        lines.append(line.apply(next++));
                    }
                    current = lines.toString().getBytes(UTF_8);
                    at = 0;
                }
                int count = Math.min(length, current.length - at);
                System.arraycopy(current, at, into, offset, count);
                at += count;
                return count;
            }
        };
    }

    private static int[] statuses(Answer answer) {
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
        int[] statuses = new int[answer.body().path("items").size()];
        for (int i = 0; i < statuses.length; i++) {
            statuses[i] = answer.item(i).path("status").asInt();
        }
        return statuses;
    }

    private static Answer lines(String... lines) {
        return SERVER.api()
                .lines(SERVER.path("/documents"), String.join("\n", lines).replace('\'', '"'));
    }

    private static Answer array(String body) {
        return SERVER.api().json("POST", SERVER.path("/documents"), body.replace('\'', '"'));
    }

    private static Document document(String id) {
        return Objects.requireNonNull(SERVER.log().document(id), id).document();
    }
}
