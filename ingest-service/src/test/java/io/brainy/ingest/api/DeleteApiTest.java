package io.brainy.ingest.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.brainy.ingest.testing.ApiClient.Answer;
import io.brainy.ingest.testing.IngestServer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeleteApiTest {

    @RegisterExtension static final IngestServer SERVER = new IngestServer();

    @Test
    void idsAreDeletedAndThoseThatWereThereCounted() {
        write(5);

        Answer answer = delete("{'ids':['d0','d3','nothing','d3']}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("deleted").asInt()).isEqualTo(2);
        assertThat(answer.body().path("position").asLong()).isEqualTo(answer.position());
        assertThat(SERVER.log().documents()).hasSize(3);
        assertThat(delete("{'ids':['d0']}").body().path("deleted").asInt()).isZero();
        assertThat(delete("{'ids':[]}").body().path("deleted").asInt()).isZero();
    }

    @Test
    void tenThousandIdsAreTakenAndOneMoreIsNot() {
        write(3);
        assertThat(delete(ids(10_000)).body().path("deleted").asInt()).isEqualTo(3);
        assertThat(delete(ids(10_001)).status()).isEqualTo(422);
    }

    private static String ids(int count) {
        return "{'ids':["
                + IntStream.range(0, count)
                        .mapToObj(i -> "'d" + i + "'")
                        .collect(Collectors.joining(","))
                + "]}";
    }

    @Test
    void whatMatchesIsDeleted() {
        write(2_500);

        Answer answer = delete("{'where':{'n':{'lt':2200}}}");

        assertThat(answer.body().path("deleted").asInt()).isEqualTo(2200);
        assertThat(SERVER.log().documents()).hasSize(300);
    }

    @Test
    void whatMatchesNoMoreStays() {
        write(3);
        SERVER.log()
                .beforeNext(() ->
                        SERVER.api()
                                .lines(
                                        SERVER.path("/documents"),
                                        "{\"id\":\"d1\",\"metadata\":{\"n\":9}}"));

        Answer answer = delete("{'where':{'n':{'lt':3}}}");

        assertThat(answer.body().path("deleted").asInt()).isEqualTo(2);
        assertThat(SERVER.log().document("d1")).isNotNull();
    }

    @Test
    void anIdThatIsWrittenMeanwhileIsDeletedAllTheSame() {
        write(2);
        SERVER.log()
                .beforeNext(() -> SERVER.api().lines(SERVER.path("/documents"), "{\"id\":\"d1\"}"));

        assertThat(delete("{'ids':['d0','d1']}").body().path("deleted").asInt()).isEqualTo(2);
        assertThat(SERVER.log().documents()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                                | 422",
                "{'ids':['a'],'where':{'n':1}}     | 422",
                "{'where':{}}                      | 422",
                "{'where':{'and':[]}}              | 422",
                "{'where':{'n':{'like':1}}}        | 422",
                "{'ids':'a'}                       | 422",
                "{'ids':[1]}                       | 422",
                "{'ids':['~bad']}                  | 422",
                "{'all':true}                      | 422",
                "nope                              | 400",
                "``                                | 400"
            })
    void badRequestsDeleteNothing(String body, int status) {
        write(1);

        assertThat(delete(body).status()).isEqualTo(status);
        assertThat(SERVER.log().documents()).hasSize(1);
    }

    @Test
    void deletingInNoCollectionIsNotFound() {
        assertThat(delete("{'ids':['a']}").status()).isEqualTo(404);
        assertThat(delete("{'where':{'n':1}}").status()).isEqualTo(404);
        assertThat(SERVER.collections().exists(SERVER.collection())).isFalse();
    }

    private static void write(int count) {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < count; i++) {
            body.append("{\"id\":\"d").append(i).append("\",\"metadata\":{\"n\":").append(i);
            body.append("}}\n");
        }
        SERVER.api().lines(SERVER.path("/documents"), body.toString());
    }

    private static Answer delete(String body) {
        return SERVER.api().json("POST", SERVER.path("/documents:delete"), body.replace('\'', '"'));
    }
}
