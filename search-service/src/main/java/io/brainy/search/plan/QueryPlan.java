package io.brainy.search.plan;

import io.brainy.model.query.Filter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a query will do. Rankings order what every hard condition leaves: filters, time and graph
/// are conditions, never a post-filter.
///
/// @param query as it was asked, or null where only conditions were given
/// @param rankings none: the order of a scan; one: its own scores; several: fused
/// @param time documents created within it only, or null: no condition
/// @param graph documents so connected only, or null: no condition
/// @param slots where matching documents can lie
/// @param notes what a reader of the answer should know: why a ranking is left out, what was cut
public record QueryPlan(
        @Nullable String query,
        List<Ranking> rankings,
        List<Constraint> constraints,
        @Nullable TimeRange time,
        @Nullable GraphConstraint graph,
        SlotLimit slots,
        List<String> notes) {

    /// The constant of reciprocal rank fusion.
    public static final int FUSION_K = 60;

    public QueryPlan {
        rankings = List.copyOf(rankings);
        constraints = List.copyOf(constraints);
        notes = List.copyOf(notes);
    }

    /// What the hits are ordered by, best or first at the top; ties by id.
    public enum Order {
        FUSED_RANK,
        SIMILARITY,
        BM25,
        SLOT_AND_ID
    }

    /// From, included, to, excluded; null = open.
    public record TimeRange(@Nullable Instant from, @Nullable Instant to) {}

    /// Reachable from `from`, or reaching `to`, within `depth` steps of that relationship.
    public record GraphConstraint(
            @Nullable String from, @Nullable String to, @Nullable String relationship, int depth) {}

    public Order order() {
        if (rankings.size() > 1) {
            return Order.FUSED_RANK;
        }
        if (rankings.isEmpty()) {
            return Order.SLOT_AND_ID;
        }
        return switch (rankings.getFirst()) {
            case Ranking.ByMeaning _ -> Order.SIMILARITY;
            case Ranking.ByWords _ -> Order.BM25;
        };
    }

    /// All conditions as one.
    public Filter filter() {
        return conjunction(constraints);
    }

    static Filter conjunction(List<Constraint> constraints) {
        List<Filter> filters = constraints.stream().map(Constraint::filter).toList();
        return filters.size() == 1 ? filters.getFirst() : new Filter.And(filters);
    }

    /// The same plan with rankings as deep as a page needs.
    public QueryPlan withDepth(int depth) {
        return new QueryPlan(
                query,
                rankings.stream().map(r -> r.withDepth(depth)).toList(),
                constraints,
                time,
                graph,
                slots,
                notes);
    }

    public QueryPlan withNote(String note) {
        List<String> more = new ArrayList<>(notes);
        more.add(note);
        return new QueryPlan(query, rankings, constraints, time, graph, slots, more);
    }
}
