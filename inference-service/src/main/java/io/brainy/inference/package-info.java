/// The inference service: embeds texts with the models of its registry, in the process by the port
/// [Embedder][io.brainy.coordinator.port.Embedder] and over HTTP in OpenAI's shape. Open
/// [InferenceConfiguration][io.brainy.inference.InferenceConfiguration] first: it wires `registry`,
/// `tokenize`, `onnx` and `batch` into `embed`, and that into `api`. Knows nothing of collections,
/// shards or the bucket.
@NullMarked
package io.brainy.inference;

import org.jspecify.annotations.NullMarked;
