package io.brainy.coordinator.json;

import io.brainy.model.document.FieldValue;
import io.brainy.model.error.InvalidException;
import io.brainy.model.error.ProblemType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/// A strict reader of one JSON value, by streaming. [#read] opens it; inside, the reader stands on
/// a value, and each method below consumes exactly that one:
///
/// ```java
/// Find find = StrictJson.read(body, json -> {
///     json.enterObject();
///     for (String field = json.nextField(FIELDS); field != null; field = json.nextField(FIELDS)) {
///         switch (field) {
///             case "query" -> query = json.text();
/// ```
///
/// A field whose value is null counts as missing. An unknown field, a duplicate one, a wrong type,
/// nesting beyond 32 and a number beyond its type are `invalid`, with the path of the field; bytes
/// that are not one JSON value in UTF-8 are `malformed`, with line and column.
public final class StrictJson {

    public static final int MAX_DEPTH = 32;

    /// JSON that is no more than noise is not skimmed to its end for a better error.
    private static final int MAX_SKIMMED_TOKENS = 1_000_000;

    /// A whole number of more characters than this is not a long.
    private static final int MAX_LONG_LENGTH = 20;

    static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .build();

    private final JsonParser parser;
    private final long[] seen = new long[MAX_DEPTH + 1];
    private int depth;

    private StrictJson(JsonParser parser) {
        this.parser = parser;
    }

    /// Reads all of `body` as one value.
    public static <T> T read(byte[] body, Function<StrictJson, T> reader) {
        return read(body, 0, body.length, reader);
    }

    /// Reads `length` bytes from `offset` on as one value.
    public static <T> T read(byte[] bytes, int offset, int length, Function<StrictJson, T> reader) {
        int bad = Unicode.firstMalformed(bytes, offset, offset + length);
        if (bad >= 0) {
            throw malformed(
                    "the text is not UTF-8: byte %d, 0x%02x, is out of place"
                            .formatted(bad - offset, bytes[bad]));
        }
        try (JsonParser parser =
                FACTORY.createParser(ObjectReadContext.empty(), bytes, offset, length)) {
            return new StrictJson(parser).readWhole(reader);
        } catch (StreamConstraintsException e) {
            throw new InvalidException(
                    ProblemType.INVALID, "a name or number is too long: " + e.getOriginalMessage());
        } catch (JacksonException e) {
            throw malformed(notJson(e));
        }
    }

    private <T> T readWhole(Function<StrictJson, T> reader) {
        try {
            if (parser.nextToken() == null) {
                throw malformed("the body is empty; send a JSON value");
            }
            T value = reader.apply(this);
            if (parser.nextToken() != null) {
                throw malformed("more text follows the JSON value at " + place(location()));
            }
            return value;
        } catch (InvalidException e) {
            if (e.type() != ProblemType.MALFORMED) {
                // A body that is not JSON is 400, also where an earlier field is wrong besides.
                skim();
            }
            throw e;
        }
    }

    private void skim() {
        try {
            for (int i = 0; i < MAX_SKIMMED_TOKENS; i++) {
                if (parser.nextToken() == null) {
                    return;
                }
            }
        } catch (StreamConstraintsException e) {
            // It is too deep to be skimmed, which is no reason to call it malformed.
            return;
        }
    }

    // ---- objects and arrays

    public void enterObject() {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw wrongType("an object");
        }
        enter();
    }

    /// The next field whose value is not null, with the reader on its value; null at the object's
    /// end.
    public @Nullable String nextField(KnownFields known) {
        while (true) {
            String name = nextName();
            if (name == null) {
                return null;
            }
            int index = known.indexOf(name);
            if (index < 0) {
                throw unknown(name, known);
            }
            long bit = 1L << index;
            if ((seen[depth] & bit) != 0) {
                throw duplicate();
            }
            seen[depth] |= bit;
            if (!isNull()) {
                return name;
            }
        }
    }

    /// The next field, whatever its name and value, with the reader on its value; null at the
    /// object's end. The caller looks for duplicates ([#duplicate]).
    public @Nullable String nextName() {
        String name = parser.nextName();
        if (name == null) {
            depth--;
            return null;
        }
        checkUnicode(name);
        parser.nextToken();
        return name;
    }

    public void enterArray() {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw wrongType("an array");
        }
        enter();
    }

    /// Moves to the array's next element; false at its end.
    public boolean nextElement() {
        if (parser.nextToken() == JsonToken.END_ARRAY) {
            depth--;
            return false;
        }
        return true;
    }

    private void enter() {
        depth++;
        if (depth > MAX_DEPTH) {
            throw invalid("nested deeper than " + MAX_DEPTH + " levels; flatten it");
        }
        seen[depth] = 0;
    }

    // ---- single values

    public boolean isNull() {
        return parser.currentToken() == JsonToken.VALUE_NULL;
    }

    public boolean isText() {
        return parser.currentToken() == JsonToken.VALUE_STRING;
    }

    public boolean isObject() {
        return parser.currentToken() == JsonToken.START_OBJECT;
    }

    public boolean isArray() {
        return parser.currentToken() == JsonToken.START_ARRAY;
    }

    public String text() {
        if (!isText()) {
            throw wrongType("a string");
        }
        String text = parser.getString();
        checkUnicode(text);
        return text;
    }

    public boolean bool() {
        return switch (parser.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case null, default -> throw wrongType("true or false");
        };
    }

    /// A whole number within these bounds, also when written as `10.0`.
    public int whole(int least, int most) {
        if (!isNumber()) {
            throw wrongType("a whole number");
        }
        double value = real();
        if (value != Math.rint(value)) {
            throw invalid("wanted a whole number, found " + value);
        }
        if (value < least || value > most) {
            throw invalid(
                    String.format(
                            Locale.ROOT,
                            "wanted a number from %d to %d, found %.0f",
                            least,
                            most,
                            value));
        }
        return (int) value;
    }

    public double real() {
        if (!isNumber()) {
            throw wrongType("a number");
        }
        double value = parser.getDoubleValue();
        if (!Double.isFinite(value)) {
            throw invalid("the number does not fit a double");
        }
        return value;
    }

    /// An array of strings, at most `most`.
    public List<String> texts(int most) {
        List<String> texts = new ArrayList<>();
        enterArray();
        while (nextElement()) {
            if (texts.size() == most) {
                throw invalid("wanted at most " + most + " strings, found more");
            }
            texts.add(text());
        }
        return texts;
    }

    /// One of these words.
    public <T> T oneOf(Map<String, T> words) {
        String word = text();
        T value = words.get(word);
        if (value == null) {
            KnownFields known =
                    KnownFields.of(words.keySet().stream().sorted().toArray(String[]::new));
            throw invalid("there is no '" + shortened(word) + "' here" + known.hint(word));
        }
        return value;
    }

    /// An array of numbers as floats, at least one.
    ///
    /// @param most how many are allowed
    /// @param expected how many are likely, which spares copying; any number is right
    public float[] floats(int most, int expected) {
        enterArray();
        float[] values = new float[Math.clamp(expected, 1, most)];
        int count = 0;
        while (nextElement()) {
            if (!isNumber()) {
                throw wrongType("a number");
            }
            if (count == most) {
                throw invalid("wanted at most " + most + " components, found more");
            }
            if (count == values.length) {
                values = Arrays.copyOf(values, Math.min(most, 2 * values.length));
            }
            float value =
                    FloatText.parse(
                            parser.getStringCharacters(),
                            parser.getStringOffset(),
                            parser.getStringLength());
            if (Float.isInfinite(value)) {
                throw invalid("the number does not fit a 32-bit float");
            }
            values[count++] = value;
        }
        if (count == 0) {
            throw invalid("wanted 1 to " + most + " components, found none");
        }
        return count == values.length ? values : Arrays.copyOf(values, count);
    }

    // ---- trees

    public FieldValue.Fields fields() {
        enterObject();
        Map<String, FieldValue> values = new LinkedHashMap<>();
        for (String name = nextName(); name != null; name = nextName()) {
            if (values.putIfAbsent(name, field()) != null) {
                throw duplicate();
            }
        }
        return new FieldValue.Fields(values);
    }

    public FieldValue field() {
        return switch (parser.currentToken()) {
            case VALUE_NULL -> FieldValue.Null.NULL;
            case VALUE_TRUE -> new FieldValue.Bool(true);
            case VALUE_FALSE -> new FieldValue.Bool(false);
            case VALUE_STRING -> new FieldValue.Text(text());
            case VALUE_NUMBER_FLOAT -> new FieldValue.Real(real());
            case VALUE_NUMBER_INT -> number();
            case START_OBJECT -> fields();
            case START_ARRAY -> {
                List<FieldValue> values = new ArrayList<>();
                enterArray();
                while (nextElement()) {
                    values.add(field());
                }
                yield new FieldValue.Items(values);
            }
            case null, default -> throw wrongType("a value");
        };
    }

    private FieldValue number() {
        if (parser.getStringLength() <= MAX_LONG_LENGTH
                && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            return new FieldValue.Whole(parser.getLongValue());
        }
        return new FieldValue.Real(real());
    }

    private boolean isNumber() {
        JsonToken token = parser.currentToken();
        return token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT;
    }

    // ---- errors

    /// The field is wrong for this reason.
    public InvalidException invalid(String reason) {
        return new InvalidException(path(), reason);
    }

    /// The field is of another type than `wanted`.
    public InvalidException wrongType(String wanted) {
        return invalid("wanted " + wanted + ", found " + found());
    }

    /// The object has a field that nobody knows.
    public InvalidException unknown(String name, KnownFields known) {
        return invalid("there is no field '" + shortened(name) + "' here" + known.hint(name));
    }

    /// The field stands twice in its object.
    public InvalidException duplicate() {
        return invalid("the field is given twice; leave one out");
    }

    private String found() {
        return switch (parser.currentToken()) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            case VALUE_NULL -> "null";
            case null, default -> "something else";
        };
    }

    /// Where the reader is, as users write it: `metadata.tags[2]`, or `body` for the whole.
    private String path() {
        List<TokenStreamContext> fromRoot = new ArrayList<>();
        for (TokenStreamContext at = parser.streamReadContext(); at != null; at = at.getParent()) {
            fromRoot.addFirst(at);
        }
        StringBuilder path = new StringBuilder();
        for (TokenStreamContext at : fromRoot) {
            if (at.inObject() && at.currentName() != null) {
                path.append(path.isEmpty() ? "" : ".").append(shortened(at.currentName()));
            } else if (at.inArray() && at.hasCurrentIndex()) {
                path.append('[').append(at.getCurrentIndex()).append(']');
            }
        }
        return path.isEmpty() ? "body" : path.toString();
    }

    private TokenStreamLocation location() {
        return parser.currentTokenLocation();
    }

    private void checkUnicode(String text) {
        int lone = Unicode.loneSurrogate(text);
        if (lone >= 0) {
            throw invalid(
                    "a string holds half a surrogate pair, \\u%04x, which is no character"
                            .formatted((int) text.charAt(lone)));
        }
    }

    private static InvalidException malformed(String detail) {
        return new InvalidException(ProblemType.MALFORMED, detail);
    }

    private static String notJson(JacksonException e) {
        String message = e.getOriginalMessage();
        TokenStreamLocation at = e.getLocation();
        return "the text is not JSON"
                + (at == null ? "" : ", at " + place(at))
                + ": "
                + (message == null ? "it breaks off" : shortened(message));
    }

    private static String place(TokenStreamLocation at) {
        return "line " + at.getLineNr() + ", column " + at.getColumnNr();
    }

    private static String shortened(String text) {
        return text.length() > 200 ? text.substring(0, 200) + "…" : text;
    }
}
