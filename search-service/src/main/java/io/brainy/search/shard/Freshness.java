package io.brainy.search.shard;

import io.brainy.model.api.Consistency;

/// What a read must see.
///
/// @param position a commit that it must see, or 0
public record Freshness(Consistency consistency, long position) {

    /// What is known here: at most a second behind.
    public static final Freshness EVENTUAL = new Freshness(Consistency.EVENTUAL, 0);

    public Freshness atLeast(long other) {
        return other > position ? new Freshness(consistency, other) : this;
    }
}
