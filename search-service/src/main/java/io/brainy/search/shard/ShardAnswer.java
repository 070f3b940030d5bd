package io.brainy.search.shard;

import io.brainy.engine.serve.ShardHandle;
import io.brainy.engine.serve.ShardSnapshot;

/// What one shard said, with the snapshot that it said it of, still open.
public record ShardAnswer<T>(ShardHandle shard, ShardSnapshot snapshot, T value) {}
