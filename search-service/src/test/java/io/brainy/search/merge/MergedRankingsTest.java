package io.brainy.search.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.brainy.engine.serve.ShardSnapshot.Candidate;
import io.brainy.model.document.DocumentId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MergedRankingsTest {

    @Test
    void fusionIsTheSumOfReciprocalRanksWithItsRawParts() {
        List<RankedHit> hits =
                merged(
                                10,
                                shard(
                                        List.of(candidate("a", 0.9), candidate("b", 0.8)),
                                        List.of(candidate("b", 7), candidate("c", 3))))
                        .hits(0);

        assertThat(ids(hits)).containsExactly("b", "a", "c");
        assertThat(hits.get(0).score()).isCloseTo(1 / 62.0 + 1 / 61.0, within(1e-12));
        assertThat(hits.get(0).vector()).isEqualTo(0.8);
        assertThat(hits.get(0).text()).isEqualTo(7);
        assertThat(hits.get(1).text()).isNull();
        assertThat(hits.get(2).vector()).isNull();
    }

    @Test
    void aSingleRankingKeepsItsOwnScores() {
        List<RankedHit> hits =
                merged(
                                10,
                                new ShardRankings(null, List.of(candidate("a", 1)), ""),
                                new ShardRankings(null, List.of(candidate("b", 2)), ""))
                        .hits(0);

        assertThat(ids(hits)).containsExactly("b", "a");
        assertThat(hits.getFirst().score()).isEqualTo(2);
    }

    @Test
    void tiesAreBrokenById() {
        assertThat(
                        ids(
                                merged(
                                                10,
                                                shard(List.of(candidate("b", 1)), List.of()),
                                                shard(List.of(candidate("a", 1)), List.of()))
                                        .hits(0)))
                .containsExactly("a", "b");
    }

    @Test
    void anIdThatHasJustMovedCountsWhereItWasWrittenLastInEveryRanking() {
        Candidate old = new Candidate(0, new DocumentId("a"), 3, 0.99);
        Candidate moved = new Candidate(0, new DocumentId("a"), 5, 0.10);

        List<RankedHit> hits =
                merged(10, shard(List.of(old), List.of(old)), shard(List.of(moved), List.of()))
                        .hits(0);

        assertThat(hits).singleElement().extracting(RankedHit::vector).isEqualTo(0.10);
        assertThat(hits.getFirst().text()).isNull();
        assertThat(hits.getFirst().placed().answer()).isEqualTo(1);
    }

    @Test
    void aRankingThatFillsItsDepthMayHaveMore() {
        List<Candidate> three = List.of(candidate("a", 3), candidate("b", 2), candidate("c", 1));

        assertThat(merged(3, shard(three, List.of())).cut()).isTrue();
        assertThat(merged(4, shard(three, List.of())).cut()).isFalse();
        assertThat(merged(2, shard(three, List.of())).hits(0)).hasSize(2);
    }

    /// The same lists cut into any number of shards give the same answer.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void mergingShardsIsRankingTheWhole(long seed) {
        Random random = new Random(seed);
        List<Candidate> meaning = random(random, 300);
        List<Candidate> words = random(random, 300);
        int depth = 1 + random.nextInt(300);
        int shards = 1 + random.nextInt(8);
        Map<DocumentId, Integer> home = new HashMap<>();
        meaning.forEach(c -> home.putIfAbsent(c.id(), random.nextInt(shards)));
        words.forEach(c -> home.putIfAbsent(c.id(), random.nextInt(shards)));

        List<ShardRankings> cut = new ArrayList<>();
        for (int i = 0; i < shards; i++) {
            int shard = i;
            cut.add(
                    shard(
                            meaning.stream()
                                    .filter(c -> Objects.equals(home.get(c.id()), shard))
                                    .toList(),
                            words.stream()
                                    .filter(c -> Objects.equals(home.get(c.id()), shard))
                                    .toList()));
        }

        assertThat(described(MergedRankings.of(cut, depth)))
                .as("seed %d, %d shards, depth %d", seed, shards, depth)
                .isEqualTo(described(MergedRankings.of(List.of(shard(meaning, words)), depth)));
    }

    private static List<String> described(MergedRankings merged) {
        return merged.hits(0).stream()
                .map(h -> h.placed().candidate().id() + " " + h.score() + h.vector() + h.text())
                .toList();
    }

    private static List<Candidate> random(Random random, int most) {
        Map<String, Candidate> candidates = new HashMap<>();
        for (int i = random.nextInt(most); i > 0; i--) {
            String id = "d" + random.nextInt(most);
            // Few distinct scores, so that ties are common.
            candidates.put(id, candidate(id, random.nextInt(20)));
        }
        return candidates.values().stream()
                .sorted(
                        Comparator.comparingDouble(Candidate::score)
                                .reversed()
                                .thenComparing(Candidate::id))
                .toList();
    }

    private static MergedRankings merged(int depth, ShardRankings... shards) {
        return MergedRankings.of(List.of(shards), depth);
    }

    private static ShardRankings shard(List<Candidate> meaning, List<Candidate> words) {
        return new ShardRankings(meaning, words, "");
    }

    private static Candidate candidate(String id, double score) {
        return new Candidate(0, new DocumentId(id), 1, score);
    }

    private static List<String> ids(List<RankedHit> hits) {
        return hits.stream().map(h -> h.placed().candidate().id().value()).toList();
    }
}
