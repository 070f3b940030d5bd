package io.brainy.model.key;

/// One life of a collection: its name and the journal number of its creation (L10: a new collection
/// of a dropped name gets a new folder).
public record CollectionId(CollectionName name, long created) {

    public CollectionId {
        if (created < 1) {
            throw new IllegalArgumentException(
                    "a creation's journal number is at least 1, found " + created);
        }
    }

    @Override
    public String toString() {
        return name + "/" + created;
    }
}
