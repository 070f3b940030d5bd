package io.brainy.search.plan;

import io.brainy.model.document.Vector;
import io.brainy.model.error.InvalidException;

/// Where the vector of a ranking by meaning comes from.
public sealed interface VectorSource {

    /// The request brought it. The components are shared, not copied.
    @SuppressWarnings("ArrayRecordComponent")
    record Given(float[] components) implements VectorSource {
        public Given {
            if (components.length == 0) {
                throw new InvalidException(
                        "vector", "a vector has at least one component, found none");
            }
            if (components.length > Vector.MAX_DIMENSION) {
                throw new InvalidException(
                        "vector",
                        "a vector has at most %d components, found %d"
                                .formatted(Vector.MAX_DIMENSION, components.length));
            }
            for (float component : components) {
                if (!Float.isFinite(component)) {
                    throw new InvalidException(
                            "vector", "a vector's components are finite, found " + component);
                }
            }
        }
    }

    /// The collection's model makes it from the text.
    record Made(String text) implements VectorSource {}
}
