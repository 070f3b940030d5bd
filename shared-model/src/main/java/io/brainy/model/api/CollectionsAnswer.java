package io.brainy.model.api;

import java.util.List;

/// All collections, by name.
public record CollectionsAnswer(List<CollectionAnswer> collections) {

    public CollectionsAnswer {
        collections = List.copyOf(collections);
    }
}
