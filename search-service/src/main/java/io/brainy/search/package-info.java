/// The read side: everything that answers over all shards of a collection with live results. Its
/// entry is `SearchConfiguration`, which wires the features below; each feature package says what
/// it is for. It never writes to the bucket.
@NullMarked
package io.brainy.search;

import org.jspecify.annotations.NullMarked;
