package io.brainy.model.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a query did, for people.
///
/// @param query as it was asked
/// @param filters all of which every hit matches
/// @param time documents created within it only
/// @param graph documents so connected only
/// @param order `fused-rank`, `similarity`, `bm25` or `slot-and-id`
/// @param fusion where several rankings were made one
/// @param notes what is left out or cut, and why
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ExplainedPlan(
        @Nullable String query,
        List<Ranking> rankings,
        List<Condition> filters,
        @Nullable TimeRange time,
        @Nullable Graph graph,
        String order,
        @Nullable Fusion fusion,
        List<Shard> shards,
        List<String> notes) {

    /// @param by `vector` or `text`
    /// @param from `given`, or `made` where a model made the vector of the query
    /// @param depth how many of the best of each shard were looked at
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Ranking(String by, @Nullable String from, @Nullable String model, int depth) {}

    /// @param source where the condition came from: `where`, `domain` or `customerId`
    public record Condition(String source, String filter) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record TimeRange(@Nullable Instant from, @Nullable Instant to) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Graph(
            @Nullable String from, @Nullable String to, @Nullable String relationship, int depth) {}

    public record Fusion(String method, int k) {}

    /// @param fate `answered`, `failed`, or `pruned` where it was not asked
    /// @param reason why so
    /// @param filterPlan how the shard ran the filters
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Shard(
            String shard,
            SlotSpan slots,
            String fate,
            String reason,
            @Nullable String filterPlan) {}
}
