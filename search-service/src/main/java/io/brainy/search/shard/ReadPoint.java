package io.brainy.search.shard;

import io.brainy.coordinator.log.CollectionLog;

/// The collection that a read is of, and the position that its shards must have reached.
public record ReadPoint(CollectionLog log, long position) {}
