package io.brainy.search.api;

import static io.brainy.search.testing.TestCollection.document;
import static io.brainy.search.testing.TestCollection.in;
import static io.brainy.search.testing.TestCollection.twoDimensions;
import static io.brainy.search.testing.TestCollection.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.brainy.model.document.Document;
import io.brainy.model.document.FieldValue;
import io.brainy.model.document.Vector;
import io.brainy.model.error.CorruptException;
import io.brainy.model.error.OverloadedException;
import io.brainy.model.error.ProblemType;
import io.brainy.model.error.UnavailableException;
import io.brainy.model.key.CollectionId;
import io.brainy.model.key.CollectionName;
import io.brainy.search.api.SearchServer.Reply;
import io.brainy.search.testing.TestCollection;
import io.brainy.search.testing.TestEmbedder;
import io.brainy.search.testing.TestNode;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Every line of the contract's "Reading", over HTTP.
class ReadingApiTest {

    private static final String FIND = "/v1/collections/notes/find";
    private static final String SEARCH = "/v1/collections/notes/search";
    private static final String SCAN = "/v1/collections/notes/documents:scan";

    private static SearchServer server;

    private TestCollection notes = new TestCollection("notes", twoDimensions(), 1);

    @BeforeAll
    static void start() {
        server = new SearchServer();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void fill() {
        collection(new TestCollection("notes", twoDimensions(), 2));
        notes.write(
                with(document("a", "law of nations", 1, 0), "year", new FieldValue.Whole(1758)),
                in(document("b", "law of art", 0, 1), "art", "acme"),
                document("c/;ä", "weather", -1, 0));
    }

    @AfterEach
    void nothingStaysOpen() {
        assertThat(notes.openSnapshots()).isZero();
    }

    private void collection(TestCollection collection) {
        notes = collection;
        server.bean(TestNode.class).add(collection);
    }

    // ---- find

    @Test
    void findAnswersHitsWithWhyAndHowComplete() {
        Reply reply = server.post(FIND, "{'query':'law'}");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Brainy-Position")).isEqualTo("1");
        assertThat(reply.body().propertyNames())
                .containsExactly("hits", "shards", "position", "tookMs");
        JsonNode hit = reply.body().path("hits").path(0);
        assertThat(hit.propertyNames())
                .containsExactly("id", "type", "score", "content", "metadata", "why");
        assertThat(hit.path("id").asString()).isEqualTo("a");
        assertThat(hit.path("content").asString()).isEqualTo("law of nations");
        assertThat(hit.path("metadata").path("year").asInt()).isEqualTo(1758);
        assertThat(hit.path("why").path("vector").asDouble()).isEqualTo(1.0);
        assertThat(hit.path("why").path("text").asDouble()).isPositive();
        assertThat(hit.path("score").asDouble()).isEqualTo(2 / 61.0);
        assertThat(reply.body().path("shards").toString())
                .isEqualTo("{\"total\":2,\"queried\":2,\"failed\":0}");
        assertThat(reply.body().path("tookMs").asDouble()).isZero();
    }

    @Test
    void explainShowsThePlan() {
        Reply reply =
                server.post(
                        FIND,
                        "{'query':'law','domain':'art','explain':true,'where':{'type':'note'}}");

        JsonNode plan = reply.body().path("plan");
        assertThat(ids(reply)).containsExactly("b");
        assertThat(plan.path("query").asString()).isEqualTo("law");
        assertThat(plan.path("order").asString()).isEqualTo("fused-rank");
        assertThat(plan.path("fusion").toString()).isEqualTo("{\"method\":\"rrf\",\"k\":60}");
        assertThat(plan.path("rankings").toString())
                .isEqualTo(
                        "[{\"by\":\"vector\",\"from\":\"made\",\"model\":\"bge-small-en-v1.5\",\"depth\":100},"
                                + "{\"by\":\"text\",\"depth\":100}]");
        assertThat(plan.path("filters").toString())
                .isEqualTo(
                        "[{\"source\":\"where\",\"filter\":\"type eq \\\"note\\\"\"},"
                                + "{\"source\":\"domain\",\"filter\":\"domain eq \\\"art\\\"\"}]");
        assertThat(plan.path("shards")).hasSize(2);
        assertThat(plan.path("shards").findValuesAsString("fate"))
                .containsExactlyInAnyOrder("answered", "pruned");
        assertThat(plan.path("notes")).isEmpty();
    }

    @Test
    void findWithoutAQueryBrowsesInAStableOrderPageByPage() {
        List<String> all = new ArrayList<>();
        String cursor = "";
        do {
            Reply reply =
                    server.post(
                            FIND,
                            cursor.isEmpty()
                                    ? "{'limit':1}"
                                    : "{'limit':1,'cursor':'" + cursor + "'}");
            all.addAll(ids(reply));
            cursor = reply.body().path("cursor").asString("");
        } while (!cursor.isEmpty());

        assertThat(all).containsExactlyInAnyOrder("a", "b", "c/;ä");
    }

    @Test
    void findIsByWordsAloneWhereVectorsAreNotTheModels() {
        collection(new TestCollection("notes", twoDimensions().withoutModel(), 1));
        notes.write(document("a", "law", 1, 0));

        Reply reply = server.post(FIND, "{'query':'law','explain':true}");

        assertThat(reply.body().path("hits").path(0).path("why").propertyNames())
                .containsExactly("text");
        assertThat(reply.body().path("plan").path("notes").path(0).asString())
                .contains("not its model's");
        assertProblem(
                server.post(SEARCH, "{'text':'law','mode':'vector'}"), 422, "invalid", "mode text");
    }

    @Test
    void includeChoosesTheParts() {
        Reply reply = server.post(SEARCH, "{'vector':[1,0],'k':1,'include':['vector','metadata']}");

        JsonNode hit = reply.body().path("hits").path(0);
        assertThat(hit.propertyNames())
                .containsExactly("id", "type", "score", "metadata", "vector", "why");
        assertThat(hit.path("vector").toString()).isEqualTo("[1.0,0.0]");
        assertThat(server.post(FIND, "{'include':[]}").body().path("hits").path(0).propertyNames())
                .containsExactly("id", "type", "score", "why");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{                            | 400 | malformed | not JSON",
                "                             | 400 | malformed | empty",
                "{'limit':NaN}                | 400 | malformed | not JSON",
                "{} {}                        | 400 | malformed | more text",
                "[]                           | 422 | invalid   | an object",
                "{'quary':'x'}                | 422 | invalid   | did you mean 'query'",
                "{'query':1}                  | 422 | invalid   | a string",
                "{'query':' '}                | 422 | invalid   | at least one word",
                "{'limit':0}                  | 422 | invalid   | from 1 to 1000",
                "{'limit':1001}               | 422 | invalid   | from 1 to 1000",
                "{'limit':'9'}                | 422 | invalid   | a whole number",
                "{'where':{'a':{'like':1}}}   | 422 | invalid   | no operator 'like'",
                "{'where':[]}                 | 422 | invalid   | an object",
                "{'domain':''}                | 422 | invalid   | leave the field out",
                "{'include':['text']}         | 422 | invalid   | no 'text'",
                "{'consistency':'weak'}       | 422 | invalid   | no 'weak'",
                "{'explain':'yes'}            | 422 | invalid   | true or false",
                "{'cursor':'abc'}             | 422 | invalid   | exactly as an answer gave it",
                "{'connected':{'to':'a'}}     | 501 | not-built | connected",
                "{'connected':{'to':'a'},'limit':0} | 422 | invalid | from 1 to 1000"
            })
    void aBadFindIsTold(String body, int status, String type, String detail) {
        assertProblem(server.post(FIND, body == null ? "" : body), status, type, detail);
    }

    @Test
    void aLimitOfAThousandIsFine() {
        assertThat(server.post(FIND, "{'limit':1000}").status()).isEqualTo(200);
        assertThat(server.post(SEARCH, "{'text':'law','k':1000}").status()).isEqualTo(200);
    }

    @Test
    void aBodyBeyondTheLimitIsTooLarge() {
        assertProblem(
                server.post(FIND, "{'query':'" + "x".repeat(5 << 20) + "'}"),
                413,
                "too-large",
                "at most");
        assertProblem(
                server.post(FIND, "{'query':'" + "x".repeat(10_001) + "'}"),
                422,
                "invalid",
                "at most 10000 characters");
    }

    // ---- search

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'vector':[1,0]}                            | vector      | a",
                "{'text':'art'}                              | text        | b",
                "{'vector':[0,1],'text':'art'}               | vector,text | b",
                "{'vector':[1,0],'text':'x','mode':'vector'} | vector      | a",
                "{'vector':[1,0],'text':'art','mode':'text'} | text        | b",
                "{'text':'law','mode':'vector'}              | vector      | a",
                "{'text':'nations','mode':'hybrid'}          | vector,text | a"
            })
    void theModeIsByWhatIsGivenUnlessNamed(String body, String why, String first) {
        Reply reply = server.post(SEARCH, body);

        assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
        assertThat(ids(reply)).first().isEqualTo(first);
        assertThat(String.join(",", reply.body().path("hits").path(0).path("why").propertyNames()))
                .isEqualTo(why);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                                  | a 'vector', a 'text' or both",
                "{'vector':[1,0],'mode':'text'}      | has a 'text'",
                "{'vector':[1,0],'mode':'hybrid'}    | has a 'text'",
                "{'vector':[1,0,0]}                  | have 2 components, found 3",
                "{'vector':[]}                       | found none",
                "{'vector':[0,0]}                    | cosine",
                "{'vector':[1e39,0]}                 | 32-bit float",
                "{'vector':['1',0]}                  | a number",
                "{'text':'x','mode':'fuzzy'}         | no 'fuzzy'",
                "{'text':'x','k':0}                  | from 1 to 1000",
                "{'text':'x','k':1001}               | from 1 to 1000",
                "{'text':'x','limit':1}              | no field 'limit'"
            })
    void aBadSearchIsTold(String body, String detail) {
        assertProblem(server.post(SEARCH, body), 422, "invalid", detail);
    }

    @Test
    void aCursorOfFindDoesNotContinueASearch() {
        String cursor = server.post(FIND, "{'limit':1}").body().path("cursor").asString();

        assertProblem(
                server.post(SEARCH, "{'text':'law','cursor':'" + cursor + "'}"),
                422,
                "invalid",
                "another call");
        assertProblem(
                server.post(FIND, "{'where':{'type':'x'},'cursor':'" + cursor + "'}"),
                422,
                "invalid",
                "another query");
    }

    // ---- freshness

    @Test
    void strongSeesWhatAnotherNodeAcknowledged() {
        long position = notes.appendElsewhere();
        assertThat(server.post(FIND, "{}").body().path("position").asLong()).isEqualTo(1);

        assertProblem(
                server.post(FIND, "{'consistency':'strong'}"), 503, "unavailable", "commit 2");
        notes.shards().forEach(s -> s.reach(position));
        for (Reply reply :
                List.of(
                        server.post(FIND, "{'consistency':'strong'}"),
                        server.post(SCAN, "{'consistency':'strong'}"),
                        server.get("/v1/collections/notes/documents/a?consistency=strong"),
                        server.get("/v1/collections/notes/stats?consistency=strong"))) {
            assertThat(reply.header("Brainy-Position")).isEqualTo("2");
        }
    }

    @Test
    void aPositionIsSeenUnknownOrWaitedForInEveryCall() {
        notes.append();
        for (String position : List.of("1", "2", "3", "x")) {
            for (Reply reply :
                    List.of(
                            server.post(FIND, "{}", "Brainy-Position", position),
                            server.post(SEARCH, "{'text':'law'}", "Brainy-Position", position),
                            server.post(SCAN, "{}", "Brainy-Position", position),
                            server.get(
                                    "/v1/collections/notes/documents/a",
                                    "Brainy-Position",
                                    position),
                            server.get(
                                    "/v1/collections/notes/stats", "Brainy-Position", position))) {
                switch (position) {
                    case "1" -> assertThat(reply.status()).isEqualTo(200);
                    case "2" -> {
                        assertProblem(reply, 503, "unavailable", "not reached commit 2");
                        assertThat(reply.header("Retry-After")).isEqualTo("1");
                    }
                    case "3" -> assertProblem(reply, 409, "position-unknown", "no commit 3");
                    default -> assertProblem(reply, 422, "invalid", "position");
                }
            }
        }
    }

    // ---- failures

    @Test
    void aShardThatFailsIsCountedAndAllFailingIs503() {
        MeterRegistry meters = server.bean(MeterRegistry.class);
        double before = meters.counter("brainy.search.shards.failed").count();
        notes.shard(0).fail(new CorruptException("files/1-0-1-x is damaged"));

        Reply partial = server.post(FIND, "{'query':'law','explain':true}");

        assertThat(partial.status()).isEqualTo(200);
        assertThat(partial.body().path("shards").toString())
                .isEqualTo("{\"total\":2,\"queried\":2,\"failed\":1}");
        assertThat(partial.body().path("plan").path("shards").path(0).path("reason").asString())
                .contains("damaged");
        assertThat(meters.counter("brainy.search.shards.failed").count()).isEqualTo(before + 1);
        assertThat(meters.timer("brainy.search.requests", "call", "find", "outcome", "partial"))
                .satisfies(t -> assertThat(t.count()).isPositive());

        notes.shard(1)
                .fail(
                        new UnavailableException(
                                ProblemType.UNAVAILABLE, "away", Duration.ofSeconds(3)));
        assertProblem(server.post(FIND, "{'query':'law'}"), 503, "corrupt", "damaged");
        assertProblem(server.get("/v1/collections/notes/stats"), 503, "corrupt", "damaged");
        assertProblem(server.post(SCAN, "{}"), 503, "corrupt", "damaged");
    }

    @Test
    void anEmbedderThatIsFullIs429() {
        TestEmbedder embedder = server.bean(TestEmbedder.class);
        embedder.fail(new OverloadedException("the queue is full", Duration.ofSeconds(2)));

        Reply reply = server.post(FIND, "{'query':'law'}");
        embedder.heal();

        assertProblem(reply, 429, "overloaded", "queue is full");
        assertThat(reply.header("Retry-After")).isEqualTo("2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nowhere", "NOTES", "a%20b"})
    void aCollectionThatIsNotThereOrBadlyNamedIsTold(String name) {
        boolean valid = name.equals("nowhere");
        for (Reply reply :
                List.of(
                        server.post("/v1/collections/" + name + "/find", "{}"),
                        server.post("/v1/collections/" + name + "/search", "{'text':'x'}"),
                        server.post("/v1/collections/" + name + "/documents:scan", "{}"),
                        server.get("/v1/collections/" + name + "/documents/a"),
                        server.get("/v1/collections/" + name + "/stats"))) {
            if (valid) {
                assertProblem(reply, 404, "not-found", "no collection 'nowhere'");
            } else {
                assertProblem(reply, 422, "invalid", "a collection's name");
            }
        }
    }

    // ---- get

    @Test
    void aDocumentComesAsItWasWrittenWithItsVersion() {
        Reply reply = server.get("/v1/collections/notes/documents/a");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("ETag")).isEqualTo("\"1\"");
        assertThat(reply.header("Brainy-Position")).isEqualTo("1");
        assertThat(reply.body().toString())
                .isEqualTo(
                        "{\"id\":\"a\",\"type\":\"note\",\"content\":\"law of nations\","
                                + "\"vector\":[1.0,0.0],\"metadata\":{\"year\":1758},"
                                + "\"createdAt\":\"1970-01-01T00:00:00Z\"}");
    }

    @Test
    void aVectorThatAModelMadeIsNotPartOfWhatWasWritten() {
        Document made =
                document("made", "x").withVector(new Vector(new float[] {0.5f, 0.5f}, true));
        notes.write(made);

        assertThat(server.get("/v1/collections/notes/documents/made").body().has("vector"))
                .isFalse();
        assertThat(server.post(SCAN, "{'where':{'id':'made'}}").body().findValue("vector"))
                .isNull();
        assertThat(
                        String.valueOf(
                                server.post(SCAN, "{'where':{'id':'made'},'include':['vector']}")
                                        .body()
                                        .findValue("vector")))
                .isEqualTo("[0.5,0.5]");
    }

    @Test
    void anIdIsDataAndAKeyOnlyAHint() {
        assertThat(server.get("/v1/collections/notes/documents/c%2F%3B%C3%A4").status())
                .isEqualTo(200);
        for (String query :
                List.of(
                        "?domain=art",
                        "?customerId=acme",
                        "?domain=other",
                        "?domain=art&customerId=x")) {
            assertThat(server.get("/v1/collections/notes/documents/b" + query).status())
                    .as(query)
                    .isEqualTo(200);
        }
    }

    @Test
    void whatIsNotThereIs404AndABadIdIs422() {
        assertProblem(
                server.get("/v1/collections/notes/documents/nowhere"),
                404,
                "not-found",
                "no document 'nowhere' as of commit 1");
        assertProblem(
                server.get("/v1/collections/notes/documents/~x"), 422, "invalid", "by the server");
        assertProblem(
                server.get("/v1/collections/notes/documents/a?consistency=weak"),
                422,
                "invalid",
                "'weak'");
    }

    @Test
    void anUnchangedDocumentIs304() {
        Reply same = server.get("/v1/collections/notes/documents/a", "If-None-Match", "\"1\"");
        Reply other = server.get("/v1/collections/notes/documents/a", "If-None-Match", "\"0\"");

        assertThat(same.status()).isEqualTo(304);
        assertThat(same.header("ETag")).isEqualTo("\"1\"");
        assertThat(other.status()).isEqualTo(200);
    }

    // ---- scan

    @Test
    void aScanGivesEveryDocumentOnceAndEndsWithoutACursor() {
        Reply first = server.post(SCAN, "{'limit':2}");
        Reply second =
                server.post(
                        SCAN,
                        "{'limit':2,'cursor':'" + first.body().path("cursor").asString() + "'}");

        List<String> all = new ArrayList<>(documentIds(first));
        all.addAll(documentIds(second));
        assertThat(all).containsExactlyInAnyOrder("a", "b", "c/;ä");
        assertThat(second.body().has("cursor")).isFalse();
        assertThat(first.header("Brainy-Position")).isEqualTo("1");
        assertThat(server.post(SCAN, "{}").body().propertyNames())
                .containsExactly("documents", "position");
    }

    @Test
    void aScanThatWasIdleForFiveMinutesIsGone() {
        String cursor = server.post(SCAN, "{'limit':1}").body().path("cursor").asString();
        server.bean(AtomicLong.class).addAndGet(Duration.ofMinutes(5).toNanos());

        assertProblem(server.post(SCAN, "{'cursor':'" + cursor + "'}"), 410, "gone", "start again");
    }

    @Test
    void theSeventeenthOpenScanIs429() {
        for (int i = 0; i < 16; i++) {
            assertThat(server.post(SCAN, "{'limit':1}").status()).isEqualTo(200);
        }

        Reply refused = server.post(SCAN, "{'limit':1}");
        server.bean(AtomicLong.class).addAndGet(Duration.ofMinutes(5).toNanos());
        String cursor = server.post(SCAN, "{'limit':2}").body().path("cursor").asString();
        server.post(SCAN, "{'cursor':'" + cursor + "'}");

        assertProblem(refused, 429, "overloaded", "16 scans are open");
        assertThat(refused.header("Retry-After")).isEqualTo("300");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'limit':0}          | 422 | invalid | from 1 to 1000",
                "{'limit':1001}       | 422 | invalid | from 1 to 1000",
                "{'query':'x'}        | 422 | invalid | no field 'query'",
                "{'cursor':'x'}       | 422 | invalid | exactly as an answer gave it"
            })
    void aBadScanIsTold(String body, int status, String type, String detail) {
        assertProblem(server.post(SCAN, body), status, type, detail);
    }

    // ---- stats

    @Test
    void statsAreTheSumsOfTheShards() {
        notes.shards().forEach(s -> s.publish());
        notes.write(document("d", "x"));

        Reply reply = server.get("/v1/collections/notes/stats");

        assertThat(reply.body().propertyNames())
                .containsExactly(
                        "documents",
                        "relationships",
                        "bytes",
                        "segments",
                        "unindexedCommits",
                        "position",
                        "shards");
        assertThat(reply.body().path("documents").asInt()).isEqualTo(4);
        assertThat(reply.body().path("relationships").asInt()).isEqualTo(6);
        assertThat(reply.body().path("bytes").asInt()).isEqualTo(2000);
        assertThat(reply.body().path("segments").asInt()).isEqualTo(4);
        assertThat(reply.body().path("unindexedCommits").asInt()).isEqualTo(1);
        assertThat(reply.body().path("position").asInt()).isEqualTo(2);
        assertThat(reply.body().path("shards").path(0).path("slots").toString())
                .isEqualTo("{\"from\":0,\"to\":32767}");
        assertThat(reply.body().path("shards").path(1).path("shard").asString()).isEqualTo("1-1");
    }

    @Test
    void aCollectionMadeAnewElsewhereIsFoundByItsPosition() {
        TestCollection anew =
                new TestCollection(
                        new CollectionId(new CollectionName("notes"), 9), twoDimensions(), 1, 40);
        anew.write(document("new", "x"));
        server.bean(TestNode.class).addElsewhere(anew);

        Reply reply = server.post(FIND, "{}", "Brainy-Position", "41");

        assertThat(ids(reply)).containsExactly("new");
    }

    private static List<String> ids(Reply reply) {
        return reply.body().path("hits").findValuesAsString("id");
    }

    private static List<String> documentIds(Reply reply) {
        return reply.body().path("documents").findValuesAsString("id");
    }

    private static void assertProblem(Reply reply, int status, String type, String detail) {
        assertThat(reply.status()).as(reply.toString()).isEqualTo(status);
        assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(reply.body().path("type").asString()).isEqualTo("urn:brainy:problem:" + type);
        assertThat(reply.body().toString()).contains(detail.replace("\"", "\\\""));
    }
}
