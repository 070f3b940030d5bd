/// What a view of a shard is made of: parts, each a segment or a layer of the memtable.
/// [PartReader][io.brainy.engine.part.PartReader] is how documents are read from either.
@NullMarked
package io.brainy.engine.part;

import org.jspecify.annotations.NullMarked;
