package io.brainy.model.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// A collection's settings.
///
/// @param embeddingModel makes missing vectors; left out where documents are stored without
/// @param dimension left out while no vector has fixed it
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CollectionAnswer(
        String name,
        int shards,
        int replicas,
        boolean domainsFixed,
        @Nullable String embeddingModel,
        String similarity,
        @Nullable Integer dimension) {}
