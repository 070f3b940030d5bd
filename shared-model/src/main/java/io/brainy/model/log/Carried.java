package io.brainy.model.log;

/// A table that every header carries, whole or as the number of the commit that does (L7).
public sealed interface Carried<T> {

    record Whole<T>(T value) implements Carried<T> {}

    /// @param commit the number of a commit of this log, not below its floor, whose header has the
    ///   table whole
    record At<T>(long commit) implements Carried<T> {}
}
