/// The seam to the ambient world: clock, monotonic time, sleep and randomness.
/// [SystemTime][io.brainy.coordinator.time.SystemTime] is the only place of the whole product that
/// asks the machine for them; everything else takes them through its constructor, so that a
/// simulation can replace them. Knows nothing of buckets or protocols.
@NullMarked
package io.brainy.coordinator.time;

import org.jspecify.annotations.NullMarked;
