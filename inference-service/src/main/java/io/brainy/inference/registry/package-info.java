/// The models that this node can run, as data:
/// [ModelRegistry][io.brainy.inference.registry.ModelRegistry] finds an
/// [EmbeddingModel][io.brainy.inference.registry.EmbeddingModel] by name or alias. What a vector
/// means is fixed here and nowhere else: pooling, prefix, scaling and the checksum of the weights.
/// Knows nothing of tokenizers, runtimes or HTTP.
@NullMarked
package io.brainy.inference.registry;

import org.jspecify.annotations.NullMarked;
