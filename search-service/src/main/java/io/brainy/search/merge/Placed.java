package io.brainy.search.merge;

import io.brainy.engine.serve.ShardSnapshot.Candidate;

/// A candidate and which of the answering shards gave it.
public record Placed(int answer, Candidate candidate) {}
