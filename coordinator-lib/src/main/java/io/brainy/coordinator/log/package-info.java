/// A collection's log as its writers and followers in this process see it: open
/// [CollectionLog][io.brainy.coordinator.log.CollectionLog] first.
@NullMarked
package io.brainy.coordinator.log;

import org.jspecify.annotations.NullMarked;
