package io.brainy.ingest.write;

import io.brainy.coordinator.json.DocumentDraft;
import io.brainy.coordinator.json.DocumentJson;
import io.brainy.coordinator.json.StrictJson;
import io.brainy.model.document.Content;
import io.brainy.model.document.Document;
import io.brainy.model.document.FieldValue;
import io.brainy.model.document.Vector;
import io.brainy.model.error.InvalidException;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A JSON merge patch (RFC 7396) on a whole document, as the contract shows one. The vector is kept
/// apart from the tree, since it may have thousands of numbers.
///
/// @param fields what the patch says of each field, null included
/// @param vector a new vector, or null; shared, not copied
@SuppressWarnings("ArrayRecordComponent")
public record MergePatch(FieldValue.Fields fields, float @Nullable [] vector) {

    private static final int MAX_DEPTH = StrictJson.MAX_DEPTH;

    /// Reads the patch at which `json` stands.
    public static MergePatch read(StrictJson json) {
        Map<String, FieldValue> fields = new LinkedHashMap<>();
        Set<String> seen = new HashSet<>();
        float[] vector = null;
        json.enterObject();
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            if (!seen.add(name)) {
                throw json.duplicate();
            }
            if (name.equals("id")) {
                throw json.invalid("a document keeps its id; write another document instead");
            }
            if (!DocumentJson.FIELDS.names().contains(name)) {
                throw json.unknown(name, DocumentJson.FIELDS);
            }
            if (name.equals("vector") && !json.isNull()) {
                vector = json.floats(Vector.MAX_DIMENSION, 1);
            } else {
                fields.put(name, json.field());
            }
        }
        return new MergePatch(new FieldValue.Fields(fields), vector);
    }

    /// The document after the patch, with a made vector left out where it must be made anew.
    public Patched apply(Document before) {
        Content content = content(before);
        Vector old = before.vector();
        boolean removed = fields.values().get("vector") == FieldValue.Null.NULL;
        boolean stale = old != null && old.made() && !Objects.equals(content, before.content());
        float[] given = vector;
        if (given == null && old != null && !old.made() && !removed) {
            given = old.components();
        }
        DocumentDraft draft =
                new DocumentDraft(
                        before.id(),
                        word("type", before.type()),
                        content,
                        given,
                        metadata(before),
                        word("domain", before.domain()),
                        word("customerId", before.customerId()),
                        createdAt(before));
        Vector kept = given == null && old != null && old.made() && !removed && !stale ? old : null;
        return new Patched(draft, kept);
    }

    /// @param made the vector that was made and still holds
    public record Patched(DocumentDraft draft, @Nullable Vector made) {}

    private @Nullable Content content(Document before) {
        FieldValue patch = fields.values().get("content");
        Content old = before.content();
        return switch (patch) {
            case null -> old;
            case FieldValue.Null _ -> null;
            case FieldValue.Text(String text) -> new Content.Text(text);
            case FieldValue.Fields change -> {
                FieldValue.Fields target =
                        old instanceof Content.Structured(FieldValue.Fields value)
                                ? value
                                : FieldValue.Fields.EMPTY;
                yield new Content.Structured(merge("content", target, change));
            }
            case FieldValue.Bool _, FieldValue.Whole _, FieldValue.Real _, FieldValue.Items _ ->
                    throw new InvalidException("content", "wanted a string or an object");
        };
    }

    private FieldValue.Fields metadata(Document before) {
        FieldValue patch = fields.values().get("metadata");
        return switch (patch) {
            case null -> before.metadata();
            case FieldValue.Null _ -> FieldValue.Fields.EMPTY;
            case FieldValue.Fields change -> merge("metadata", before.metadata(), change);
            case FieldValue.Text _,
                    FieldValue.Bool _,
                    FieldValue.Whole _,
                    FieldValue.Real _,
                    FieldValue.Items _ ->
                    throw new InvalidException("metadata", "wanted an object");
        };
    }

    private @Nullable String word(String field, @Nullable String before) {
        FieldValue patch = fields.values().get(field);
        if (patch == null) {
            return before;
        }
        if (patch == FieldValue.Null.NULL) {
            return null;
        }
        if (!(patch instanceof FieldValue.Text(String text))) {
            throw new InvalidException(field, "wanted a string");
        }
        String wrong = DocumentJson.wrongWord(text);
        if (wrong != null) {
            throw new InvalidException(field, wrong);
        }
        return text;
    }

    private @Nullable Instant createdAt(Document before) {
        FieldValue patch = fields.values().get("createdAt");
        if (patch == null) {
            return before.createdAt();
        }
        if (patch == FieldValue.Null.NULL) {
            return null;
        }
        if (!(patch instanceof FieldValue.Text(String text))) {
            throw new InvalidException("createdAt", "wanted a string");
        }
        return DocumentJson.instant(text)
                .orElseThrow(
                        () -> new InvalidException("createdAt", DocumentJson.wrongInstant(text)));
    }

    private static FieldValue.Fields merge(
            String field, FieldValue.Fields target, FieldValue.Fields patch) {
        FieldValue.Fields merged = merge(target, patch);
        if (depth(merged) >= MAX_DEPTH) {
            throw new InvalidException(
                    field, "nested deeper than " + MAX_DEPTH + " levels; flatten it");
        }
        return merged;
    }

    private static FieldValue.Fields merge(FieldValue.Fields target, FieldValue.Fields patch) {
        Map<String, FieldValue> merged = new LinkedHashMap<>(target.values());
        patch.values()
                .forEach((name, value) -> {
                    if (value == FieldValue.Null.NULL) {
                        merged.remove(name);
                    } else if (value instanceof FieldValue.Fields change) {
                        FieldValue.Fields inner =
                                merged.get(name) instanceof FieldValue.Fields old
                                        ? old
                                        : FieldValue.Fields.EMPTY;
                        merged.put(name, merge(inner, change));
                    } else {
                        merged.put(name, value);
                    }
                });
        return new FieldValue.Fields(merged);
    }

    private static int depth(FieldValue value) {
        return switch (value) {
            case FieldValue.Fields(var values) ->
                    1 + values.values().stream().mapToInt(MergePatch::depth).max().orElse(0);
            case FieldValue.Items(var values) ->
                    1 + values.stream().mapToInt(MergePatch::depth).max().orElse(0);
            case FieldValue.Null _,
                    FieldValue.Bool _,
                    FieldValue.Whole _,
                    FieldValue.Real _,
                    FieldValue.Text _ ->
                    0;
        };
    }
}
