package io.brainy.model.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.brainy.model.document.FieldValue.Bool;
import io.brainy.model.document.FieldValue.Fields;
import io.brainy.model.document.FieldValue.Items;
import io.brainy.model.document.FieldValue.Null;
import io.brainy.model.document.FieldValue.Real;
import io.brainy.model.document.FieldValue.Text;
import io.brainy.model.document.FieldValue.Whole;
import io.brainy.model.testing.SeededTest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The examples are those that RFC 8785 publishes.
class CanonicalJsonTest {

    @ParameterizedTest
    @CsvSource({
        "0000000000000000, 0",
        "8000000000000000, 0",
        "0000000000000001, 5e-324",
        "8000000000000001, -5e-324",
        "7fefffffffffffff, 1.7976931348623157e+308",
        "ffefffffffffffff, -1.7976931348623157e+308",
        "4340000000000000, 9007199254740992",
        "c340000000000000, -9007199254740992",
        "4430000000000000, 295147905179352830000",
        "44b52d02c7e14af5, 9.999999999999997e+22",
        "44b52d02c7e14af6, 1e+23",
        "44b52d02c7e14af7, 1.0000000000000001e+23",
        "444b1ae4d6e2ef4e, 999999999999999700000",
        "444b1ae4d6e2ef4f, 999999999999999900000",
        "444b1ae4d6e2ef50, 1e+21",
        "3eb0c6f7a0b5ed8c, 9.999999999999997e-7",
        "3eb0c6f7a0b5ed8d, 0.000001",
        "41b3de4355555553, 333333333.3333332",
        "41b3de4355555554, 333333333.33333325",
        "41b3de4355555555, 333333333.3333333",
        "41b3de4355555556, 333333333.3333334",
        "41b3de4355555557, 333333333.33333343",
        "becbf647612f3696, -0.0000033333333333333333",
        "43143ff3c1cb0959, 1424953923781206.2"
    })
    void numbersOfTheRfcsAppendix(String bits, String text) {
        double value = Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16));

        assertThat(CanonicalJson.of(new Real(value))).isEqualTo(text);
    }

    /// Values whose shortest form has one digit, where Java's printing has a second.
    @ParameterizedTest
    @CsvSource({
        "4.9E-324, 5e-324",
        "9.9E-324, 1e-323",
        "1.5E-323, 1.5e-323",
        "2.0E-323, 2e-323",
        "2.0E-3, 0.002",
        "1.0E23, 1e+23",
        "2.0E22, 2e+22",
        "100.0, 100",
        "123.0, 123",
        "1.2345E20, 123450000000000000000",
        "-1.5, -1.5"
    })
    void numbersHaveTheFewestDigits(double value, String text) {
        assertThat(CanonicalJson.number(value)).isEqualTo(text);
    }

    @SeededTest(runs = 300)
    void numbersReadBackAsThemselvesAndNoDigitIsOneTooMany(RandomGenerator random) {
        double value = Double.longBitsToDouble(random.nextLong());
        if (!Double.isFinite(value)) {
            return;
        }

        String text = CanonicalJson.number(value);

        assertThat(Double.parseDouble(text)).isEqualTo(value == 0 ? 0.0 : value);
        assertThat(text).matches("-?(0|[1-9][0-9]*)(\\.[0-9]*[1-9])?(e[+-][1-9][0-9]*)?");
    }

    @Test
    void wholeNumbersPrintLikeEqualDoublesUntilDoublesSkipThem() {
        assertThat(CanonicalJson.of(new Whole(1))).isEqualTo(CanonicalJson.of(new Real(1.0)));
        assertThat(CanonicalJson.of(new Whole(-(1L << 53)))).isEqualTo("-9007199254740992");
        assertThat(CanonicalJson.of(new Whole((1L << 53) + 1))).isEqualTo("9007199254740993");
        assertThat(CanonicalJson.of(new Whole(Long.MIN_VALUE))).isEqualTo("-9223372036854775808");
    }

    @Test
    void theRfcsExampleOfAWholeObject() {
        Map<String, FieldValue> values = new LinkedHashMap<>();
        values.put(
                "numbers",
                new Items(
                        List.of(
                                new Real(Double.parseDouble("333333333.33333329")),
                                new Real(1E30),
                                new Real(4.50),
                                new Real(2e-3),
                                new Real(0.000000000000000000000000001))));
        values.put("string", new Text("\u20ac$\u000F\nA'B\"\\\\\"/"));
        values.put("literals", new Items(List.of(Null.NULL, new Bool(true), new Bool(false))));

        assertThat(CanonicalJson.of(new Fields(values)))
                .isEqualTo(
                        "{\"literals\":[null,true,false],"
                                + "\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
                                + "\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
    }

    @Test
    void fieldsAreSortedByUtf16CodeUnits() {
        Map<String, FieldValue> values = new LinkedHashMap<>();
        for (String name :
                List.of("\u20ac", "\r", "\ufb33", "1", "\ud83d\ude00", "\u0080", "\u00f6")) {
            values.put(name, new Whole(0));
        }

        assertThat(CanonicalJson.of(new Fields(values)))
                .isEqualTo(
                        "{\"\\r\":0,\"1\":0,\"\u0080\":0,\"ö\":0,\"€\":0,\"\ud83d\ude00\":0,"
                                + "\"\ufb33\":0}");
    }

    @Test
    void emptyThingsAndNestedOnes() {
        Map<String, FieldValue> values = new LinkedHashMap<>();
        values.put("b", new Items(List.of()));
        values.put("a", new Fields(Map.of("c", Fields.EMPTY)));
        values.put("", new Text(""));

        assertThat(CanonicalJson.of(new Fields(values)))
                .isEqualTo("{\"\":\"\",\"a\":{\"c\":{}},\"b\":[]}");
        assertThat(CanonicalJson.of(new Text("\b\f\t\u0000\u001f\u007f")))
                .isEqualTo("\"\\b\\f\\t\\u0000\\u001f\u007f\"");
    }
}
