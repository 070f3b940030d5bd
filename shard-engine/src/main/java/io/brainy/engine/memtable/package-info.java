/// The part of a shard that is not in segments yet: [Memtable][io.brainy.engine.memtable.Memtable],
/// a list of [Layer][io.brainy.engine.memtable.Layer]s, each the writes of consecutive commits.
///
/// Nothing is ever changed in place: a row is visible in a view of position q over segments of
/// position p when p < born ≤ q < died. So commits are applied while queries run, and a layer is
/// dropped whole when a manifest covers it, without anything being built anew.
@NullMarked
package io.brainy.engine.memtable;

import org.jspecify.annotations.NullMarked;
