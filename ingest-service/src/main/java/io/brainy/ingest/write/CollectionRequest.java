package io.brainy.ingest.write;

import io.brainy.coordinator.json.KnownFields;
import io.brainy.coordinator.json.StrictJson;
import io.brainy.model.document.Vector;
import io.brainy.model.log.CollectionSettings;
import io.brainy.model.log.CollectionSettings.Similarity;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a user asks of a collection; what is left out is the default of a new one and left as it is
/// of one that exists.
public record CollectionRequest(
        @Nullable Integer shards,
        @Nullable Integer replicas,
        @Nullable Boolean domainsFixed,
        @Nullable String embeddingModel,
        @Nullable Similarity similarity,
        @Nullable Integer dimension) {

    /// As requests and answers name them.
    public static final Map<String, Similarity> SIMILARITIES =
            Map.of(
                    "cosine", Similarity.COSINE,
                    "dot", Similarity.DOT,
                    "euclidean", Similarity.EUCLIDEAN);

    private static final KnownFields FIELDS =
            KnownFields.of(
                    "shards",
                    "replicas",
                    "domainsFixed",
                    "embeddingModel",
                    "similarity",
                    "dimension");

    public static CollectionRequest read(StrictJson json) {
        Integer shards = null;
        Integer replicas = null;
        Boolean domainsFixed = null;
        String embeddingModel = null;
        Similarity similarity = null;
        Integer dimension = null;
        json.enterObject();
        for (String field = json.nextField(FIELDS); field != null; field = json.nextField(FIELDS)) {
            switch (field) {
                case "shards" -> shards = json.whole(1, CollectionSettings.MAX_SHARDS);
                case "replicas" -> replicas = json.whole(1, CollectionSettings.MAX_REPLICAS);
                case "domainsFixed" -> domainsFixed = json.bool();
                case "embeddingModel" -> embeddingModel = json.text();
                case "similarity" -> similarity = json.oneOf(SIMILARITIES);
                default -> dimension = json.whole(1, Vector.MAX_DIMENSION);
            }
        }
        return new CollectionRequest(
                shards, replicas, domainsFixed, embeddingModel, similarity, dimension);
    }
}
