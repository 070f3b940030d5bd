/// What is measured with: WordNet's glosses and their embeddings, in an order that is the same
/// every time. [Corpus][io.brainy.bench.data.Corpus] is the documents and the held-out queries,
/// [EmbeddingCache][io.brainy.bench.data.EmbeddingCache] keeps what the model made, and
/// [Neighbours][io.brainy.bench.data.Neighbours] knows the right answers. Knows no index.
@NullMarked
package io.brainy.bench.data;

import org.jspecify.annotations.NullMarked;
