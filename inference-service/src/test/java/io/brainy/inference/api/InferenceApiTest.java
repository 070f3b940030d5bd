package io.brainy.inference.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class InferenceApiTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static InferenceNode node;

    private record Answer(int status, JsonNode body) {}

    @BeforeAll
    static void start() {
        node = InferenceNode.start();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void stringIsEmbeddedInTheShapeThatOpenAiClientsRead() throws Exception {
        Answer answer = post("{'model':'default','input':'hello world'}");

        assertThat(answer.status()).isEqualTo(200);
        JsonNode body = answer.body();
        assertThat(body.get("object").asString()).isEqualTo("list");
        assertThat(body.get("model").asString()).isEqualTo("bge-small-en-v1.5");
        assertThat(body.get("data")).hasSize(1);
        JsonNode item = body.get("data").get(0);
        assertThat(item.get("object").asString()).isEqualTo("embedding");
        assertThat(item.get("index").asInt()).isZero();
        assertThat(item.get("embedding")).hasSize(384).allMatch(JsonNode::isNumber);
        assertThat(item.get("tokens").asInt()).isEqualTo(4);
        assertThat(item.get("truncated").asBoolean()).isFalse();
        assertThat(body.get("usage").get("prompt_tokens").asInt()).isEqualTo(4);
        assertThat(body.get("usage").get("total_tokens").asInt()).isEqualTo(4);
    }

    @Test
    void listIsEmbeddedInOrder() throws Exception {
        JsonNode data = post("{'input':['one','two words','']}").body().get("data");

        assertThat(data).extracting(item -> item.get("index").asInt()).containsExactly(0, 1, 2);
        assertThat(data).extracting(item -> item.get("tokens").asInt()).containsExactly(3, 4, 2);
    }

    @Test
    void base64HoldsLittleEndianFloats() throws Exception {
        JsonNode floats = embedding(post("{'input':'hello world'}"));
        byte[] bytes =
                Base64.getDecoder()
                        .decode(
                                embedding(
                                                post(
                                                        "{'input':'hello world','encoding_format':'base64'}"))
                                        .asString());

        ByteBuffer decoded = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(bytes).hasSize(384 * 4);
        for (int i = 0; i < 384; i++) {
            assertThat(decoded.getFloat()).isCloseTo(floats.get(i).floatValue(), within(1e-3f));
        }
    }

    @Test
    void fieldsThatOpenAiDocumentsAreTaken() throws Exception {
        assertThat(
                        post("{'model':'bge-small-en-v1.5','input':'a','encoding_format':'float',"
                                        + "'dimensions':384,'user':'me','input_type':'query'}")
                                .status())
                .isEqualTo(200);
    }

    @Test
    void truncationIsStated() throws Exception {
        JsonNode data =
                post("{'input':['short','" + "word ".repeat(600) + "']}").body().get("data");

        assertThat(data)
                .extracting(item -> item.get("truncated").asBoolean())
                .containsExactly(false, true);
        assertThat(data.get(1).get("tokens").asInt()).isEqualTo(512);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {}                                        | input
                    {'input':[]}                              | input
                    {'input':7}                               | input
                    {'input':{'a':1}}                         | input
                    {'input':[1,2,3]}                         | input[0]
                    {'input':[[1,2],[3]]}                     | input[0]
                    {'input':['a',null]}                      | input[1]
                    {'input':['a',true]}                      | input[1]
                    {'input':'a','encoding_format':'int8'}    | encoding_format
                    {'input':'a','input_type':'passage'}      | input_type
                    {'input':'a','dimensions':256}            | dimensions
                    """)
    void badFieldIsNamed(String body, String field) throws Exception {
        Answer answer = post(body);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body().get("errors").get(0).get("field").asString()).isEqualTo(field);
        assertThat(answer.body().get("detail").asString()).isNotBlank();
    }

    @Test
    void tokensAreRefusedWithTheReason() throws Exception {
        assertThat(post("{'input':[1,2,3]}").body().get("detail").asString())
                .contains("send the text");
    }

    @Test
    void unknownFieldIsRefused() throws Exception {
        assertThat(post("{'input':'a','inputs':'b'}").status()).isEqualTo(422);
    }

    @Test
    void unknownModelIsNotFound() throws Exception {
        Answer answer = post("{'model':'text-embedding-3-small','input':'a'}");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.body().get("detail").asString()).contains("/v1/models");
    }

    @Test
    void textBeyondAMebibyteIsTooLarge() throws Exception {
        Answer answer = post("{'input':['a','" + "x".repeat((1 << 20) + 1) + "']}");

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.body().get("errors").get(0).get("field").asString())
                .isEqualTo("input[1]");
    }

    @Test
    void inputsBeyondTheMostAreInvalid() throws Exception {
        String most = "'a',".repeat(2_048);

        assertThat(post("{'input':[" + most + "'a']}").status()).isEqualTo(422);
    }

    @Test
    void modelsAreListedAndFoundByNameAndAlias() throws Exception {
        Answer list = get("/v1/models");
        Answer byName = get("/v1/models/bge-small-en-v1.5");

        assertThat(list.body().get("object").asString()).isEqualTo("list");
        assertThat(list.body().get("data").get(0)).isEqualTo(byName.body());
        assertThat(byName.body().get("id").asString()).isEqualTo("bge-small-en-v1.5");
        assertThat(byName.body().get("object").asString()).isEqualTo("model");
        assertThat(byName.body().get("owned_by").asString()).isEqualTo("BAAI");
        assertThat(byName.body().get("created").isIntegralNumber()).isTrue();
        assertThat(byName.body().get("dimension").asInt()).isEqualTo(384);
        assertThat(get("/v1/models/default").body()).isEqualTo(byName.body());
        assertThat(get("/v1/models/none").status()).isEqualTo(404);
    }

    @Test
    void healthShowsTheDevice() throws Exception {
        JsonNode model =
                get("/actuator/health")
                        .body()
                        .at("/components/inference/details/models/bge-small-en-v1.5");

        assertThat(model.get("device").asString()).isNotBlank();
        assertThat(model.get("sessions").asInt()).isEqualTo(2);
    }

    @Test
    void metersAreScraped() throws Exception {
        post("{'input':'a'}");

        assertThat(getText("/actuator/prometheus"))
                .contains("brainy_inference_texts_total{lane=\"document\"");
    }

    private static JsonNode embedding(Answer answer) {
        return answer.body().get("data").get(0).get("embedding");
    }

    /// Single quotes stand for double ones.
    private static Answer post(String body) throws IOException, InterruptedException {
        return send(
                HttpRequest.newBuilder(node.root().resolve("/v1/embeddings"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')))
                        .build());
    }

    private static Answer get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(node.root().resolve(path)).build());
    }

    private static String getText(String path) throws IOException, InterruptedException {
        return CLIENT.send(
                        HttpRequest.newBuilder(node.root().resolve(path)).build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static Answer send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<byte[]> response =
                CLIENT.send(request, HttpResponse.BodyHandlers.ofByteArray());
        return new Answer(response.statusCode(), JSON.readTree(response.body()));
    }
}
