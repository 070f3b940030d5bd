/// The writing service: open `IngestConfiguration`, which makes its beans. `api` speaks HTTP,
/// `write` decides and commits, `embedding` makes what vectors are missing. Nothing here reads a
/// shard but through a port.
@NullMarked
package io.brainy.ingest;

import org.jspecify.annotations.NullMarked;
