package io.brainy.search.api;

import io.brainy.model.api.ExplainedPlan;
import io.brainy.model.api.FindAnswer;
import io.brainy.model.api.SearchHit;
import io.brainy.model.api.ShardsAsked;
import io.brainy.model.api.SlotSpan;
import io.brainy.model.document.Document;
import io.brainy.model.key.SlotRange;
import io.brainy.search.find.Answer;
import io.brainy.search.merge.RankedHit;
import io.brainy.search.plan.Constraint;
import io.brainy.search.plan.FilterText;
import io.brainy.search.plan.QueryPlan;
import io.brainy.search.plan.Ranking;
import io.brainy.search.plan.VectorSource;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Answers as the contract shows them.
final class FindAnswers {

    private static final SearchHit.Why UNRANKED = new SearchHit.Why(null, null);

    private FindAnswers() {}

    static FindAnswer of(Answer answer, FindRequest request, double tookMs) {
        return new FindAnswer(
                answer.hits().stream().map(hit -> hit(hit, request.include())).toList(),
                request.explain() ? plan(answer) : null,
                new ShardsAsked(answer.shards().size(), answer.queried(), answer.failed()),
                answer.position(),
                tookMs,
                answer.cursor());
    }

    private static SearchHit hit(Answer.Hit hit, Include include) {
        Document document = hit.found().document();
        @Nullable RankedHit ranked = hit.ranked();
        return new SearchHit(
                document.id().value(),
                document.type(),
                ranked == null ? 0 : ranked.score(),
                include.content(document),
                include.metadata(document),
                include.vector(document),
                ranked == null ? UNRANKED : new SearchHit.Why(ranked.vector(), ranked.text()));
    }

    private static ExplainedPlan plan(Answer answer) {
        QueryPlan plan = answer.plan();
        QueryPlan.TimeRange time = plan.time();
        QueryPlan.GraphConstraint graph = plan.graph();
        return new ExplainedPlan(
                plan.query(),
                plan.rankings().stream().map(FindAnswers::ranking).toList(),
                plan.constraints().stream().map(FindAnswers::condition).toList(),
                time == null ? null : new ExplainedPlan.TimeRange(time.from(), time.to()),
                graph == null
                        ? null
                        : new ExplainedPlan.Graph(
                                graph.from(), graph.to(), graph.relationship(), graph.depth()),
                word(plan.order()),
                plan.order() == QueryPlan.Order.FUSED_RANK
                        ? new ExplainedPlan.Fusion("rrf", QueryPlan.FUSION_K)
                        : null,
                answer.shards().stream().map(FindAnswers::shard).toList(),
                plan.notes());
    }

    private static ExplainedPlan.Ranking ranking(Ranking ranking) {
        return switch (ranking) {
            case Ranking.ByMeaning(var source, var model, int depth) ->
                    new ExplainedPlan.Ranking(
                            "vector",
                            switch (source) {
                                case VectorSource.Given _ -> "given";
                                case VectorSource.Made _ -> "made";
                            },
                            model,
                            depth);
            case Ranking.ByWords(_, int depth) ->
                    new ExplainedPlan.Ranking("text", null, null, depth);
        };
    }

    private static ExplainedPlan.Condition condition(Constraint constraint) {
        return new ExplainedPlan.Condition(
                switch (constraint.source()) {
                    case WHERE -> "where";
                    case DOMAIN -> "domain";
                    case CUSTOMER_ID -> "customerId";
                },
                FilterText.of(constraint.filter()));
    }

    private static ExplainedPlan.Shard shard(Answer.ShardRun run) {
        return new ExplainedPlan.Shard(
                run.shard().toString(),
                span(run.slots()),
                word(run.fate()),
                run.reason(),
                run.filterPlan());
    }

    static SlotSpan span(SlotRange range) {
        return new SlotSpan(range.from(), range.to());
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
