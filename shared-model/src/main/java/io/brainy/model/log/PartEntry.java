package io.brainy.model.log;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A part of a commit as its header lists it: what makes retries and sources exact (L2, L5, L6).
///
/// @param since the tail that the part's first node knew
/// @param records how many writes of this part the commit holds
/// @param key set where the request carried an idempotency key
/// @param sources what the part consumed; empty for requests
public record PartEntry(
        BatchId id,
        long since,
        int records,
        @Nullable KeyProgress key,
        List<SourceAdvance> sources) {

    public PartEntry {
        sources = List.copyOf(sources);
    }

    /// How far a keyed request has come with this commit (L5).
    ///
    /// @param key the caller's scope and key, as they are compared
    /// @param firstItem the request's first item in this commit, counted from 0
    /// @param nextItem the item that follows the last one in this commit
    /// @param prefixSha256 of the request's items before `nextItem`
    /// @param last whether the request ends here
    public record KeyProgress(
            String key, long firstItem, long nextItem, Digest prefixSha256, boolean last) {}

    /// A source moves on, if it stands at `from` (L6).
    public record SourceAdvance(String source, long from, long next) {}
}
