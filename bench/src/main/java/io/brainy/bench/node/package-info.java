/// Nodes as processes of their own, measured from outside over HTTP:
/// [NodeBench][io.brainy.bench.node.NodeBench] measures one that holds the corpus,
/// [EmbeddingBench][io.brainy.bench.node.EmbeddingBench] one that embeds against the bare model,
/// [StartBench][io.brainy.bench.node.StartBench] how long a start takes. Knows of the product what
/// its users know: the command line, the HTTP contract and what the operating system tells.
@NullMarked
package io.brainy.bench.node;

import org.jspecify.annotations.NullMarked;
