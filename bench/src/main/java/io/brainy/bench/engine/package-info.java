/// A shard in this process against raw Lucene: [SearchBench][io.brainy.bench.engine.SearchBench]
/// builds both from the same vectors and asks them the same questions, turn by turn. Knows no HTTP
/// and no node.
@NullMarked
package io.brainy.bench.engine;

import org.jspecify.annotations.NullMarked;
