package io.brainy.coordinator.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.brainy.model.document.Content;
import io.brainy.model.document.Document;
import io.brainy.model.document.DocumentId;
import io.brainy.model.document.FieldValue;
import io.brainy.model.document.Vector;
import io.brainy.model.error.InvalidException;
import io.brainy.model.error.ProblemType;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonGenerator;

class DocumentJsonTest {

    @Test
    void everyFieldIsRead() {
        DocumentDraft draft =
                read(
                        "{'id':'a','type':'post','content':'hello','vector':[1,2],"
                                + "'metadata':{'year':2024},'domain':'d','customerId':'c',"
                                + "'createdAt':'2024-02-29T23:59:59.5+02:00'}");

        assertThat(draft.id()).isEqualTo(new DocumentId("a"));
        assertThat(draft.type()).isEqualTo("post");
        assertThat(draft.content()).isEqualTo(new Content.Text("hello"));
        assertThat(draft.vector()).containsExactly(1f, 2f);
        assertThat(draft.metadata())
                .isEqualTo(new FieldValue.Fields(Map.of("year", new FieldValue.Whole(2024))));
        assertThat(draft.domain()).isEqualTo("d");
        assertThat(draft.customerId()).isEqualTo("c");
        assertThat(draft.createdAt()).isEqualTo(Instant.parse("2024-02-29T21:59:59.5Z"));
        assertThat(draft.routingKey()).isEqualTo("d");
    }

    @Test
    void nothingIsMandatoryAndNullIsNothing() {
        assertThat(read("{}"))
                .isEqualTo(
                        read(
                                "{'id':null,'type':null,'content':null,'vector':null,"
                                        + "'metadata':null,'domain':null,'customerId':null,"
                                        + "'createdAt':null}"));
        assertThat(read("{}").metadata()).isEqualTo(FieldValue.Fields.EMPTY);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[1]                                  | body",
                "'text'                               | body",
                "{'ID':'a'}                           | ID",
                "{'id':7}                             | id",
                "{'id':''}                            | id",
                "{'id':'~x'}                          | id",
                "{'id':'a\\u0000b'}                   | id",
                "{'content':7}                        | content",
                "{'content':['a']}                    | content",
                "{'vector':'1,2'}                     | vector",
                "{'vector':['1']}                     | vector[0]",
                "{'vector':[]}                        | vector",
                "{'vector':[1e39]}                    | vector[0]",
                "{'vector':[[1]]}                     | vector[0]",
                "{'metadata':[]}                      | metadata",
                "{'metadata':{'a':1e999}}             | metadata.a",
                "{'type':''}                          | type",
                "{'domain':1}                         | domain",
                "{'createdAt':'yesterday'}            | createdAt",
                "{'createdAt':'2024-01-01'}           | createdAt",
                "{'createdAt':'2024-01-01T00:00:00'}  | createdAt",
                "{'createdAt':'2023-02-29T00:00:00Z'} | createdAt",
                "{'createdAt':'2024-01-01T00:00Z'}    | createdAt",
                "{'createdAt':1704067200}             | createdAt"
            })
    void whatIsWrongIsInvalidAndNamed(String text, String field) {
        InvalidException failure = failure(text);

        assertThat(failure.type()).isEqualTo(ProblemType.INVALID);
        assertThat(failure.reasons())
                .extracting(InvalidException.Reason::field)
                .containsExactly(field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"type", "domain", "customerId", "id"})
    void wordsHave512BytesAtMost(String field) {
        assertThat(read("{'" + field + "':'" + "é".repeat(256) + "'}")).isNotNull();
        assertThat(failure("{'" + field + "':'" + "é".repeat(256) + "x'}").type())
                .isEqualTo(ProblemType.INVALID);
    }

    @Test
    void vectorsHave4096ComponentsAtMost() {
        DocumentDraft largest = read("{'vector':[1" + ",1".repeat(4095) + "]}");
        assertThat(largest.vector()).hasSize(4096);
        assertThat(failure("{'vector':[1" + ",1".repeat(4096) + "]}").type())
                .isEqualTo(ProblemType.INVALID);
    }

    @Test
    void aDocumentIsWrittenAsItIsRead() {
        Document document =
                new Document(
                        new DocumentId("ä/1"),
                        "post",
                        new Content.Structured(
                                new FieldValue.Fields(Map.of("t", new FieldValue.Text("x")))),
                        new Vector(new float[] {0.1f, -2f}, false),
                        new FieldValue.Fields(Map.of("r", new FieldValue.Real(0.5))),
                        "d",
                        null,
                        Instant.parse("2024-01-01T00:00:00Z"));

        String text = write(document, DocumentJson.Include.WITH_VECTOR);

        assertThat(text)
                .isEqualTo(
                        "{'id':'ä/1','type':'post','content':{'t':'x'},'vector':[0.1,-2.0],"
                                        .replace('\'', '"')
                                + "{'metadata':{'r':0.5},'domain':'d',"
                                        .substring(1)
                                        .replace('\'', '"')
                                + "\"createdAt\":\"2024-01-01T00:00:00Z\"}");
        DocumentDraft again = StrictJson.read(text.getBytes(UTF_8), new DocumentJson()::read);
        assertThat(again.content()).isEqualTo(document.content());
        assertThat(again.metadata()).isEqualTo(document.metadata());
        assertThat(write(document, DocumentJson.Include.WITHOUT_VECTOR)).doesNotContain("vector");
    }

    private static String write(Document document, DocumentJson.Include include) {
        var bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JsonOutput.open(bytes)) {
            DocumentJson.write(json, document, include);
        }
        return bytes.toString(UTF_8);
    }

    private static DocumentDraft read(String text) {
        return StrictJson.read(text.replace('\'', '"').getBytes(UTF_8), new DocumentJson()::read);
    }

    private static InvalidException failure(String text) {
        InvalidException failure = catchThrowableOfType(InvalidException.class, () -> read(text));
        assertThat(failure).as(text).isNotNull();
        return failure;
    }
}
