/// Vectors for documents that came without one, through the
/// [Embedder][io.brainy.coordinator.port.Embedder] port: open
/// [VectorMaker][io.brainy.ingest.embedding.VectorMaker]. Knows nothing of logs and HTTP.
@NullMarked
package io.brainy.ingest.embedding;

import org.jspecify.annotations.NullMarked;
