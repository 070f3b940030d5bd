package io.brainy.model.log;

/// What the bytes of a document say of its vector, which lies elsewhere.
public enum VectorOrigin {
    /// The document has no vector.
    NONE,
    /// The user gave it: it stays when the content changes.
    GIVEN,
    /// The collection's model made it from the content.
    MADE
}
