package io.brainy.engine.testing;

import io.brainy.model.document.Content;
import io.brainy.model.document.Document;
import io.brainy.model.document.DocumentId;
import io.brainy.model.document.FieldValue;
import io.brainy.model.query.FieldPath;
import io.brainy.model.query.Filter;
import io.brainy.model.query.Filter.Operator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Documents and filters that often meet: few paths, few values, all of them awkward.
public final class RandomFilters {

    private static final String[] KEYS = {"a", "b", "a.b", "b.a", "", "type", "ü", "x".repeat(600)};
    private static final String[] PATHS = {
        "a",
        "b",
        "a.b",
        "b.a",
        "a.a",
        "a.b.a",
        "a.",
        "metadata.type",
        "ü",
        "a.ü",
        "none",
        "x".repeat(600),
        "id",
        "type",
        "domain",
        "customerId",
        "createdAt"
    };
    private static final List<String> TEXTS =
            List.of(
                    "",
                    "a",
                    "ab",
                    "abc",
                    "b",
                    "Ab",
                    "\uFFFD",
                    "😀",
                    "a😀",
                    "\uE000",
                    "z\u0000",
                    "1",
                    "true",
                    "2026-11-23T07:30:00Z",
                    "2026-11-23T08:30:00+01:00",
                    "2026-11-23T07:30:00.000000001Z",
                    "2026-11-24T00:00:00Z",
                    "2026-11-23",
                    "2026",
                    "d-1",
                    "d-12",
                    "y".repeat(256),
                    "y".repeat(1024),
                    "y".repeat(1025),
                    "y".repeat(1024) + "z",
                    "y".repeat(300) + "é".repeat(600),
                    "y".repeat(255) + "😀".repeat(300),
                    "2026-11-23T07:30:00." + "0".repeat(1100) + "Z",
                    "y".repeat(40_000));
    private static final long[] WHOLES = {
        0,
        1,
        -1,
        2,
        Long.MAX_VALUE,
        Long.MAX_VALUE - 1,
        Long.MIN_VALUE,
        Long.MIN_VALUE + 1,
        1L << 53,
        (1L << 53) + 1,
        (1L << 62) + 255,
        (1L << 62) + 257
    };
    private static final double[] REALS = {
        0.0, -0.0, 1.0, 0.5, -1.0, 0x1p53, 0x1p62, 0x1p63, -0x1p63, 1e300, -1e300, Double.MIN_VALUE
    };

    private static final List<Operator> OPERATORS = List.of(Operator.values());

    private final RandomGenerator random;

    public RandomFilters(RandomGenerator random) {
        this.random = random;
    }

    public Document document(String id) {
        return new Document(
                new DocumentId(id),
                maybeText(),
                new Content.Text("some text"),
                null,
                fields(3),
                maybeText(),
                maybeText(),
                instant());
    }

    public Filter filter(int depth) {
        return switch (random.nextInt(depth > 0 ? 8 : 5)) {
            case 0 -> new Filter.In(path(), operands());
            case 1 -> new Filter.Exists(path());
            case 5 -> new Filter.And(filters(depth - 1));
            case 6 -> new Filter.Or(filters(depth - 1));
            case 7 -> new Filter.Not(filter(depth - 1));
            default ->
                    new Filter.Compare(
                            path(), OPERATORS.get(random.nextInt(OPERATORS.size())), operand());
        };
    }

    private List<Filter> filters(int depth) {
        List<Filter> parts = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            parts.add(filter(depth));
        }
        return parts;
    }

    private FieldPath path() {
        return FieldPath.parse(PATHS[random.nextInt(PATHS.length)]);
    }

    private List<FieldValue> operands() {
        List<FieldValue> operands = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            operands.add(operand());
        }
        return operands;
    }

    private FieldValue operand() {
        if (random.nextInt(20) == 0) {
            return new FieldValue.Text("a\uD83D");
        }
        return random.nextInt(10) == 0 ? value(1) : scalar();
    }

    private FieldValue scalar() {
        return switch (random.nextInt(8)) {
            case 0 -> new FieldValue.Bool(random.nextBoolean());
            case 1, 2 -> new FieldValue.Whole(WHOLES[random.nextInt(WHOLES.length)]);
            case 3 -> new FieldValue.Real(REALS[random.nextInt(REALS.length)]);
            default -> new FieldValue.Text(text());
        };
    }

    private FieldValue value(int depth) {
        return switch (random.nextInt(depth > 0 ? 8 : 5)) {
            case 0 -> FieldValue.Null.NULL;
            case 5, 6 -> fields(depth - 1);
            case 7 -> {
                List<FieldValue> items = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    items.add(value(depth - 1));
                }
                yield new FieldValue.Items(items);
            }
            default -> scalar();
        };
    }

    private FieldValue.Fields fields(int depth) {
        Map<String, FieldValue> fields = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            // The long key is rare, since every document that has it is verified.
            int key = random.nextInt(40);
            fields.put(KEYS[key == 0 ? 7 : key % 7], value(depth));
        }
        return new FieldValue.Fields(fields);
    }

    private String text() {
        int longOnes = random.nextInt(10);
        return TEXTS.get(random.nextInt(longOnes == 0 ? TEXTS.size() : 21));
    }

    private @Nullable String maybeText() {
        return random.nextInt(3) == 0 ? null : text();
    }

    private Instant instant() {
        return Instant.parse("2026-11-23T07:30:00Z").plusNanos(random.nextInt(3) - 1);
    }
}
