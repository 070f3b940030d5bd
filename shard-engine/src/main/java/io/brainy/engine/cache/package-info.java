/// Segment files on the local disk: [SegmentCache][io.brainy.engine.cache.SegmentCache] makes the
/// files of a manifest readable as local paths, within a budget of bytes, and gives out nothing
/// whose checksum was not compared in this process. Knows bytes and digests, not what is in them.
@NullMarked
package io.brainy.engine.cache;

import org.jspecify.annotations.NullMarked;
