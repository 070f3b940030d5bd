package io.brainy.search.plan;

import io.brainy.model.error.InvalidException;

/// What a query is to be ranked by, as it was asked.
public sealed interface Want {

    /// The longest text that a query may have, in characters: a page of words, far beyond what a
    /// model's window sees.
    int MAX_TEXT = 10_000;

    /// Nothing: whatever the filters leave, in the order of a scan.
    record Everything() implements Want {}

    /// Natural language: by meaning where the collection's vectors allow it, and by words.
    record Language(String query) implements Want {
        public Language {
            checkText("query", query);
        }
    }

    /// By BM25 alone.
    record Words(String text) implements Want {
        public Words {
            checkText("text", text);
        }
    }

    /// By similarity alone.
    record Nearest(VectorSource source) implements Want {
        public Nearest {
            if (source instanceof VectorSource.Made(String text)) {
                checkText("text", text);
            }
        }
    }

    /// By both, fused.
    record Hybrid(String text, VectorSource source) implements Want {
        public Hybrid {
            checkText("text", text);
        }
    }

    private static void checkText(String field, String text) {
        if (text.isBlank()) {
            throw new InvalidException(field, field + " has at least one word, found none");
        }
        if (text.length() > MAX_TEXT) {
            throw new InvalidException(
                    field,
                    "%s has at most %d characters, found %d; shorten it"
                            .formatted(field, MAX_TEXT, text.length()));
        }
    }
}
