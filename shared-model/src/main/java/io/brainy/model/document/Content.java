package io.brainy.model.document;

/// What a document says: a string, or an object whose texts are embedded and indexed.
public sealed interface Content {

    record Text(String value) implements Content {}

    record Structured(FieldValue.Fields value) implements Content {}

    /// The words to embed and to index: the string itself, or every string in the object, in order,
    /// a line each.
    default String text() {
        return switch (this) {
            case Text(String value) -> value;
            case Structured(FieldValue.Fields fields) -> {
                StringBuilder words = new StringBuilder();
                collect(fields, words);
                yield words.toString();
            }
        };
    }

    private static void collect(FieldValue value, StringBuilder into) {
        switch (value) {
            case FieldValue.Text(String text) -> {
                if (!into.isEmpty()) {
                    into.append('\n');
                }
                into.append(text);
            }
            case FieldValue.Items(var values) -> values.forEach(v -> collect(v, into));
            case FieldValue.Fields(var values) -> values.values().forEach(v -> collect(v, into));
            case FieldValue.Null _, FieldValue.Bool _, FieldValue.Whole _, FieldValue.Real _ -> {}
        }
    }
}
