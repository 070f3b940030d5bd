/// The indexer role: from log to index. [ShardPublishers][io.brainy.ingest.indexer.ShardPublishers]
/// gives each shard that this node publishes a
/// [ShardPublisher][io.brainy.ingest.indexer.ShardPublisher], which applies the log to Lucene,
/// uploads immutable files and appends the manifest that makes them true (rules C1, C2, S7). Knows
/// nothing of requests.
@NullMarked
package io.brainy.ingest.indexer;

import org.jspecify.annotations.NullMarked;
