package io.brainy.inference.registry;

import io.brainy.model.document.Vector;
import java.time.Instant;
import java.util.List;

/// Everything that gives a model's vectors their meaning. Two nodes with equal records make vectors
/// that may be compared.
///
/// @param aliases other names that the same model answers to
/// @param queryPrefix what is put before the texts of queries; empty where the model needs none
/// @param window the most tokens that the model sees of a text, its special tokens included
/// @param licence the licence of the weights, as an SPDX identifier
public record EmbeddingModel(
        String name,
        List<String> aliases,
        int dimension,
        int window,
        Pooling pooling,
        Scaling scaling,
        String queryPrefix,
        String owner,
        String licence,
        Instant published,
        BundledWeights weights) {

    /// How the vectors of a text's tokens become the vector of the text.
    public enum Pooling {
        /// The vector of the first token, which models of this kind are trained to fill.
        CLS,
        /// The mean over the text's own tokens, padding left out.
        MEAN
    }

    /// What happens to the length of a vector.
    public enum Scaling {
        UNIT_LENGTH,
        AS_IS
    }

    public EmbeddingModel {
        aliases = List.copyOf(aliases);
        if (name.isBlank()) {
            throw new IllegalArgumentException("a model needs a name");
        }
        if (dimension < 1 || dimension > Vector.MAX_DIMENSION) {
            throw new IllegalArgumentException(
                    "a model's dimension is 1 to "
                            + Vector.MAX_DIMENSION
                            + ", found "
                            + dimension
                            + " for "
                            + name);
        }
        if (window < 3) {
            throw new IllegalArgumentException(
                    "a window holds two special tokens and at least one more, found "
                            + window
                            + " for "
                            + name);
        }
    }
}
