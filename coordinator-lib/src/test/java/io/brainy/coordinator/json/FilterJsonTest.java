package io.brainy.coordinator.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.brainy.model.document.FieldValue;
import io.brainy.model.document.FieldValue.Text;
import io.brainy.model.document.FieldValue.Whole;
import io.brainy.model.error.InvalidException;
import io.brainy.model.error.ProblemType;
import io.brainy.model.query.FieldPath;
import io.brainy.model.query.FieldPath.Metadata;
import io.brainy.model.query.Filter;
import io.brainy.model.query.Filter.And;
import io.brainy.model.query.Filter.Compare;
import io.brainy.model.query.Filter.Operator;
import io.brainy.model.query.Filter.Or;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterJsonTest {

    @Test
    void aFieldWithAValueIsEquality() {
        assertThat(read("{'platform':'bluesky'}"))
                .isEqualTo(compare("platform", Operator.EQ, new Text("bluesky")));
    }

    @Test
    void operatorsAndFieldsOfOneObjectAreAnded() {
        assertThat(read("{'year':{'gte':2020,'lt':2024},'a.b':true}"))
                .isEqualTo(
                        new And(
                                List.of(
                                        new And(
                                                List.of(
                                                        compare(
                                                                "year",
                                                                Operator.GTE,
                                                                new Whole(2020)),
                                                        compare(
                                                                "year",
                                                                Operator.LT,
                                                                new Whole(2024)))),
                                        compare("a.b", Operator.EQ, new FieldValue.Bool(true)))));
    }

    @Test
    void negationsAreNotOfTheirOpposite() {
        assertThat(read("{'a':{'nin':[1]}}"))
                .isEqualTo(new Filter.Not(new Filter.In(new Metadata("a"), List.of(new Whole(1)))));
        assertThat(read("{'a':{'exists':false}}"))
                .isEqualTo(new Filter.Not(new Filter.Exists(new Metadata("a"))));
        assertThat(read("{'a':{'exists':true}}")).isEqualTo(new Filter.Exists(new Metadata("a")));
        assertThat(read("{'not':{'a':1}}"))
                .isEqualTo(new Filter.Not(compare("a", Operator.EQ, new Whole(1))));
    }

    @Test
    void emptyCombinationsMeanEverythingAndNothing() {
        assertThat(read("{}")).isEqualTo(Filter.EVERYTHING);
        assertThat(read("{'and':[]}")).isEqualTo(Filter.EVERYTHING);
        assertThat(read("{'or':[]}")).isEqualTo(Filter.NOTHING);
        assertThat(read("{'a':{'in':[]}}")).isEqualTo(new Filter.In(new Metadata("a"), List.of()));
    }

    @Test
    void combinationsNest() {
        assertThat(read("{'or':[{'a':1},{'and':[{'b':2},{'c':{'ne':null}}]}]}"))
                .isEqualTo(
                        new Or(
                                List.of(
                                        compare("a", Operator.EQ, new Whole(1)),
                                        new And(
                                                List.of(
                                                        compare("b", Operator.EQ, new Whole(2)),
                                                        compare(
                                                                "c",
                                                                Operator.NE,
                                                                FieldValue.Null.NULL))))));
    }

    @Test
    void ownFieldsAndMetadataOfTheSameNameAreToldApart() {
        assertThat(read("{'type':'x'}"))
                .isEqualTo(new Compare(FieldPath.Own.TYPE, Operator.EQ, new Text("x")));
        assertThat(read("{'metadata.type':'x'}"))
                .isEqualTo(compare("type", Operator.EQ, new Text("x")));
        assertThat(read("{'metadata.and':1}")).isEqualTo(compare("and", Operator.EQ, new Whole(1)));
        assertThat(read("{'gte':{'gte':1}}")).isEqualTo(compare("gte", Operator.GTE, new Whole(1)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]                              | body",
                "{'a':[1,2]}                     | a",
                "{'a':{'b':1}}                   | a.b",
                "{'a':{'$gt':1}}                 | a.$gt",
                "{'a':{}}                        | a",
                "{'a':{'in':1}}                  | a.in",
                "{'a':{'in':[{}]}}               | a.in[0]",
                "{'a':{'exists':1}}              | a.exists",
                "{'a':{'prefix':1}}              | a.prefix",
                "{'a':{'gt':true}}               | a.gt",
                "{'and':{'a':1}}                 | and",
                "{'or':[1]}                      | or[0]",
                "{'not':[]}                      | not",
                "{'a':1,'a':2}                   | a",
                "{'':1}                          | ``"
            })
    void whatIsWrongIsInvalidAndNamed(String text, String field) {
        InvalidException failure = failure(text);

        assertThat(failure.type()).isEqualTo(ProblemType.INVALID);
        assertThat(failure.reasons())
                .extracting(InvalidException.Reason::field)
                .containsExactly(field.isEmpty() ? "body" : field);
    }

    @Test
    void anUnknownOperatorNamesTheKnownOnesAndTheNestedField() {
        assertThat(failure("{'year':{'gteq':1}}"))
                .hasMessageContaining("did you mean 'gte'")
                .hasMessageContaining("contains")
                .hasMessageContaining("'year.gteq'");
    }

    @Test
    void conditionsAndOperandsAreBounded() {
        assertThat(read(conditions(FilterJson.MAX_CONDITIONS))).isNotNull();
        assertThat(failure(conditions(FilterJson.MAX_CONDITIONS + 1))).hasMessageContaining("1000");
        assertThat(read(operands(FilterJson.MAX_OPERANDS))).isNotNull();
        assertThat(failure(operands(FilterJson.MAX_OPERANDS + 1))).hasMessageContaining("10000");
        assertThat(read("{'not':".repeat(31) + "{}" + "}".repeat(31))).isNotNull();
        assertThat(failure("{'not':".repeat(32) + "{}" + "}".repeat(32)))
                .hasMessageContaining("32");
    }

    private static String conditions(int count) {
        StringBuilder text = new StringBuilder("{");
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "" : ",").append("'f").append(i).append("':1");
        }
        return text.append('}').toString();
    }

    private static String operands(int count) {
        return "{'a':{'in':[1" + ",1".repeat(count - 1) + "]}}";
    }

    private static Filter compare(String path, Operator operator, FieldValue operand) {
        return new Compare(new Metadata(path), operator, operand);
    }

    private static Filter read(String text) {
        return StrictJson.read(text.replace('\'', '"').getBytes(UTF_8), FilterJson::read);
    }

    private static InvalidException failure(String text) {
        InvalidException failure = catchThrowableOfType(InvalidException.class, () -> read(text));
        assertThat(failure).as(text).isNotNull();
        return failure;
    }
}
