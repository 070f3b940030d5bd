package io.brainy.search.find;

import io.brainy.coordinator.port.Embedder;
import io.brainy.engine.serve.ShardDirectory;
import io.brainy.engine.serve.ShardHandle;
import io.brainy.engine.serve.ShardSnapshot;
import io.brainy.engine.serve.ShardSnapshot.Candidate;
import io.brainy.engine.serve.ShardSnapshot.Matching;
import io.brainy.model.document.DocumentId;
import io.brainy.model.key.ShardId;
import io.brainy.search.find.Answer.Fate;
import io.brainy.search.find.Answer.ShardRun;
import io.brainy.search.merge.MergedRankings;
import io.brainy.search.merge.ShardRankings;
import io.brainy.search.plan.Planner;
import io.brainy.search.plan.QueryPlan;
import io.brainy.search.plan.Ranking;
import io.brainy.search.shard.Answers;
import io.brainy.search.shard.ReadPoint;
import io.brainy.search.shard.ReadPoints;
import io.brainy.search.shard.Scatter;
import io.brainy.search.shard.ShardAnswer;
import io.brainy.search.shard.ShardChoice;
import io.brainy.search.shard.ShardFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Answers questions: locate, plan, embed, ask, merge, read one page.
public final class Finder {

    private final ReadPoints readPoints;
    private final ShardDirectory shards;
    private final Scatter scatter;
    private final QueryVector queryVector;

    /// @param embedLimit how long making a query's vector may take
    public Finder(
            ReadPoints readPoints,
            ShardDirectory shards,
            Scatter scatter,
            Embedder embedder,
            Duration embedLimit) {
        this.readPoints = readPoints;
        this.shards = shards;
        this.scatter = scatter;
        this.queryVector = new QueryVector(embedder, embedLimit);
    }

    public Answer find(Question question) {
        Place place = Place.of(question);
        int limit = place.limit(question.limit());
        ReadPoint point =
                readPoints.locate(
                        question.collection(), question.freshness().atLeast(place.position()));
        Place.checkCollection(question, point.log().collection());
        QueryPlan plan =
                Planner.plan(question.want(), question.conditions(), point.log().settings());
        Run run = new Run(question, point, ShardChoice.all(shards, point.log().collection()));
        if (plan.rankings().isEmpty()) {
            return run.browse(plan, place, limit);
        }
        QueryVector.Made made = queryVector.of(plan, point.log().settings());
        return made.plan().rankings().size() == 1
                ? run.single(made, place, limit)
                : run.fused(made, place, limit);
    }

    /// One question on its way.
    private final class Run {

        private final Question question;
        private final ReadPoint point;
        private final List<ShardHandle> all;

        Run(Question question, ReadPoint point, List<ShardHandle> all) {
            this.question = question;
            this.point = point;
            this.all = all;
        }

        /// One hit more than the page is looked for, to know whether there is a next one.
        Answer single(QueryVector.Made made, Place place, int limit) {
            QueryPlan plan = made.plan().withDepth(place.shown() + limit + 1);
            try (Answers<ShardRankings> answers = rank(plan, made.components())) {
                List<HitRef> hits = HitRef.of(merged(answers, place.shown() + limit + 1).hits(0));
                List<HitRef> page = slice(hits, place.shown(), limit);
                Place next =
                        hits.size() > place.shown() + page.size()
                                ? place.past(page.size(), asOf(answers))
                                : null;
                return answer(plan, answers, page, next);
            }
        }

        Answer fused(QueryVector.Made made, Place start, int limit) {
            Place place = start.inSection(limit);
            while (true) {
                QueryPlan plan = made.plan().withDepth(place.depth());
                try (Answers<ShardRankings> answers = rank(plan, made.components())) {
                    MergedRankings merged = merged(answers, place.depth());
                    List<HitRef> hits = HitRef.of(merged.hits(place.before()));
                    List<HitRef> page = slice(hits, place.offset(), limit);
                    boolean deeper = merged.cut() && place.hasNextSection();
                    if (!page.isEmpty() || !deeper) {
                        Place after = place.past(page.size(), asOf(answers));
                        Place next =
                                after.offset() < hits.size()
                                        ? after
                                        : deeper ? after.nextSection() : null;
                        return answer(plan, answers, page, next);
                    }
                }
                place = place.nextSection();
            }
        }

        Answer browse(QueryPlan plan, Place place, int limit) {
            List<ShardHandle> asked =
                    queried(plan).stream()
                            .filter(s ->
                                    place.after() == null || s.range().to() >= place.after().slot())
                            .toList();
            try (Answers<ShardScan> answers =
                    scatter.ask(
                            asked,
                            point.position(),
                            snapshot -> {
                                Matching matching = snapshot.matching(plan.filter());
                                return new ShardScan(
                                        snapshot.scan(place.after(), limit + 1, matching),
                                        matching.plan());
                            })) {
                Map<ShardId, String> filters = new HashMap<>();
                answers.answers()
                        .forEach(a -> filters.put(a.shard().shard(), a.value().filterPlan()));
                List<HitRef> hits = inScanOrder(answers);
                List<HitRef> page = slice(hits, 0, limit);
                PageReader.Page read = PageReader.read(answers, page, question.fetch());
                Place next =
                        hits.size() > page.size() && !read.hits().isEmpty()
                                ? place.past(page.size(), read.lastKey(), asOf(answers))
                                : null;
                return assembled(plan, answers, filters, read, next);
            }
        }

        private Answers<ShardRankings> rank(QueryPlan plan, float @Nullable [] vector) {
            return scatter.ask(
                    queried(plan), point.position(), snapshot -> rankings(snapshot, plan, vector));
        }

        private List<ShardHandle> queried(QueryPlan plan) {
            return all.stream().filter(s -> plan.slots().mayHold(s.range())).toList();
        }

        private long asOf(Answers<?> answers) {
            return answers.position(point.log().tail());
        }

        private Answer answer(
                QueryPlan plan,
                Answers<ShardRankings> answers,
                List<HitRef> page,
                @Nullable Place next) {
            Map<ShardId, String> filters = new HashMap<>();
            answers.answers().forEach(a -> filters.put(a.shard().shard(), a.value().filterPlan()));
            PageReader.Page read = PageReader.read(answers, page, question.fetch());
            return assembled(plan, answers, filters, read, next);
        }

        private Answer assembled(
                QueryPlan plan,
                Answers<?> answers,
                Map<ShardId, String> filters,
                PageReader.Page read,
                @Nullable Place next) {
            Map<ShardId, String> failures = new HashMap<>();
            for (ShardFailure failure : answers.failures()) {
                failures.put(
                        failure.shard().shard(), String.valueOf(failure.reason().getMessage()));
            }
            List<ShardRun> runs = new ArrayList<>(all.size());
            for (ShardHandle shard : all) {
                runs.add(shardRun(plan, shard, filters, failures));
            }
            return new Answer(
                    read.hits(),
                    plan,
                    runs,
                    asOf(answers),
                    next == null ? null : next.token(question, point.log().collection()));
        }
    }

    private static ShardRun shardRun(
            QueryPlan plan,
            ShardHandle shard,
            Map<ShardId, String> filters,
            Map<ShardId, String> failures) {
        String failure = failures.get(shard.shard());
        String filter = filters.get(shard.shard());
        Fate fate = failure != null ? Fate.FAILED : filter != null ? Fate.ANSWERED : Fate.PRUNED;
        return new ShardRun(
                shard.shard(),
                shard.range(),
                fate,
                failure != null ? failure : reason(plan, shard, fate),
                filter);
    }

    private static String reason(QueryPlan plan, ShardHandle shard, Fate fate) {
        return fate == Fate.PRUNED && plan.slots().mayHold(shard.range())
                ? "earlier pages have read it to its end"
                : plan.slots().reason();
    }

    /// Shards are in the order of their slots, so their lists only follow each other; an id that
    /// two of them have, because it has just moved, counts where it was written last (D5).
    private static List<HitRef> inScanOrder(Answers<ShardScan> answers) {
        Map<DocumentId, Long> newest = new HashMap<>();
        for (ShardAnswer<ShardScan> answer : answers.answers()) {
            for (Candidate candidate : answer.value().candidates()) {
                newest.merge(candidate.id(), candidate.version(), Math::max);
            }
        }
        List<HitRef> hits = new ArrayList<>();
        for (int i = 0; i < answers.answers().size(); i++) {
            for (Candidate candidate : answers.answers().get(i).value().candidates()) {
                if (newest.getOrDefault(candidate.id(), 0L) == candidate.version()) {
                    hits.add(new HitRef(i, candidate, null));
                }
            }
        }
        return hits;
    }

    private record ShardScan(List<Candidate> candidates, String filterPlan) {}

    private static ShardRankings rankings(
            ShardSnapshot snapshot, QueryPlan plan, float @Nullable [] vector) {
        Matching matching = snapshot.matching(plan.filter());
        List<Candidate> meaning = null;
        List<Candidate> words = null;
        for (Ranking ranking : plan.rankings()) {
            switch (ranking) {
                case Ranking.ByMeaning(_, _, int depth) -> {
                    if (vector == null) {
                        throw new IllegalStateException("a ranking by meaning has a vector");
                    }
                    meaning = snapshot.nearest(vector, depth, matching);
                }
                case Ranking.ByWords(String text, int depth) ->
                        words = snapshot.words(text, depth, matching);
            }
        }
        return new ShardRankings(meaning, words, matching.plan());
    }

    private static MergedRankings merged(Answers<ShardRankings> answers, int depth) {
        return MergedRankings.of(answers.answers().stream().map(a -> a.value()).toList(), depth);
    }

    private static <T> List<T> slice(List<T> all, int from, int length) {
        int begin = Math.min(from, all.size());
        return all.subList(begin, Math.min(begin + length, all.size()));
    }
}
