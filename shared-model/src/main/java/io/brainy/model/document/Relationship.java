package io.brainy.model.document;

import io.brainy.model.error.InvalidException;

/// A typed, weighted link between two documents, which need not exist.
public record Relationship(Key key, double weight, FieldValue.Fields metadata) {

    public Relationship {
        if (!(weight >= 0) || Double.isInfinite(weight)) {
            throw new InvalidException(
                    "weight", "a weight is finite and at least 0, found " + weight);
        }
    }

    /// What a second write replaces.
    public record Key(DocumentId source, DocumentId target, String type) {}
}
