package io.brainy.coordinator.json;

import io.brainy.model.document.Content;
import io.brainy.model.document.Document;
import io.brainy.model.document.DocumentId;
import io.brainy.model.document.FieldValue;
import io.brainy.model.document.Vector;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// Documents in JSON, both ways. One instance reads the documents of one request, since it learns
/// from each how long the next vector will be; it is not safe for concurrent use. Writing is
/// static.
public final class DocumentJson {

    /// The most bytes that one document may have as JSON.
    public static final int MAX_BYTES = 1 << 20;

    /// The most bytes of UTF-8 of `type`, `domain` and `customerId`, as for an id.
    public static final int MAX_WORD_BYTES = 512;

    public static final KnownFields FIELDS =
            KnownFields.of(
                    "id",
                    "type",
                    "content",
                    "vector",
                    "metadata",
                    "domain",
                    "customerId",
                    "createdAt");

    /// RFC 3339 demands seconds and an offset, and gives a year four digits; the JDK's parser does
    /// not.
    private static final Pattern RFC_3339 =
            Pattern.compile(
                    "\\d{4}-\\d\\d-\\d\\d[Tt]\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?([Zz]|[+-]\\d\\d:\\d\\d)");

    /// Which parts of a document an answer has beside its id.
    public enum Include {
        WITH_VECTOR,
        WITHOUT_VECTOR
    }

    private int lastDimension = 384;

    /// Reads the object at which `json` stands.
    public DocumentDraft read(StrictJson json) {
        DocumentId id = null;
        String type = null;
        Content content = null;
        float[] vector = null;
        FieldValue.Fields metadata = FieldValue.Fields.EMPTY;
        String domain = null;
        String customerId = null;
        Instant createdAt = null;
        json.enterObject();
        for (String field = json.nextField(FIELDS); field != null; field = json.nextField(FIELDS)) {
            switch (field) {
                case "id" -> id = new DocumentId(json.text());
                case "type" -> type = word(json);
                case "content" -> content = content(json);
                case "vector" -> vector = vector(json);
                case "metadata" -> metadata = json.fields();
                case "domain" -> domain = word(json);
                case "customerId" -> customerId = word(json);
                default -> createdAt = createdAt(json);
            }
        }
        return new DocumentDraft(
                id, type, content, vector, metadata, domain, customerId, createdAt);
    }

    private float[] vector(StrictJson json) {
        float[] vector = json.floats(Vector.MAX_DIMENSION, lastDimension);
        lastDimension = vector.length;
        return vector;
    }

    private static Content content(StrictJson json) {
        if (json.isText()) {
            return new Content.Text(json.text());
        }
        if (json.isObject()) {
            return new Content.Structured(json.fields());
        }
        throw json.wrongType("a string or an object");
    }

    private static String word(StrictJson json) {
        String word = json.text();
        String wrong = wrongWord(word);
        if (wrong != null) {
            throw json.invalid(wrong);
        }
        return word;
    }

    /// Why this is no `type`, `domain` or `customerId`, or null where it is one.
    public static @Nullable String wrongWord(String word) {
        if (word.isEmpty()) {
            return "wanted 1 to " + MAX_WORD_BYTES + " bytes, found none; leave the field out";
        }
        if (word.length() > MAX_WORD_BYTES
                || word.getBytes(StandardCharsets.UTF_8).length > MAX_WORD_BYTES) {
            return "wanted at most " + MAX_WORD_BYTES + " bytes of UTF-8, found more; shorten it";
        }
        return null;
    }

    private static Instant createdAt(StrictJson json) {
        String text = json.text();
        return instant(text).orElseThrow(() -> json.invalid(wrongInstant(text)));
    }

    /// Reads an RFC 3339 date and time with offset; empty where it is none.
    public static Optional<Instant> instant(String text) {
        if (!RFC_3339.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(text.toUpperCase(Locale.ROOT)).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /// What to tell who wrote this as a time.
    public static String wrongInstant(String text) {
        return "wanted an RFC 3339 time with offset such as 2026-01-31T12:00:00Z, found '"
                + (text.length() > 40 ? text.substring(0, 40) + "…" : text)
                + "'";
    }

    // ---- writing

    /// Writes the document as the contract shows it, an object.
    public static void write(JsonGenerator json, Document document, Include include) {
        json.writeStartObject();
        json.writeStringProperty("id", document.id().value());
        writeText(json, "type", document.type());
        if (document.content() != null) {
            json.writeName("content");
            write(json, document.content());
        }
        if (include == Include.WITH_VECTOR && document.vector() != null) {
            json.writeName("vector");
            write(json, document.vector());
        }
        json.writeName("metadata");
        write(json, document.metadata());
        writeText(json, "domain", document.domain());
        writeText(json, "customerId", document.customerId());
        json.writeStringProperty("createdAt", document.createdAt().toString());
        json.writeEndObject();
    }

    private static void writeText(JsonGenerator json, String field, @Nullable String value) {
        if (value != null) {
            json.writeStringProperty(field, value);
        }
    }

    public static void write(JsonGenerator json, Content content) {
        switch (content) {
            case Content.Text(String text) -> json.writeString(text);
            case Content.Structured(FieldValue.Fields fields) -> write(json, fields);
        }
    }

    public static void write(JsonGenerator json, Vector vector) {
        json.writeStartArray();
        for (float component : vector.components()) {
            json.writeNumber(component);
        }
        json.writeEndArray();
    }

    public static void write(JsonGenerator json, FieldValue value) {
        switch (value) {
            case FieldValue.Null _ -> json.writeNull();
            case FieldValue.Bool(boolean bool) -> json.writeBoolean(bool);
            case FieldValue.Whole(long whole) -> json.writeNumber(whole);
            case FieldValue.Real(double real) -> json.writeNumber(real);
            case FieldValue.Text(String text) -> json.writeString(text);
            case FieldValue.Items(var values) -> {
                json.writeStartArray();
                values.forEach(item -> write(json, item));
                json.writeEndArray();
            }
            case FieldValue.Fields(var values) -> {
                json.writeStartObject();
                values.forEach((name, item) -> {
                    json.writeName(name);
                    write(json, item);
                });
                json.writeEndObject();
            }
        }
    }
}
