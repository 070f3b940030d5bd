package io.brainy.search.merge;

import io.brainy.engine.serve.ShardSnapshot.Candidate;
import io.brainy.model.document.DocumentId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The rankings of a query over all shards, each cut to the depth that the shards were asked for.
public final class MergedRankings {

    private static final Comparator<Placed> BEST_FIRST =
            Comparator.comparingDouble((Placed p) -> p.candidate().score())
                    .reversed()
                    .thenComparing(p -> p.candidate().id());

    private final @Nullable List<Placed> byMeaning;
    private final @Nullable List<Placed> byWords;
    private final int depth;

    private MergedRankings(
            @Nullable List<Placed> byMeaning, @Nullable List<Placed> byWords, int depth) {
        this.byMeaning = byMeaning;
        this.byWords = byWords;
        this.depth = depth;
    }

    /// Where an id comes from two shards, because it has just moved, only its greatest position
    /// counts, in every ranking.
    public static MergedRankings of(List<ShardRankings> shards, int depth) {
        Map<DocumentId, Long> newest = shards.size() > 1 ? newest(shards) : Map.of();
        return new MergedRankings(
                merged(shards, ShardRankings::byMeaning, newest, depth),
                merged(shards, ShardRankings::byWords, newest, depth),
                depth);
    }

    private static Map<DocumentId, Long> newest(List<ShardRankings> shards) {
        Map<DocumentId, Long> newest = new HashMap<>();
        for (ShardRankings shard : shards) {
            for (List<Candidate> list : lists(shard)) {
                for (Candidate candidate : list) {
                    newest.merge(candidate.id(), candidate.version(), Math::max);
                }
            }
        }
        return newest;
    }

    private static List<List<Candidate>> lists(ShardRankings shard) {
        List<List<Candidate>> lists = new ArrayList<>(2);
        if (shard.byMeaning() != null) {
            lists.add(shard.byMeaning());
        }
        if (shard.byWords() != null) {
            lists.add(shard.byWords());
        }
        return lists;
    }

    private static @Nullable List<Placed> merged(
            List<ShardRankings> shards,
            Function<ShardRankings, @Nullable List<Candidate>> ranking,
            Map<DocumentId, Long> newest,
            int depth) {
        List<Placed> all = new ArrayList<>();
        boolean ranked = false;
        for (int i = 0; i < shards.size(); i++) {
            List<Candidate> list = ranking.apply(shards.get(i));
            if (list == null) {
                continue;
            }
            ranked = true;
            for (Candidate candidate : list) {
                Long greatest = newest.get(candidate.id());
                if (greatest == null || greatest == candidate.version()) {
                    all.add(new Placed(i, candidate));
                }
            }
        }
        if (!ranked) {
            return null;
        }
        all.sort(BEST_FIRST);
        return List.copyOf(all.subList(0, Math.min(depth, all.size())));
    }

    /// Whether a deeper question could find more.
    public boolean cut() {
        return (byMeaning != null && byMeaning.size() == depth)
                || (byWords != null && byWords.size() == depth);
    }

    /// The hits in their final order, without those that a fusion of only the first `shown` of each
    /// ranking has: what earlier pages had when they looked less deep. A single ranking is in the
    /// order of its own scores, whatever its depth, and leaves nothing out.
    public List<RankedHit> hits(int shown) {
        if (byMeaning != null && byWords != null) {
            return fused(byMeaning, byWords, shown);
        }
        if (byMeaning != null) {
            return byMeaning.stream()
                    .map(p -> new RankedHit(p, p.candidate().score(), p.candidate().score(), null))
                    .toList();
        }
        if (byWords != null) {
            return byWords.stream()
                    .map(p -> new RankedHit(p, p.candidate().score(), null, p.candidate().score()))
                    .toList();
        }
        return List.of();
    }

    private static List<RankedHit> fused(List<Placed> meaning, List<Placed> words, int shown) {
        Map<DocumentId, Fusion> fusions = new HashMap<>();
        for (int rank = 1; rank <= meaning.size(); rank++) {
            Placed placed = meaning.get(rank - 1);
            fusion(fusions, placed).meaning(placed.candidate().score(), rank);
        }
        for (int rank = 1; rank <= words.size(); rank++) {
            Placed placed = words.get(rank - 1);
            fusion(fusions, placed).words(placed.candidate().score(), rank);
        }
        Set<DocumentId> before = new HashSet<>();
        for (List<Placed> list : List.of(meaning, words)) {
            list.subList(0, Math.min(shown, list.size()))
                    .forEach(p -> before.add(p.candidate().id()));
        }
        return fusions.entrySet().stream()
                .filter(e -> !before.contains(e.getKey()))
                .map(e -> e.getValue().hit())
                .sorted(
                        Comparator.comparingDouble(RankedHit::score)
                                .reversed()
                                .thenComparing(h -> h.placed().candidate().id()))
                .toList();
    }

    private static Fusion fusion(Map<DocumentId, Fusion> fusions, Placed placed) {
        return fusions.computeIfAbsent(placed.candidate().id(), _ -> new Fusion(placed));
    }

    /// Reciprocal rank fusion (Cormack, Clarke, Büttcher 2009): the sum of 1/(k + rank).
    private static final class Fusion {

        private static final int K = 60;

        private final Placed placed;
        private @Nullable Double vector;
        private @Nullable Double text;
        private double score;

        Fusion(Placed placed) {
            this.placed = placed;
        }

        void meaning(double similarity, int rank) {
            vector = similarity;
            score += 1.0 / (K + rank);
        }

        void words(double bm25, int rank) {
            text = bm25;
            score += 1.0 / (K + rank);
        }

        RankedHit hit() {
            return new RankedHit(placed, score, vector, text);
        }
    }
}
