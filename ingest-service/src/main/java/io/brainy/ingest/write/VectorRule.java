package io.brainy.ingest.write;

import io.brainy.coordinator.port.Embedder.Model;
import io.brainy.ingest.embedding.VectorMaker;
import io.brainy.model.error.InvalidException;
import io.brainy.model.error.ProblemType;
import io.brainy.model.error.UnavailableException;
import io.brainy.model.log.CollectionSettings;
import io.brainy.model.log.CollectionSettings.Similarity;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// Which vectors a collection takes and makes, as one request sees it: while its dimension is open,
/// the request's first vector, given or made, fixes it for the rest of the request, before the log
/// has said so. Used by one thread.
final class VectorRule {

    private final Similarity similarity;
    private final @Nullable String modelName;
    private final @Nullable Model model;
    private OptionalInt dimension;

    VectorRule(CollectionSettings settings, VectorMaker maker) {
        this.similarity = settings.similarity();
        this.modelName = settings.embeddingModel();
        this.model = modelName == null ? null : maker.model(modelName).orElse(null);
        this.dimension = settings.dimension();
    }

    /// Refuses a given vector that the collection cannot take.
    void given(float[] vector) {
        if (dimension.isPresent() && dimension.getAsInt() != vector.length) {
            throw new InvalidException(
                    "vector",
                    String.format(
                            Locale.ROOT,
                            "this collection's vectors have %d components, found %d",
                            dimension.getAsInt(),
                            vector.length));
        }
        if (similarity == Similarity.COSINE && isZero(vector)) {
            throw new InvalidException(
                    "vector",
                    "a vector of zeros has no direction, which cosine similarity compares; leave it"
                            + " out, or use a collection of similarity dot or euclidean");
        }
        dimension = OptionalInt.of(vector.length);
    }

    /// The model that makes a missing vector; null where documents are stored without.
    @Nullable String makes() {
        if (modelName == null) {
            return null;
        }
        if (model == null) {
            throw new UnavailableException(
                    ProblemType.UNAVAILABLE,
                    "the model '"
                            + modelName
                            + "' that makes missing vectors cannot be had now;"
                            + " give vectors, or try again",
                    Duration.ofSeconds(5));
        }
        int made = model.dimension();
        if (dimension.isPresent() && dimension.getAsInt() != made) {
            return null;
        }
        dimension = OptionalInt.of(made);
        return modelName;
    }

    private static boolean isZero(float[] vector) {
        for (float component : vector) {
            if (component != 0) {
                return false;
            }
        }
        return true;
    }
}
