package io.brainy.model.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The answer of `find` and `search`.
///
/// @param plan where `explain` asked for it
/// @param position the least over the shards that answered
/// @param cursor of the next page; none = this is the last
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FindAnswer(
        List<SearchHit> hits,
        @Nullable ExplainedPlan plan,
        ShardsAsked shards,
        long position,
        double tookMs,
        @Nullable String cursor) {}
