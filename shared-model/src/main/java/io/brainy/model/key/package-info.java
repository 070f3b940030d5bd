/// Names and numbers that identify things: collections, shards, slots, positions. Pure values;
/// [Slots][io.brainy.model.key.Slots] is where a record gets its place (rule D1).
@NullMarked
package io.brainy.model.key;

import org.jspecify.annotations.NullMarked;
