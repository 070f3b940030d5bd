/// The immutable part of a shard: [SegmentWriter][io.brainy.engine.segment.SegmentWriter] turns
/// commits into Lucene segments at the publisher, [Segments][io.brainy.engine.segment.Segments]
/// opens the files of a manifest at a reader. A file, once named, never changes; position and
/// segments are one, because the position is written into Lucene's own commit. Knows neither bucket
/// nor manifest chain: whoever publishes uploads the files, whoever reads supplies them.
@NullMarked
package io.brainy.engine.segment;

import org.jspecify.annotations.NullMarked;
