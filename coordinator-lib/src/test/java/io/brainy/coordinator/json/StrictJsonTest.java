package io.brainy.coordinator.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.brainy.model.document.FieldValue;
import io.brainy.model.error.InvalidException;
import io.brainy.model.error.ProblemType;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {

    private static final KnownFields FIELDS =
            KnownFields.of("limit", "query", "createdAt", "inner");

    @Test
    void readsEveryKindOfValueIntoATree() {
        FieldValue value =
                read(
                        "{\"a\":null,\"b\":true,\"c\":false,\"d\":7,\"e\":-1.5,\"f\":\"x\","
                                + "\"g\":[1,[2]],\"h\":{\"i\":9223372036854775807}}",
                        StrictJson::field);

        assertThat(value)
                .isEqualTo(
                        new FieldValue.Fields(
                                Map.of(
                                        "a", FieldValue.Null.NULL,
                                        "b", new FieldValue.Bool(true),
                                        "c", new FieldValue.Bool(false),
                                        "d", new FieldValue.Whole(7),
                                        "e", new FieldValue.Real(-1.5),
                                        "f", new FieldValue.Text("x"),
                                        "g",
                                                new FieldValue.Items(
                                                        List.of(
                                                                new FieldValue.Whole(1),
                                                                new FieldValue.Items(
                                                                        List.of(
                                                                                new FieldValue
                                                                                        .Whole(
                                                                                        2))))),
                                        "h",
                                                new FieldValue.Fields(
                                                        Map.of(
                                                                "i",
                                                                new FieldValue.Whole(
                                                                        Long.MAX_VALUE))))));
    }

    @Test
    void wholeNumbersBeyondLongBecomeDoubles() {
        assertThat(read("9223372036854775808", StrictJson::field))
                .isEqualTo(new FieldValue.Real(0x1p63));
        assertThat(read("1" + "0".repeat(300), StrictJson::field))
                .isEqualTo(new FieldValue.Real(1e300));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  \n ",
                "nope",
                "{",
                "{\"a\":}",
                "{\"a\":NaN}",
                "{\"a\":Infinity}",
                "{\"a\":-Infinity}",
                "[1,]",
                "{\"a\":1,}",
                "{'a':1}",
                "{\"a\":01}",
                "{\"a\":+1}",
                "{\"a\":.5}",
                "{\"a\":\"\u0001\"}",
                "{\"a\":\"unfinished",
                "{} {}",
                "{\"a\":1} // no",
                "{\"a\":\"\\x\"}"
            })
    void whatIsNotJsonIsMalformed(String text) {
        assertThat(failure(text, StrictJson::field).type()).isEqualTo(ProblemType.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"\u00ff\"", // a byte that never occurs
                "\"\u00c0\u00af\"", // an overlong '/'
                "\"\u00ed\u00a0\u0080\"", // a surrogate
                "\"\u00f4\u0090\u0080\u0080\"", // beyond U+10FFFF
                "\"\u00e2\u0082\"", // cut short
                "\"12345678\u00c3(\"" // not followed
            })
    void whatIsNotUtf8IsMalformed(String latin) {
        byte[] bytes = latin.getBytes(ISO_8859_1);

        assertThatThrownBy(() -> StrictJson.read(bytes, StrictJson::field))
                .isInstanceOfSatisfying(
                        InvalidException.class,
                        e -> {
                            assertThat(e.type()).isEqualTo(ProblemType.MALFORMED);
                            assertThat(e).hasMessageContaining("UTF-8");
                        });
    }

    @Test
    void everyWellFormedSequencePasses() {
        String text = "a\u00e9\u20ac\ud83d\ude00\uffff\udbff\udfff\u0800\ud7ff\ue000";

        assertThat(read("\"" + text + "\"", StrictJson::text)).isEqualTo(text);
    }

    @Test
    void halfASurrogatePairIsInvalid() {
        assertThat(failure("{\"a\":\"\\ud800\"}", StrictJson::field))
                .hasMessageContaining("surrogate");
        assertThat(failure("{\"a\":\"\\udc00x\"}", StrictJson::field).type())
                .isEqualTo(ProblemType.INVALID);
        assertThat(read("\"\\ud83d\\ude00\"", StrictJson::text)).isEqualTo("\ud83d\ude00");
    }

    @Test
    void thirtyTwoLevelsAreReadAndThirtyThreeAreNot() {
        assertThat(read("[".repeat(32) + "]".repeat(32), StrictJson::field)).isNotNull();
        InvalidException tooDeep = failure("[".repeat(33) + "]".repeat(33), StrictJson::field);
        assertThat(tooDeep.type()).isEqualTo(ProblemType.INVALID);
        assertThat(tooDeep).hasMessageContaining("32");
        assertThat(failure("[".repeat(5000) + "]".repeat(5000), StrictJson::field).type())
                .isEqualTo(ProblemType.INVALID);
    }

    @Test
    void anUnknownFieldIsNamedWithTheNearestKnown() {
        InvalidException unknown = failure("{\"created_at\":1}", StrictJsonTest::readFields);

        assertThat(unknown.type()).isEqualTo(ProblemType.INVALID);
        assertThat(unknown)
                .hasMessageContaining("'created_at'")
                .hasMessageContaining("'createdAt'");
        assertThat(unknown.reasons())
                .extracting(InvalidException.Reason::field)
                .containsExactly("created_at");
        assertThat(failure("{\"quer\":1}", StrictJsonTest::readFields))
                .hasMessageContaining("did you mean 'query'");
        assertThat(failure("{\"zzzzzzzzz\":1}", StrictJsonTest::readFields))
                .hasMessageNotContaining("did you mean")
                .hasMessageContaining("limit, query");
    }

    @Test
    void duplicateFieldsAreInvalid() {
        assertThat(failure("{\"limit\":1,\"limit\":2}", StrictJsonTest::readFields).reasons())
                .extracting(InvalidException.Reason::field)
                .containsExactly("limit");
        assertThat(failure("{\"inner\":{\"x\":1,\"x\":2}}", StrictJsonTest::readFields).reasons())
                .extracting(InvalidException.Reason::field)
                .containsExactly("inner.x");
    }

    @Test
    void theSameFieldInNestedObjectsIsNoDuplicate() {
        assertThat(read("{\"inner\":{\"limit\":1},\"limit\":2}", StrictJsonTest::readFields))
                .isEqualTo(2);
    }

    @Test
    void nullMeansMissing() {
        assertThat(read("{\"limit\":null}", StrictJsonTest::readFields)).isEqualTo(-1);
    }

    @Test
    void bodiesThatAreNotJsonAreMalformedWhateverElseIsWrong() {
        assertThat(failure("{\"bogus\":1, oops", StrictJsonTest::readFields).type())
                .isEqualTo(ProblemType.MALFORMED);
        assertThat(failure("{\"bogus\":1} {}", StrictJsonTest::readFields).type())
                .isEqualTo(ProblemType.INVALID);
    }

    @Test
    void numbersAreBounded() {
        assertThat(read("{\"limit\":1000}", StrictJsonTest::readFields)).isEqualTo(1000);
        assertThat(read("{\"limit\":10.0}", StrictJsonTest::readFields)).isEqualTo(10);
        for (String wrong : List.of("1001", "0", "1.5", "\"5\"", "true", "1e99", "[1]")) {
            assertThat(failure("{\"limit\":" + wrong + "}", StrictJsonTest::readFields).type())
                    .as(wrong)
                    .isEqualTo(ProblemType.INVALID);
        }
        assertThat(failure("1e400", StrictJson::field).type()).isEqualTo(ProblemType.INVALID);
        assertThat(failure("9".repeat(400), StrictJson::field).type())
                .isEqualTo(ProblemType.INVALID);
    }

    @Test
    void errorsNameThePathOfTheField() {
        assertThat(
                        failure("{\"inner\":{\"a\":[1,{\"b\":1e999}]}}", StrictJsonTest::readFields)
                                .reasons())
                .extracting(InvalidException.Reason::field)
                .containsExactly("inner.a[1].b");
    }

    @Test
    void malformedTextNamesLineAndColumn() {
        assertThat(failure("{\n  \"limit\": oops}", StrictJsonTest::readFields))
                .hasMessageContaining("line 2")
                .hasMessageContaining("column");
    }

    @Test
    void floatsAreReadUpToTheirNumberAndRange() {
        float[] floats = read("[1, -2.5, 3e2]", json -> json.floats(3, 1));
        assertThat(floats).containsExactly(1f, -2.5f, 300f);
        assertThat(failure("[1,2,3,4]", json -> json.floats(3, 3)))
                .hasMessageContaining("at most 3");
        assertThat(failure("[]", json -> json.floats(3, 3)).type()).isEqualTo(ProblemType.INVALID);
        assertThat(failure("[1,\"2\"]", json -> json.floats(3, 3)).reasons())
                .extracting(InvalidException.Reason::field)
                .containsExactly("[1]");
        assertThat(failure("[1,null]", json -> json.floats(3, 3)).type())
                .isEqualTo(ProblemType.INVALID);
        assertThat(failure("[3.5e38]", json -> json.floats(3, 3)).type())
                .isEqualTo(ProblemType.INVALID);
        assertThat(failure("[NaN]", json -> json.floats(3, 3)).type())
                .isEqualTo(ProblemType.MALFORMED);
    }

    private static int readFields(StrictJson json) {
        int limit = -1;
        json.enterObject();
        for (String field = json.nextField(FIELDS); field != null; field = json.nextField(FIELDS)) {
            switch (field) {
                case "limit" -> limit = json.whole(1, 1000);
                case "inner" -> {
                    FieldValue.Fields _ = json.fields();
                }
                default -> {
                    String _ = json.text();
                }
            }
        }
        return limit;
    }

    private static <T> T read(String text, Function<StrictJson, T> reader) {
        return StrictJson.read(text.getBytes(UTF_8), reader);
    }

    private static <T> InvalidException failure(String text, Function<StrictJson, T> reader) {
        InvalidException failure =
                catchThrowableOfType(InvalidException.class, () -> read(text, reader));
        assertThat(failure).as(text).isNotNull();
        return failure;
    }
}
