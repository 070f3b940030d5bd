/// The port [Embedder][io.brainy.coordinator.port.Embedder] in this process:
/// [LocalEmbedder][io.brainy.inference.embed.LocalEmbedder] over one
/// [EmbeddingPipeline][io.brainy.inference.embed.EmbeddingPipeline] a model. Knows nothing of HTTP.
@NullMarked
package io.brainy.inference.embed;

import org.jspecify.annotations.NullMarked;
