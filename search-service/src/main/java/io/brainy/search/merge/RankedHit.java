package io.brainy.search.merge;

import org.jspecify.annotations.Nullable;

/// A hit not yet read.
///
/// @param score what it is ordered by: the raw score of a single ranking, or the fused one
/// @param vector its similarity, where the ranking by meaning has it
/// @param text its BM25 score, where the ranking by words has it
public record RankedHit(
        Placed placed, double score, @Nullable Double vector, @Nullable Double text) {}
