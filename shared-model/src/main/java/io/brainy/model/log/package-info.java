/// The bytes of a collection's log: [Commit][io.brainy.model.log.Commit], its header and records,
/// and [CommitCodec][io.brainy.model.log.CommitCodec], the only place that knows their layout
/// (docs/format.md).
@NullMarked
package io.brainy.model.log;

import org.jspecify.annotations.NullMarked;
