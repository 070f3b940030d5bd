package io.brainy.model.document;

import java.util.Arrays;

/// An embedding with its origin. The components are shared, not copied: who holds a `Vector` never
/// changes them.
///
/// @param made true when the collection's model made it from the content: it is then made anew when
///   the content changes; a given one stays
@SuppressWarnings("ArrayRecordComponent")
public record Vector(float[] components, boolean made) {

    public static final int MAX_DIMENSION = 4096;

    public Vector {
        if (components.length == 0 || components.length > MAX_DIMENSION) {
            throw new IllegalArgumentException(
                    "a vector has 1 to "
                            + MAX_DIMENSION
                            + " components, found "
                            + components.length);
        }
    }

    public int dimension() {
        return components.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Vector(float[] theirs, boolean theirsMade)
                && made == theirsMade
                && Arrays.equals(components, theirs);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(components);
    }

    @Override
    public String toString() {
        return "Vector[dimension=" + components.length + ", made=" + made + "]";
    }
}
