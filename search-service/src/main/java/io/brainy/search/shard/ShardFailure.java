package io.brainy.search.shard;

import io.brainy.engine.serve.ShardHandle;
import io.brainy.model.error.BrainyException;

/// A shard that could not answer, and why.
public record ShardFailure(ShardHandle shard, BrainyException reason) {}
