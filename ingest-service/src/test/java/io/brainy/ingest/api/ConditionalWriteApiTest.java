package io.brainy.ingest.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.brainy.ingest.testing.ApiClient.Answer;
import io.brainy.ingest.testing.FakeEmbedder;
import io.brainy.ingest.testing.IngestApplication;
import io.brainy.ingest.testing.IngestServer;
import io.brainy.model.document.Content;
import io.brainy.model.document.Document;
import io.brainy.model.document.FieldValue;
import io.brainy.model.document.Vector;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionalWriteApiTest {

    @RegisterExtension static final IngestServer SERVER = new IngestServer();

    @Test
    void putTellsNewFromReplaced() {
        Answer created = put("a", "{'content':'one'}");
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.body().toString()).isEqualTo("{\"id\":\"a\",\"position\":1}");

        Answer replaced = put("a", "{'id':'a','type':'t'}");
        assertThat(replaced.status()).isEqualTo(200);
        assertThat(replaced.position()).isEqualTo(2);
        assertThat(document("a").content()).isNull();
    }

    @Test
    void thePathNamesTheDocument() {
        assertThat(put("a%2Fb%3Bc", "{}").body().path("id").asString()).isEqualTo("a/b;c");
        assertThat(put("%2E%2E", "{}").body().path("id").asString()).isEqualTo("..");
        assertThat(put("a", "{'id':'b'}").status()).isEqualTo(422);
        assertThat(put("~x", "{}").status()).isEqualTo(422);
        assertThat(put("x".repeat(512), "{}").status()).isEqualTo(201);
        assertThat(put("x".repeat(513), "{}").status()).isEqualTo(422);
    }

    @Test
    void ifMatchHoldsForThePresentVersionOnly() {
        put("a", "{}");
        put("b", "{}");

        assertThat(put("a", "{}", "If-Match", "\"1\"").status()).isEqualTo(200);
        Answer stale = put("a", "{}", "If-Match", "\"1\"");
        assertThat(stale.status()).isEqualTo(412);
        assertThat(stale.type()).isEqualTo("precondition-failed");
        assertThat(stale.body().path("detail").asString()).contains("\"3\"");
        assertThat(put("a", "{}", "If-Match", "\"9\", \"3\"").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"2\"", "\"999999\"", "W/\"1\"", "\"x\"", "\"\""})
    void anotherVersionDoesNotMatch(String header) {
        put("a", "{}");
        put("b", "{}");

        assertThat(put("a", "{'type':'t'}", "If-Match", header).status()).isEqualTo(412);
        assertThat(document("a").type()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "\"1", "\"1\" \"2\"", ",", "\"1\"x"})
    void whatIsNoEntityTagIsInvalid(String header) {
        put("a", "{}");

        assertThat(put("a", "{}", "If-Match", header).status()).isEqualTo(422);
    }

    @Test
    void aDocumentThatIsNotThereMatchesNothing() {
        assertThat(put("a", "{}", "If-Match", "\"1\"").status()).isEqualTo(412);
        assertThat(put("a", "{}", "If-Match", "*").status()).isEqualTo(412);
        assertThat(SERVER.collections().exists(SERVER.collection())).isFalse();

        put("b", "{}");
        assertThat(put("a", "{}", "If-Match", "*").status()).isEqualTo(412);
        assertThat(put("b", "{}", "If-Match", "*").status()).isEqualTo(200);
    }

    @Test
    void ifNoneMatchStarCreatesOnly() {
        assertThat(put("a", "{}", "If-None-Match", "*").status()).isEqualTo(201);
        assertThat(put("a", "{}", "If-None-Match", "*").status()).isEqualTo(412);
        assertThat(put("a", "{}", "If-None-Match", "\"1\"").status()).isEqualTo(422);
    }

    @Test
    void aWriteInBetweenIsSeen() {
        put("a", "{}");
        SERVER.log().beforeNext(() -> put("a", "{'type':'other'}"));
        assertThat(put("a", "{'type':'mine'}", "If-Match", "\"1\"").status()).isEqualTo(412);
        assertThat(document("a").type()).isEqualTo("other");

        SERVER.log().beforeNext(() -> delete("a"));
        assertThat(put("a", "{'type':'again'}").status()).isEqualTo(201);
    }

    @Test
    void patchMergesTheWholeDocument() {
        put(
                "a",
                "{'type':'t','content':{'title':'x','body':'y'},'domain':'d',"
                        + "'metadata':{'a':{'b':1,'c':2},'d':[1,2]}}");

        Answer answer =
                patch(
                        "a",
                        "{'type':null,'content':{'body':null,'more':'z'},"
                                + "'metadata':{'a':{'b':null,'e':3},'d':[3],'f':{'g':null}}}");

        assertThat(answer.status()).isEqualTo(200);
        Document document = document("a");
        assertThat(document.type()).isNull();
        assertThat(document.domain()).isEqualTo("d");
        assertThat(document.content())
                .isEqualTo(
                        new Content.Structured(
                                new FieldValue.Fields(
                                        Map.of(
                                                "title", new FieldValue.Text("x"),
                                                "more", new FieldValue.Text("z")))));
        assertThat(document.metadata())
                .isEqualTo(
                        new FieldValue.Fields(
                                Map.of(
                                        "a",
                                                new FieldValue.Fields(
                                                        Map.of(
                                                                "c", new FieldValue.Whole(2),
                                                                "e", new FieldValue.Whole(3))),
                                        "d",
                                                new FieldValue.Items(
                                                        java.util.List.of(new FieldValue.Whole(3))),
                                        "f", FieldValue.Fields.EMPTY)));
    }

    @Test
    void aTextIsReplacedByAnObjectAndBack() {
        put("a", "{'content':'words'}");
        patch("a", "{'content':{'title':'x','gone':null}}");
        assertThat(document("a").content()).isInstanceOf(Content.Structured.class);
        patch("a", "{'content':'words'}");
        assertThat(document("a").content()).isEqualTo(new Content.Text("words"));
        patch("a", "{'content':null,'metadata':null}");
        assertThat(document("a").content()).isNull();
    }

    @Test
    void aMadeVectorFollowsTheContentAndAGivenOneStays() {
        put("made", "{'content':'one'}");
        put("given", "{'content':'one','vector':[1,2,3,4]}");
        SERVER.embedder().reset();

        patch("made", "{'type':'t'}");
        assertThat(SERVER.embedder().calls()).isEmpty();
        assertThat(document("made").vector()).isEqualTo(FakeEmbedder.vector("one"));

        patch("made", "{'content':'two'}");
        assertThat(document("made").vector()).isEqualTo(FakeEmbedder.vector("two"));

        patch("given", "{'content':'two'}");
        assertThat(document("given").vector())
                .isEqualTo(new Vector(new float[] {1, 2, 3, 4}, false));

        patch("given", "{'vector':[4,3,2,1]}");
        assertThat(document("given").vector())
                .isEqualTo(new Vector(new float[] {4, 3, 2, 1}, false));

        patch("given", "{'vector':null}");
        assertThat(document("given").vector()).isEqualTo(FakeEmbedder.vector("two"));

        patch("made", "{'content':null}");
        assertThat(document("made").vector()).isNull();
    }

    @Test
    void patchKeepsTheTimeOfCreation() {
        put("a", "{'createdAt':'2020-01-01T00:00:00Z'}");
        patch("a", "{'type':'t'}");
        assertThat(document("a").createdAt()).isEqualTo(Instant.parse("2020-01-01T00:00:00Z"));
        patch("a", "{'createdAt':null}");
        assertThat(document("a").createdAt()).isEqualTo(IngestApplication.NOW);
    }

    @Test
    void onlyWhatIsThereIsPatched() {
        assertThat(patch("a", "{}").status()).isEqualTo(404);
        put("b", "{}");
        assertThat(patch("a", "{}").status()).isEqualTo(404);
        assertThat(patch("b", "{}").status()).isEqualTo(200);
        assertThat(patch("b", "{}", "If-Match", "\"1\"").status()).isEqualTo(412);
        assertThat(patch("b", "{'type':'t'}", "If-Match", "\"2\"").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'id':'a'}             | 422 | id",
                "{'id':null}            | 422 | id",
                "{'bogus':1}            | 422 | bogus",
                "{'type':1}             | 422 | type",
                "{'content':[1]}        | 422 | content",
                "{'metadata':[]}        | 422 | metadata",
                "{'vector':[1]}         | 422 | vector",
                "{'vector':[0,0,0,0]}   | 422 | vector",
                "{'vector':'x'}         | 422 | vector",
                "{'createdAt':'x'}      | 422 | createdAt",
                "{'type':'a','type':'b'}| 422 | type",
                "[]                     | 422 | body",
                "nope                   | 400 | `",
                "``                     | 400 | `"
            })
    void badPatchesAreRefused(String body, int status, String field) {
        put("a", "{'content':'x'}");

        Answer answer = patch("a", body);

        assertThat(answer.status()).isEqualTo(status);
        if (status == 422) {
            assertThat(answer.body().path("errors").path(0).path("field").asString())
                    .isEqualTo(field);
        }
    }

    @Test
    void aPatchMayNotMakeADocumentTooLarge() {
        put("a", "{'content':'" + "x".repeat(600_000) + "'}");

        assertThat(patch("a", "{'metadata':{'m':'" + "y".repeat(600_000) + "'}}").status())
                .isEqualTo(413);
    }

    @Test
    void bothMediaTypesOfAPatchAreTaken() {
        put("a", "{}");
        byte[] body = "{\"type\":\"t\"}".getBytes(StandardCharsets.UTF_8);
        String path = SERVER.path("/documents/a");

        assertThat(SERVER.api().call("PATCH", path, "application/merge-patch+json", body).status())
                .isEqualTo(200);
        assertThat(SERVER.api().call("PATCH", path, "application/json-patch+json", body).status())
                .isEqualTo(415);
    }

    @Test
    void patchesAtTheSameTimeAreBothThere() {
        put("a", "{'metadata':{'n':0}}");
        SERVER.log().beforeNext(() -> patch("a", "{'metadata':{'other':1}}"));

        patch("a", "{'metadata':{'mine':1}}");

        assertThat(document("a").metadata().values().keySet())
                .containsExactlyInAnyOrder("n", "other", "mine");
    }

    @Test
    void deleteIsDoneAlsoWhereNothingIs() {
        assertThat(delete("a").status()).isEqualTo(404);
        put("a", "{}");

        Answer answer = delete("a");
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.position()).isEqualTo(2);
        assertThat(SERVER.log().document("a")).isNull();
        assertThat(delete("a").status()).isEqualTo(204);
        assertThat(delete("never").position()).isEqualTo(4);
    }

    private static Answer put(String id, String body, String... headers) {
        return SERVER.api()
                .json("PUT", SERVER.path("/documents/" + id), body.replace('\'', '"'), headers);
    }

    private static Answer patch(String id, String body, String... headers) {
        return SERVER.api()
                .json("PATCH", SERVER.path("/documents/" + id), body.replace('\'', '"'), headers);
    }

    private static Answer delete(String id) {
        return SERVER.api().call("DELETE", SERVER.path("/documents/" + id));
    }

    private static Document document(String id) {
        return Objects.requireNonNull(SERVER.log().document(id), id).document();
    }
}
