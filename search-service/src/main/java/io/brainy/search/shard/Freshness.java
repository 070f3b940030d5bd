package io.brainy.search.shard;

/// What a read must see.
///
/// @param position a commit that it must see, or 0
public record Freshness(Consistency consistency, long position) {

    /// What is known here: at most a second behind.
    public static final Freshness EVENTUAL = new Freshness(Consistency.EVENTUAL, 0);

    public enum Consistency {
        EVENTUAL,
        /// Everything acknowledged before the call (R1).
        STRONG
    }

    public Freshness atLeast(long other) {
        return other > position ? new Freshness(consistency, other) : this;
    }
}
