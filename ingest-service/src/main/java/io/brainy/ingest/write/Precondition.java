package io.brainy.ingest.write;

import io.brainy.coordinator.port.DocumentReader.Versioned;
import io.brainy.model.error.ConflictException;
import io.brainy.model.error.ProblemType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a conditional write demands of the document that is there (RFC 9110, §13).
public sealed interface Precondition {

    record None() implements Precondition {}

    /// `If-Match: "v"`: there is a document, of one of these versions.
    record AnyOf(List<Long> versions) implements Precondition {
        public AnyOf {
            versions = List.copyOf(versions);
        }
    }

    /// `If-Match: *`: there is one.
    record Present() implements Precondition {}

    /// `If-None-Match: *`: there is none.
    record Absent() implements Precondition {}

    /// How far a reader must be to judge it: a version that was answered by another node is beyond
    /// what this one may have seen.
    default long atLeast() {
        return switch (this) {
            case AnyOf(List<Long> versions) ->
                    versions.stream().mapToLong(Long::longValue).max().orElse(0);
            case None _, Present _, Absent _ -> 0;
        };
    }

    default void check(@Nullable Versioned found) {
        if (!holds(found)) {
            throw new ConflictException(
                    ProblemType.PRECONDITION_FAILED,
                    found == null
                            ? "there is no such document now"
                            : "the document's version is now \""
                                    + found.version()
                                    + "\"; read it again and decide anew");
        }
    }

    private boolean holds(@Nullable Versioned found) {
        return switch (this) {
            case None _ -> true;
            case Present _ -> found != null;
            case Absent _ -> found == null;
            case AnyOf(List<Long> versions) -> found != null && versions.contains(found.version());
        };
    }
}
