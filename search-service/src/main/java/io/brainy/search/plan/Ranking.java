package io.brainy.search.plan;

import org.jspecify.annotations.Nullable;

/// One ordering of the documents that the filters leave.
public sealed interface Ranking {

    /// How many of the best each shard gives, and the merged list keeps.
    int depth();

    Ranking withDepth(int deeper);

    /// Similarity to a vector.
    ///
    /// @param model that makes the vector, or null where it was given
    record ByMeaning(VectorSource source, @Nullable String model, int depth) implements Ranking {
        @Override
        public Ranking withDepth(int deeper) {
            return new ByMeaning(source, model, deeper);
        }
    }

    /// BM25 over the content.
    record ByWords(String text, int depth) implements Ranking {
        @Override
        public Ranking withDepth(int deeper) {
            return new ByWords(text, deeper);
        }
    }
}
