package io.brainy.ingest.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.brainy.ingest.testing.ApiClient;
import io.brainy.ingest.testing.ApiClient.Answer;
import io.brainy.ingest.testing.FakeEmbedder;
import io.brainy.ingest.testing.IngestApplication;
import io.brainy.ingest.testing.IngestServer;
import io.brainy.model.document.Content;
import io.brainy.model.document.Document;
import io.brainy.model.document.Vector;
import io.brainy.model.error.ProblemType;
import io.brainy.model.error.UnavailableException;
import io.brainy.model.key.CollectionName;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SingleWriteApiTest {

    @RegisterExtension static final IngestServer SERVER = new IngestServer();

    @Test
    void aDocumentIsWrittenAndItsCollectionCreated() {
        Answer answer =
                post(
                        "{'id':'a/b','type':'post','content':'hello','metadata':{'n':1},"
                                + "'domain':'d','customerId':'c','vector':[1,2,3,4]}");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.body().path("id").asString()).isEqualTo("a/b");
        assertThat(answer.body().path("position").asLong()).isEqualTo(1);
        assertThat(answer.position()).isEqualTo(1);
        assertThat(answer.header("ETag")).isEqualTo("\"1\"");
        Document document = document("a/b");
        assertThat(document.content()).isEqualTo(new Content.Text("hello"));
        assertThat(document.vector()).isEqualTo(new Vector(new float[] {1, 2, 3, 4}, false));
        assertThat(document.createdAt()).isEqualTo(IngestApplication.NOW);
    }

    @Test
    void aSecondWriteReplacesAndIsCreatedToo() {
        post("{'id':'a','content':'one'}");
        Answer second = post("{'id':'a','content':'two'}");

        assertThat(second.status()).isEqualTo(201);
        assertThat(second.position()).isEqualTo(2);
        assertThat(document("a").content()).isEqualTo(new Content.Text("two"));
    }

    @Test
    void aMissingVectorIsMade() {
        post("{'id':'a','content':{'title':'x','tags':['y','z']}}");
        post("{'id':'b'}");
        post("{'id':'c','content':'  '}");

        assertThat(document("a").vector()).isEqualTo(FakeEmbedder.vector("x\ny\nz"));
        assertThat(document("b").vector()).isNull();
        assertThat(document("c").vector()).isNull();
    }

    @Test
    void theSameEventIsOneDocument() {
        String id = post("{'content':'hello','type':'t'}").body().path("id").asString();

        assertThat(id).matches("~[0-9a-f]{36}");
        assertThat(post("{'type':'t','content':'hello'}").body().path("id").asString())
                .isEqualTo(id);
        assertThat(post("{'type':'u','content':'hello'}").body().path("id").asString())
                .isNotEqualTo(id);
        assertThat(SERVER.log().documents()).hasSize(2);
    }

    @Test
    void aServersIdKeepsItsRoutingKey() {
        String id = post("{'content':'hello','domain':'one'}").body().path("id").asString();

        assertThat(post("{'id':'" + id + "','domain':'one'}").status()).isEqualTo(201);
        Answer other = post("{'id':'" + id + "','domain':'two'}");
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.type()).isEqualTo("conflict");
        assertThat(post("{'id':'" + id + "'}").status()).isEqualTo(409);
        assertThat(put(id, "{}").status()).isEqualTo(409);
        assertThat(put(id, "{'customerId':'one'}").status()).isEqualTo(200);
    }

    @Test
    void aClientsIdMayMove() {
        post("{'id':'a','domain':'one'}");
        assertThat(post("{'id':'a','domain':'two'}").status()).isEqualTo(201);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``                              | 400 | malformed | ",
                "nope                            | 400 | malformed | ",
                "{'vector':[NaN]}                | 400 | malformed | ",
                "{'id':'a'                       | 400 | malformed | ",
                "{'id':'a'} {}                   | 400 | malformed | ",
                "'text'                          | 422 | invalid   | body",
                "{'bogus':1}                     | 422 | invalid   | bogus",
                "{'id':7}                        | 422 | invalid   | id",
                "{'id':'~mine'}                  | 422 | invalid   | id",
                "{'id':''}                       | 422 | invalid   | id",
                "{'vector':['a']}                | 422 | invalid   | vector[0]",
                "{'vector':[1e39]}               | 422 | invalid   | vector[0]",
                "{'vector':[0,0,0]}              | 422 | invalid   | vector",
                "{'content':1}                   | 422 | invalid   | content",
                "{'createdAt':'today'}           | 422 | invalid   | createdAt",
                "{'id':'a','id':'b'}             | 422 | invalid   | id"
            })
    void badInputIsRefusedAndCreatesNothing(String body, int status, String type, String field) {
        Answer answer = post(body);

        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(status);
        assertThat(answer.type()).isEqualTo(type);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.body().path("errors").path(0).path("field").asString(null))
                .isEqualTo(field);
        assertThat(SERVER.collections().exists(SERVER.collection())).isFalse();
    }

    @Test
    void badUtf8IsMalformed() {
        byte[] body = {'{', '"', 'i', 'd', '"', ':', '"', (byte) 0xff, '"', '}'};

        assertThat(api().call("POST", SERVER.path("/documents"), "application/json", body).status())
                .isEqualTo(400);
    }

    @Test
    void nestingHas32LevelsAtMost() {
        assertThat(post("{'metadata':" + "{'a':".repeat(30) + "[]" + "}".repeat(30) + "}").status())
                .isEqualTo(201);
        assertThat(post("{'metadata':" + "{'a':".repeat(31) + "[]" + "}".repeat(31) + "}").status())
                .isEqualTo(422);
    }

    @Test
    void aDocumentHasOneMebibyteAtMost() {
        String frame = "{'content':''}";
        int room = (1 << 20) - frame.length();

        assertThat(post("{'content':'" + "x".repeat(room) + "'}").status()).isEqualTo(201);
        Answer over = post("{'content':'" + "x".repeat(room + 1) + "'}");
        assertThat(over.status()).isEqualTo(413);
        assertThat(over.type()).isEqualTo("too-large");
    }

    @Test
    void theFirstVectorFixesTheDimension() {
        assertThat(post("{'id':'a','vector':[1,2,3]}").status()).isEqualTo(201);
        Answer other = post("{'id':'b','vector':[1,2]}");
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.body().path("detail").asString()).contains("3").contains("2");

        // The model makes four components, so documents without a vector have none.
        assertThat(post("{'id':'c','content':'words'}").status()).isEqualTo(201);
        assertThat(document("c").vector()).isNull();
        assertThat(SERVER.embedder().calls()).isEmpty();
    }

    @Test
    void aMadeVectorFixesTheDimensionToo() {
        post("{'id':'a','content':'words'}");
        assertThat(post("{'id':'b','vector':[1,2,3]}").status()).isEqualTo(422);
        assertThat(post("{'id':'b','vector':[1,2,3,4]}").status()).isEqualTo(201);
    }

    @Test
    void zeroVectorsAreFineWhereDirectionDoesNotCount() {
        api().json("PUT", SERVER.path(""), "{\"similarity\":\"dot\"}");

        assertThat(post("{'vector':[0,0]}").status()).isEqualTo(201);
    }

    @Test
    void theCollectionsNameIsChecked() {
        assertThat(api().json("POST", "/v1/collections/Bad/documents", "{}").status())
                .isEqualTo(422);
        assertThat(
                        api().json("POST", "/v1/collections/" + "x".repeat(63) + "/documents", "{}")
                                .status())
                .isEqualTo(201);
        assertThat(
                        api().json("POST", "/v1/collections/" + "x".repeat(64) + "/documents", "{}")
                                .status())
                .isEqualTo(422);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "application/xml"})
    void otherMediaTypesAreUnsupported(String type) {
        Answer answer = api().call("POST", SERVER.path("/documents"), type, new byte[] {'{', '}'});

        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.body().path("detail").asString()).contains("application/x-ndjson");
    }

    @Test
    void aBodyMayBeZippedAndWithoutMediaType() {
        assertThat(
                        api().call(
                                        "POST",
                                        SERVER.path("/documents"),
                                        "application/json",
                                        ApiClient.zip("{\"id\":\"z\"}"),
                                        "Content-Encoding",
                                        "gzip")
                                .status())
                .isEqualTo(201);
        assertThat(
                        api().call("POST", SERVER.path("/documents"), "", new byte[] {'{', '}'})
                                .status())
                .isEqualTo(201);
        Answer bomb =
                api().call(
                                "POST",
                                SERVER.path("/documents"),
                                "application/json",
                                ApiClient.zip("{\"content\":\"" + "x".repeat(3 << 20) + "\"}"),
                                "Content-Encoding",
                                "gzip");
        assertThat(bomb.status()).isEqualTo(413);
        Answer unzipped =
                api().call(
                                "POST",
                                SERVER.path("/documents"),
                                "application/json",
                                new byte[] {'{', '}'},
                                "Content-Encoding",
                                "gzip");
        assertThat(unzipped.status()).isEqualTo(400);
    }

    @Test
    void overloadIsTold() {
        post("{'id':'a'}");
        SERVER.log().overloadNext(1);

        Answer answer = post("{'id':'b'}");

        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.header("Retry-After")).isEqualTo("1");
        assertThat(answer.body().path("retryable").asBoolean()).isTrue();
        assertThat(SERVER.log().document("b")).isNull();
    }

    @Test
    void anOverloadedEmbedderIsOverload() {
        SERVER.embedder().overloadNext(1);

        assertThat(post("{'content':'x'}").status()).isEqualTo(429);
    }

    @Test
    void anUnknownOutcomeIsTold() {
        post("{'id':'a'}");
        SERVER.log()
                .failNext(
                        new UnavailableException(
                                ProblemType.OUTCOME_UNKNOWN, "batch 1", Duration.ofSeconds(3)));

        Answer answer = post("{'id':'b'}");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.type()).isEqualTo("outcome-unknown");
        assertThat(answer.header("Retry-After")).isEqualTo("3");
    }

    @Test
    void withoutAModelOnlyWhatNeedsItFails() {
        SERVER.embedder().lose();

        assertThat(post("{'id':'a','vector':[1,2]}").status()).isEqualTo(201);
        assertThat(post("{'id':'b'}").status()).isEqualTo(201);

        api().json("PUT", SERVER.path("x"), "{}");
        Answer answer = api().json("POST", SERVER.path("x/documents"), "{\"content\":\"w\"}");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.type()).isEqualTo("unavailable");
    }

    @Test
    void aCollectionThatWasDroppedMeanwhileIsCreatedAnew() {
        post("{'id':'a','vector':[1,2]}");
        CollectionName name = new CollectionName(SERVER.collection());
        SERVER.log().beforeNext(() -> SERVER.collections().drop(name).join());

        Answer answer = post("{'id':'b','vector':[1,2]}");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(SERVER.log().documents()).hasSize(1);
    }

    @Test
    void aDimensionThatAnotherRequestFixedMeanwhileIsHeard() {
        post("{'id':'a'}");
        SERVER.log().beforeNext(() -> SERVER.log().configure(old -> old.withDimension(2)).join());

        assertThat(post("{'id':'b','vector':[1,2,3]}").status()).isEqualTo(422);
    }

    @Test
    void routesOfTheContractThatAreNotBuiltSaySo() {
        assertThat(api().json("POST", SERVER.path("/relationships"), "{}").status()).isEqualTo(501);
        assertThat(api().json("POST", SERVER.path("/import?format=csv"), "x").status())
                .isEqualTo(501);
        assertThat(api().call("GET", "/v1/imports/1").status()).isEqualTo(501);
    }

    private static ApiClient api() {
        return SERVER.api();
    }

    private static Answer post(String body) {
        return api().json("POST", SERVER.path("/documents"), body.replace('\'', '"'));
    }

    private static Answer put(String id, String body) {
        return api().json("PUT", SERVER.path("/documents/" + id), body.replace('\'', '"'));
    }

    private static Document document(String id) {
        return Objects.requireNonNull(SERVER.log().document(id), id).document();
    }
}
