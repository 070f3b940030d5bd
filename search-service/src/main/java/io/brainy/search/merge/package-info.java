/// From the shards' lists to one: [MergedRankings][io.brainy.search.merge.MergedRankings] merges
/// each ranking by its exact scores, one hit an id (D5), and fuses several by reciprocal rank.
/// Pure; ties are broken by id, so the same lists always give the same order.
@NullMarked
package io.brainy.search.merge;

import org.jspecify.annotations.NullMarked;
