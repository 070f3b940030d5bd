package io.brainy.search.merge;

import io.brainy.engine.serve.ShardSnapshot.Candidate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one shard ranked, each list best first.
///
/// @param byMeaning null where the plan has no such ranking
/// @param byWords null where the plan has no such ranking
/// @param filterPlan how the shard ran the filter
public record ShardRankings(
        @Nullable List<Candidate> byMeaning,
        @Nullable List<Candidate> byWords,
        String filterPlan) {}
