/// The HTTP side: `/v1/embeddings` and `/v1/models` in OpenAI's shape. Controllers read, call the
/// port and answer; what a request may be is in
/// [EmbeddingQuestion][io.brainy.inference.api.EmbeddingQuestion]. Knows nothing of batches or
/// runtimes.
@NullMarked
package io.brainy.inference.api;

import org.jspecify.annotations.NullMarked;
