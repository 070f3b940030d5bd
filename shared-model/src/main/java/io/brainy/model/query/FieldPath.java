package io.brainy.model.query;

import io.brainy.model.error.InvalidException;
import java.util.Locale;

/// What a filter looks at: one of the document's own fields, or a path of metadata, nested fields
/// by dots. `metadata.type` reaches a metadata field whose name is a document's own.
public sealed interface FieldPath {

    /// How deep a path may go, as deep as documents may nest.
    int MAX_DEPTH = 32;

    /// The document's own fields that filters know.
    enum Own implements FieldPath {
        ID("id"),
        TYPE("type"),
        DOMAIN("domain"),
        CUSTOMER_ID("customerId"),
        CREATED_AT("createdAt");

        private final String field;

        Own(String field) {
            this.field = field;
        }

        @Override
        public String toString() {
            return field;
        }
    }

    /// A path below `metadata`, without that word.
    record Metadata(String path) implements FieldPath {
        @Override
        public String toString() {
            return path;
        }
    }

    /// Reads a path as a `where` names it.
    static FieldPath parse(String text) {
        for (Own own : Own.values()) {
            if (own.field.equals(text)) {
                return own;
            }
        }
        String path = text.startsWith("metadata.") ? text.substring("metadata.".length()) : text;
        if (path.isEmpty() || path.split("\\.", -1).length > MAX_DEPTH) {
            throw new InvalidException(
                    "where",
                    String.format(
                            Locale.ROOT,
                            "a field's path has 1 to %d names joined by dots, found '%s'",
                            MAX_DEPTH,
                            text.length() > 80 ? text.substring(0, 80) + "…" : text));
        }
        return new Metadata(path);
    }
}
