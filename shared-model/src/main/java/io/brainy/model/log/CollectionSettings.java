package io.brainy.model.log;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// What gives the records of a collection their meaning; changed by a commit only (L9).
///
/// @param dimension unset until a vector, a named model or the settings fix it
/// @param embeddingModel the model that makes missing vectors; null where a given vector fixed a
///   dimension that is not the model's: documents without one are then stored without
/// @param modelNamed whether the user named the model, which fixes the dimension at once
/// @param domainsFixed the user's vow that an id keeps its routing key (D3)
/// @param shards how many shards the collection was pre-split into
public record CollectionSettings(
        Similarity similarity,
        OptionalInt dimension,
        @Nullable String embeddingModel,
        boolean modelNamed,
        boolean domainsFixed,
        int shards,
        int replicas) {

    /// The built-in model's name in the registry; `default` is an alias of it.
    public static final String DEFAULT_MODEL = "bge-small-en-v1.5";

    public static final int MAX_SHARDS = 256;
    public static final int MAX_REPLICAS = 16;

    /// What a collection gets that nobody configured.
    public static final CollectionSettings DEFAULTS =
            new CollectionSettings(
                    Similarity.COSINE, OptionalInt.empty(), DEFAULT_MODEL, false, false, 1, 1);

    /// How two vectors are compared; higher is nearer for all of them.
    public enum Similarity {
        COSINE,
        DOT,
        EUCLIDEAN
    }

    public CollectionSettings withDimension(int fixed) {
        return new CollectionSettings(
                similarity,
                OptionalInt.of(fixed),
                embeddingModel,
                modelNamed,
                domainsFixed,
                shards,
                replicas);
    }

    public CollectionSettings withoutModel() {
        return new CollectionSettings(
                similarity, dimension, null, false, domainsFixed, shards, replicas);
    }
}
