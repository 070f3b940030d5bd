package io.brainy.ingest.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.brainy.ingest.testing.ApiClient.Answer;
import io.brainy.ingest.testing.IngestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CollectionsApiTest {

    @RegisterExtension static final IngestServer SERVER = new IngestServer();

    @Test
    void aCollectionIsMadeWithDefaults() {
        Answer answer = put("{}");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.body().toString())
                .isEqualTo(
                        ("{'name':'%s','shards':1,'replicas':1,'domainsFixed':false,"
                                        + "'embeddingModel':'bge-small-en-v1.5','similarity':'cosine'}")
                                .formatted(SERVER.collection())
                                .replace('\'', '"'));
        assertThat(answer.header("Brainy-Position")).isEqualTo("0");
        assertThat(get().body()).isEqualTo(answer.body());
        assertThat(put("{}").status()).isEqualTo(200);
    }

    @Test
    void everythingMayBeChosen() {
        Answer answer =
                put(
                        "{'shards':4,'replicas':2,'domainsFixed':true,'similarity':'euclidean',"
                                + "'dimension':3}");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.body().path("shards").asInt()).isEqualTo(4);
        assertThat(answer.body().path("replicas").asInt()).isEqualTo(2);
        assertThat(answer.body().path("domainsFixed").asBoolean()).isTrue();
        assertThat(answer.body().path("similarity").asString()).isEqualTo("euclidean");
        assertThat(answer.body().path("dimension").asInt()).isEqualTo(3);
        // The model makes four components, so it makes none here.
        assertThat(answer.body().has("embeddingModel")).isFalse();
    }

    @Test
    void aNamedModelFixesTheDimension() {
        Answer answer = put("{'embeddingModel':'default'}");

        assertThat(answer.body().path("embeddingModel").asString()).isEqualTo("bge-small-en-v1.5");
        assertThat(answer.body().path("dimension").asInt()).isEqualTo(4);
        assertThat(put("{'embeddingModel':'bge-small-en-v1.5','dimension':4}").status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "{'dimension':4},409",
        "{'similarity':'dot'},409",
        "{'embeddingModel':'default'},409",
        "{'shards':2},409",
        "{'dimension':3},200",
        "{'similarity':'cosine'},200",
        "{'replicas':3},200",
        "{},200"
    })
    void whatGivesDocumentsTheirMeaningStays(String body, int status) {
        put("{'dimension':3}");

        Answer answer = put(body);

        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(status);
        assertThat(get().body().path("dimension").asInt()).isEqualTo(3);
    }

    @Test
    void anOpenDimensionMayBeFixed() {
        put("{}");

        assertThat(put("{'dimension':3}").body().path("dimension").asInt()).isEqualTo(3);
        assertThat(put("{'dimension':4}").status()).isEqualTo(409);
    }

    @Test
    void replicasMayBeChanged() {
        put("{}");

        assertThat(put("{'replicas':2}").status()).isEqualTo(200);
        assertThat(get().body().path("replicas").asInt()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'shards':0}                              | 422 | shards",
                "{'shards':257}                            | 422 | shards",
                "{'replicas':17}                           | 422 | replicas",
                "{'dimension':0}                           | 422 | dimension",
                "{'dimension':4097}                        | 422 | dimension",
                "{'similarity':'cos'}                      | 422 | similarity",
                "{'embeddingModel':'nobody'}               | 422 | embeddingModel",
                "{'embeddingModel':'default','dimension':3}| 422 | dimension",
                "{'domainsFixed':'yes'}                    | 422 | domainsFixed",
                "{'name':'x'}                              | 422 | name",
                "``                                        | 400 | `"
            })
    void badSettingsAreRefused(String body, int status, String field) {
        Answer answer = put(body);

        assertThat(answer.status()).isEqualTo(status);
        if (status == 422) {
            assertThat(answer.body().path("errors").path(0).path("field").asString())
                    .isEqualTo(field);
        }
        assertThat(SERVER.collections().exists(SERVER.collection())).isFalse();
    }

    @Test
    void limitsAreTaken() {
        assertThat(put("{'shards':256,'replicas':16,'dimension':4096}").status()).isEqualTo(201);
    }

    @Test
    void collectionsAreListedAndDropped() {
        put("{}");
        Answer list = SERVER.api().call("GET", "/v1/collections");
        assertThat(list.body().path("collections").findValuesAsString("name"))
                .contains(SERVER.collection());

        assertThat(SERVER.api().call("DELETE", SERVER.path("")).status()).isEqualTo(204);
        assertThat(SERVER.api().call("DELETE", SERVER.path("")).status()).isEqualTo(404);
        assertThat(get().status()).isEqualTo(404);
        assertThat(put("{}").status()).isEqualTo(201);
    }

    @Test
    void badNamesAreInvalid() {
        assertThat(SERVER.api().json("PUT", "/v1/collections/A", "{}").status()).isEqualTo(422);
        assertThat(SERVER.api().json("PUT", "/v1/collections/a%2Fb", "{}").status()).isEqualTo(422);
        assertThat(SERVER.api().call("GET", "/v1/collections/..%2Fx").status()).isEqualTo(422);
    }

    private static Answer put(String body) {
        return SERVER.api().json("PUT", SERVER.path(""), body.replace('\'', '"'));
    }

    private static Answer get() {
        return SERVER.api().call("GET", SERVER.path(""));
    }
}
