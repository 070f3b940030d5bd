package io.brainy.engine.filter;

import io.brainy.model.query.FieldPath;
import io.brainy.model.query.FieldPath.Own;
import org.jspecify.annotations.Nullable;

/// The names of the index's fields. A path of metadata has up to three, told apart by their first
/// letter; the document's own fields begin with `=`, so that no path can have their names.
final class FieldNames {

    /// The id, as plain UTF-8.
    static final String ID = "_id";

    /// The paths that are there: see [#pathTerm].
    static final String PATHS = "_paths";

    /// Marks documents with a path that is not indexed.
    static final String UNINDEXED_TERM = "x";

    private static final char TERMS = 't';
    private static final char NUMBERS = 'n';
    private static final char INSTANTS = 'd';

    private FieldNames() {}

    static String terms(FieldPath path) {
        return switch (path) {
            case Own own -> "=" + own;
            case FieldPath.Metadata(String name) -> terms(name);
        };
    }

    static String terms(String path) {
        return TERMS + path;
    }

    static String numbers(String path) {
        return NUMBERS + path;
    }

    static String instants(String path) {
        return INSTANTS + path;
    }

    static String createdAt() {
        return "=" + Own.CREATED_AT;
    }

    /// The path that a field belongs to, or null where it belongs to none.
    static @Nullable String pathOf(String field) {
        return switch (field.charAt(0)) {
            case TERMS, NUMBERS, INSTANTS -> field.substring(1);
            default -> null;
        };
    }

    /// The term of [#PATHS] that says that a value is at the path.
    static String pathTerm(FieldPath path) {
        return switch (path) {
            case Own own -> "=" + own;
            case FieldPath.Metadata(String name) -> pathTerm(name);
        };
    }

    static String pathTerm(String path) {
        return "." + path;
    }
}
