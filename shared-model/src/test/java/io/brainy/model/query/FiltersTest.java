package io.brainy.model.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.brainy.model.document.Document;
import io.brainy.model.document.DocumentId;
import io.brainy.model.document.FieldValue;
import io.brainy.model.query.Filter.Operator;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The meaning of filters, sentence by sentence of docs/api.md.
class FiltersTest {

    private static final Instant CREATED = Instant.parse("2026-11-23T07:30:00Z");

    @Nested
    class Missing {

        @ParameterizedTest
        @EnumSource(Operator.class)
        void nullAndAbsentFieldsMatchNegationsOnly(Operator operator) {
            boolean wanted = operator == Operator.NE;
            for (FieldValue operand : List.of(text("a"), whole(1), bool(true), nothing())) {
                assertThat(matches(compare("x", operator, operand), metadata())).isEqualTo(wanted);
                assertThat(matches(compare("x", operator, operand), metadata("x", nothing())))
                        .isEqualTo(wanted);
                assertThat(matches(compare("x.y", operator, operand), metadata("x", whole(1))))
                        .isEqualTo(wanted);
            }
        }

        @Test
        void existsMeansThereAndNotNull() {
            Filter exists = new Filter.Exists(path("x"));

            assertThat(matches(exists, metadata())).isFalse();
            assertThat(matches(exists, metadata("x", nothing()))).isFalse();
            assertThat(matches(exists, metadata("x", bool(false)))).isTrue();
            assertThat(matches(exists, metadata("x", text("")))).isTrue();
            assertThat(matches(exists, metadata("x", items()))).isTrue();
            assertThat(matches(exists, metadata("x", items(nothing())))).isTrue();
            assertThat(matches(exists, metadata("x", fields()))).isTrue();
            assertThat(matches(new Filter.Not(exists), metadata())).isTrue();
        }

        @Test
        void inAndItsNegation() {
            Filter in = new Filter.In(path("x"), List.of(text("a"), whole(1)));

            assertThat(matches(in, metadata())).isFalse();
            assertThat(matches(new Filter.Not(in), metadata())).isTrue();
            assertThat(matches(in, metadata("x", whole(1)))).isTrue();
            assertThat(matches(in, metadata("x", text("b")))).isFalse();
        }

        @Test
        void nullIsNoOperandThatEquals() {
            Filter in = new Filter.In(path("x"), List.of(nothing()));

            assertThat(matches(in, metadata("x", nothing()))).isFalse();
            assertThat(matches(in, metadata("x", items(nothing())))).isFalse();
        }
    }

    @Nested
    class InArrays {

        private final Document document = metadata("x", items(text("red"), whole(5), text("blue")));

        @Test
        void positiveOperatorsMatchAnyElement() {
            assertThat(matches(compare("x", Operator.EQ, text("blue")), document)).isTrue();
            assertThat(matches(compare("x", Operator.EQ, text("green")), document)).isFalse();
            assertThat(matches(compare("x", Operator.PREFIX, text("re")), document)).isTrue();
            assertThat(matches(compare("x", Operator.CONTAINS, text("lu")), document)).isTrue();
            assertThat(matches(compare("x", Operator.CONTAINS, whole(5)), document)).isTrue();
            assertThat(matches(compare("x", Operator.CONTAINS, whole(6)), document)).isFalse();
            assertThat(matches(compare("x", Operator.GT, whole(4)), document)).isTrue();
            assertThat(matches(compare("x", Operator.GT, text("c")), document)).isTrue();
            assertThat(matches(compare("x", Operator.LT, text("b")), document)).isFalse();
            assertThat(matches(new Filter.In(path("x"), List.of(whole(5))), document)).isTrue();
        }

        @Test
        void negationsMeanNoElement() {
            assertThat(matches(compare("x", Operator.NE, text("red")), document)).isFalse();
            assertThat(matches(compare("x", Operator.NE, text("green")), document)).isTrue();
            assertThat(matches(compare("x", Operator.NE, text("red")), metadata("x", items())))
                    .isTrue();
        }

        @Test
        void twoRangesMayHoldForTwoElements() {
            Filter both =
                    new Filter.And(
                            List.of(
                                    compare("x", Operator.GT, whole(9)),
                                    compare("x", Operator.LT, whole(2))));

            assertThat(matches(both, metadata("x", items(whole(1), whole(10))))).isTrue();
        }

        @Test
        void arraysInArraysAreFlattened() {
            Document nested = metadata("x", items(items(items(whole(7)), nothing())));

            assertThat(matches(compare("x", Operator.EQ, whole(7)), nested)).isTrue();
        }

        @Test
        void anArrayOrAnObjectAsOperandEqualsNothing() {
            Filter equal = compare("x", Operator.EQ, items(text("red")));

            assertThat(matches(equal, metadata("x", items(text("red"))))).isFalse();
            assertThat(matches(compare("x", Operator.NE, fields()), metadata("x", fields())))
                    .isTrue();
        }
    }

    @Nested
    class Paths {

        @Test
        void nestedFieldsAndDottedKeysAreOnePath() {
            Filter filter = compare("a.b.c", Operator.EQ, whole(1));

            assertThat(matches(filter, metadata("a", fields("b", fields("c", whole(1)))))).isTrue();
            assertThat(matches(filter, metadata("a.b", fields("c", whole(1))))).isTrue();
            assertThat(matches(filter, metadata("a", fields("b.c", whole(1))))).isTrue();
            assertThat(matches(filter, metadata("a.b.c", whole(1)))).isTrue();
            assertThat(matches(filter, metadata("a", whole(0), "a.b.c", whole(1)))).isTrue();
            assertThat(matches(filter, metadata("a", fields("b", fields("d", whole(1))))))
                    .isFalse();
            assertThat(matches(filter, metadata("a.b.cc", whole(1)))).isFalse();
        }

        @Test
        void arraysOfObjectsAreFlattened() {
            Document document =
                    metadata("a", items(fields("b", whole(1)), items(fields("b", whole(2)))));

            assertThat(matches(compare("a.b", Operator.EQ, whole(1)), document)).isTrue();
            assertThat(matches(compare("a.b", Operator.EQ, whole(2)), document)).isTrue();
            assertThat(matches(compare("a.b", Operator.EQ, whole(3)), document)).isFalse();
            assertThat(matches(new Filter.Exists(path("a.b")), document)).isTrue();
        }

        @Test
        void emptyNamesArePartsOfAPath() {
            assertThat(
                            matches(
                                    compare("a.", Operator.EQ, whole(1)),
                                    metadata("a", fields("", whole(1)))))
                    .isTrue();
            assertThat(
                            matches(
                                    compare(".a", Operator.EQ, whole(1)),
                                    metadata("", fields("a", whole(1)))))
                    .isTrue();
        }

        @Test
        void aMetadataFieldMayHaveTheNameOfADocumentsOwn() {
            Document document = metadata("type", text("mine"));

            assertThat(matches(compare("metadata.type", Operator.EQ, text("mine")), document))
                    .isTrue();
            assertThat(matches(compare("type", Operator.EQ, text("mine")), document)).isFalse();
        }
    }

    @Nested
    class OwnFields {

        private final Document document =
                new Document(
                        new DocumentId("d-1"),
                        "post",
                        null,
                        null,
                        FieldValue.Fields.EMPTY,
                        null,
                        "acme",
                        CREATED);

        @Test
        void areTexts() {
            assertThat(matches(compare("id", Operator.PREFIX, text("d-")), document)).isTrue();
            assertThat(matches(compare("type", Operator.EQ, text("post")), document)).isTrue();
            assertThat(matches(compare("type", Operator.GTE, text("posu")), document)).isFalse();
            assertThat(matches(compare("domain", Operator.EQ, text("acme")), document)).isFalse();
            assertThat(matches(compare("domain", Operator.NE, text("acme")), document)).isTrue();
            assertThat(matches(compare("customerId", Operator.EQ, text("acme")), document))
                    .isTrue();
            assertThat(matches(new Filter.Exists(path("domain")), document)).isFalse();
            assertThat(matches(new Filter.Exists(path("customerId")), document)).isTrue();
            assertThat(matches(new Filter.Exists(path("id")), document)).isTrue();
            assertThat(matches(new Filter.Exists(path("createdAt")), document)).isTrue();
        }

        @Test
        void createdAtIsAnInstant() {
            FieldValue same = text("2026-11-23T08:30:00+01:00");

            assertThat(matches(compare("createdAt", Operator.EQ, same), document)).isTrue();
            assertThat(matches(compare("createdAt", Operator.NE, same), document)).isFalse();
            assertThat(matches(compare("createdAt", Operator.GTE, same), document)).isTrue();
            assertThat(matches(compare("createdAt", Operator.GT, same), document)).isFalse();
            assertThat(matches(new Filter.In(path("createdAt"), List.of(same)), document)).isTrue();
            assertThat(matches(compare("createdAt", Operator.GT, text("2026")), document))
                    .isFalse();
            assertThat(matches(compare("createdAt", Operator.PREFIX, text("2026")), document))
                    .isFalse();
            assertThat(matches(compare("createdAt", Operator.CONTAINS, same), document)).isFalse();
            assertThat(matches(compare("createdAt", Operator.GT, whole(0)), document)).isFalse();
        }
    }

    @Nested
    class Texts {

        @Test
        void areComparedWholeAndCaseSensitively() {
            assertThat(matches(compare("x", Operator.EQ, text("Red")), metadata("x", text("red"))))
                    .isFalse();
            assertThat(
                            matches(
                                    compare("x", Operator.EQ, text("red")),
                                    metadata("x", text("red blue"))))
                    .isFalse();
        }

        @Test
        void containsIsSubstring() {
            Document document = metadata("x", text("red blue"));

            assertThat(matches(compare("x", Operator.CONTAINS, text("d b")), document)).isTrue();
            assertThat(matches(compare("x", Operator.CONTAINS, text("")), document)).isTrue();
            assertThat(matches(compare("x", Operator.CONTAINS, text("D")), document)).isFalse();
        }

        @Test
        void rangesGoByCodePointAndNotByUtf16() {
            Document replacement = metadata("x", text("\uFFFD"));
            Document emoji = metadata("x", text("😀"));

            assertThat(matches(compare("x", Operator.GT, text("\uFFFD")), emoji)).isTrue();
            assertThat(matches(compare("x", Operator.LT, text("😀")), replacement)).isTrue();
        }

        @Test
        void halfACharacterMatchesNothing() {
            Document document = metadata("x", text("a😀"));

            assertThat(matches(compare("x", Operator.PREFIX, text("a\uD83D")), document)).isFalse();
            assertThat(matches(compare("x", Operator.CONTAINS, text("\uDE00")), document))
                    .isFalse();
            assertThat(matches(compare("x", Operator.GT, text("\uD83D")), document)).isFalse();
            assertThat(matches(compare("x", Operator.LT, text("\uD83D")), document)).isFalse();
            assertThat(matches(compare("x", Operator.NE, text("\uD83D")), document)).isTrue();
        }

        @Test
        void rangesGoByInstantWhereBothAreDates() {
            Document document = metadata("x", text("2026-11-23T08:30:00+01:00"));

            assertThat(matches(compare("x", Operator.LTE, text("2026-11-23T07:30:00Z")), document))
                    .isTrue();
            assertThat(
                            matches(
                                    compare("x", Operator.GTE, text("2026-11-23T07:30:00.000Z")),
                                    document))
                    .isTrue();
            assertThat(matches(compare("x", Operator.EQ, text("2026-11-23T07:30:00Z")), document))
                    .isFalse();
            assertThat(matches(compare("x", Operator.GT, text("2026-11-23T07")), document))
                    .isTrue();
            assertThat(
                            matches(
                                    compare("x", Operator.GT, text("2026-11-23T07:30:00Z")),
                                    metadata("x", text("tomorrow"))))
                    .isTrue();
        }

        @Test
        void theOrderIsThatOfUtf8() {
            SplittableRandom random = new SplittableRandom(11);
            int[] points = {0x61, 0x7F, 0xE9, 0xD7FF, 0xE000, 0xFFFD, 0xFFFF, 0x10000, 0x10FFFF};
            for (int i = 0; i < 20_000; i++) {
                String left = string(random, points);
                String right = string(random, points);
                int order =
                        Arrays.compareUnsigned(
                                left.getBytes(StandardCharsets.UTF_8),
                                right.getBytes(StandardCharsets.UTF_8));

                assertThat(Integer.signum(Filters.compareByCodePoint(left, right)))
                        .as("%s and %s", left, right)
                        .isEqualTo(Integer.signum(order));
            }
        }

        private static String string(SplittableRandom random, int[] points) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(4); i > 0; i--) {
                text.appendCodePoint(points[random.nextInt(points.length)]);
            }
            return text.toString();
        }
    }

    @Nested
    class Numbers {

        @Test
        void oneIsOnePointZero() {
            assertThat(matches(compare("x", Operator.EQ, real(1)), metadata("x", whole(1))))
                    .isTrue();
            assertThat(matches(compare("x", Operator.EQ, whole(1)), metadata("x", real(1))))
                    .isTrue();
            assertThat(matches(compare("x", Operator.EQ, real(-0.0)), metadata("x", whole(0))))
                    .isTrue();
            assertThat(matches(compare("x", Operator.EQ, real(-0.0)), metadata("x", real(0))))
                    .isTrue();
            assertThat(matches(compare("x", Operator.GT, real(-0.0)), metadata("x", real(0))))
                    .isFalse();
        }

        @Test
        void neitherSideIsRounded() {
            long odd = (1L << 53) + 1;
            Document document = metadata("x", whole(odd));

            assertThat(matches(compare("x", Operator.EQ, real(0x1p53)), document)).isFalse();
            assertThat(matches(compare("x", Operator.GT, real(0x1p53)), document)).isTrue();
            assertThat(
                            matches(
                                    compare("x", Operator.LT, real(0x1p63)),
                                    metadata("x", whole(Long.MAX_VALUE))))
                    .isTrue();
            assertThat(
                            matches(
                                    compare("x", Operator.EQ, real(-0x1p63)),
                                    metadata("x", whole(Long.MIN_VALUE))))
                    .isTrue();
        }

        @Test
        void theOrderIsThatOfBigDecimal() {
            SplittableRandom random = new SplittableRandom(13);
            for (int i = 0; i < 50_000; i++) {
                long whole = random.nextLong() >> random.nextInt(64);
                double real =
                        switch (random.nextInt(4)) {
                            case 0 -> (double) whole;
                            case 1 -> Math.nextUp((double) whole);
                            case 2 -> whole + random.nextDouble() - 0.5;
                            default -> Math.scalb(random.nextDouble() - 0.5, random.nextInt(70));
                        };

                assertThat(Integer.signum(Filters.compareExactly(whole, real)))
                        .as("%s and %s", whole, real)
                        .isEqualTo(new BigDecimal(whole).compareTo(new BigDecimal(real)));
            }
        }
    }

    @Nested
    class Types {

        @ParameterizedTest
        @EnumSource(Operator.class)
        void valuesOfOtherTypesNeverMatch(Operator operator) {
            List<FieldValue> values =
                    List.of(text("1"), whole(1), bool(true), fields("y", whole(1)), nothing());
            for (FieldValue value : values) {
                for (FieldValue operand : values) {
                    if (!value.equals(operand)) {
                        assertThat(matches(compare("x", operator, operand), metadata("x", value)))
                                .as("%s %s %s", value, operator, operand)
                                .isEqualTo(operator == Operator.NE);
                    }
                }
            }
        }

        @Test
        void truthHasNoOrder() {
            Document document = metadata("x", bool(true));

            assertThat(matches(compare("x", Operator.EQ, bool(true)), document)).isTrue();
            assertThat(matches(compare("x", Operator.CONTAINS, bool(true)), document)).isTrue();
            assertThat(matches(compare("x", Operator.GTE, bool(true)), document)).isFalse();
            assertThat(matches(compare("x", Operator.GT, bool(false)), document)).isFalse();
        }

        @Test
        void numbersHaveNoPrefix() {
            assertThat(matches(compare("x", Operator.PREFIX, whole(1)), metadata("x", whole(1))))
                    .isFalse();
        }
    }

    @Nested
    class Combinations {

        private final Filter yes = compare("x", Operator.EQ, whole(1));
        private final Filter no = compare("x", Operator.EQ, whole(2));
        private final Document document = metadata("x", whole(1));

        @Test
        void emptyOnes() {
            assertThat(matches(Filter.EVERYTHING, document)).isTrue();
            assertThat(matches(Filter.NOTHING, document)).isFalse();
            assertThat(matches(new Filter.In(path("x"), List.of()), document)).isFalse();
        }

        @Test
        void andOrNot() {
            assertThat(matches(new Filter.And(List.of(yes, no)), document)).isFalse();
            assertThat(matches(new Filter.And(List.of(yes, yes)), document)).isTrue();
            assertThat(matches(new Filter.Or(List.of(no, yes)), document)).isTrue();
            assertThat(matches(new Filter.Or(List.of(no, no)), document)).isFalse();
            assertThat(matches(new Filter.Not(no), document)).isTrue();
            assertThat(matches(new Filter.Not(new Filter.Not(yes)), document)).isTrue();
        }
    }

    private static boolean matches(Filter filter, Document document) {
        return Filters.matches(filter, document);
    }

    private static Filter compare(String path, Operator operator, FieldValue operand) {
        return new Filter.Compare(path(path), operator, operand);
    }

    private static FieldPath path(String text) {
        return FieldPath.parse(text);
    }

    private static Document metadata(Object... namesAndValues) {
        return new Document(
                new DocumentId("d-1"),
                null,
                null,
                null,
                fields(namesAndValues),
                null,
                null,
                CREATED);
    }

    private static FieldValue.Fields fields(Object... namesAndValues) {
        Map<String, FieldValue> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put((String) namesAndValues[i], (FieldValue) namesAndValues[i + 1]);
        }
        return new FieldValue.Fields(fields);
    }

    private static FieldValue items(FieldValue... values) {
        return new FieldValue.Items(Arrays.asList(values));
    }

    private static FieldValue text(String value) {
        return new FieldValue.Text(value);
    }

    private static FieldValue whole(long value) {
        return new FieldValue.Whole(value);
    }

    private static FieldValue real(double value) {
        return new FieldValue.Real(value);
    }

    private static FieldValue bool(boolean value) {
        return new FieldValue.Bool(value);
    }

    private static FieldValue nothing() {
        return FieldValue.Null.NULL;
    }
}
