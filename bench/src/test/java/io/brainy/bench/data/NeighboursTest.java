package io.brainy.bench.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.brainy.bench.data.Neighbours.Among;
import io.brainy.bench.report.WrongResultException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NeighboursTest {

    private static final int QUERIES = 3;
    private static final int DOCUMENTS = 200;
    private static final int FRESH = 50;

    @TempDir Path folder;

    private EmbeddingCache cache;
    private Corpus corpus;
    private Neighbours neighbours;

    @BeforeEach
    void corpusOfRandomVectors() throws Exception {
        cache = EmbeddingCache.open(folder, BuiltInModel.model());
        corpus = load();
        neighbours = Neighbours.of(corpus);
    }

    @AfterEach
    void close() throws Exception {
        cache.close();
    }

    private Corpus load() throws Exception {
        SplittableRandom random = new SplittableRandom(5);
        return Corpus.load(
                new Corpus.Size(QUERIES, DOCUMENTS, FRESH),
                cache,
                (texts, into) -> {
                    for (String text : texts) {
                        into.add(text, unit(random));
                    }
                });
    }

    private static float[] unit(SplittableRandom random) {
        float[] vector = new float[384];
        double squares = 0;
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) random.nextDouble(-1, 1);
            squares += vector[i] * vector[i];
        }
        for (int i = 0; i < vector.length; i++) {
            vector[i] /= (float) Math.sqrt(squares);
        }
        return vector;
    }

    @Test
    void theNearestOfAllHaveARecallOfOne() {
        for (Among among : Among.values()) {
            assertThat(neighbours.recall(among, exact(among))).as("%s", among).isEqualTo(1.0);
        }
    }

    @Test
    void anAnswerThatMissesSomeHasLess() {
        List<int[]> answers = exact(Among.DOCUMENTS);
        // Of one query's ten the nearest three are replaced by the three farthest of all.
        List<Integer> all = byDistance(Among.DOCUMENTS, 0);
        for (int i = 0; i < 3; i++) {
            answers.getFirst()[i] = all.get(all.size() - 1 - i);
        }

        assertThat(neighbours.recall(Among.DOCUMENTS, answers)).isEqualTo(27 / 30.0);
    }

    @Test
    void oneTwiceIsWrong() {
        List<int[]> answers = exact(Among.DOCUMENTS);
        answers.getLast()[0] = answers.getLast()[1];

        assertWrong(Among.DOCUMENTS, answers, "twice");
    }

    @Test
    void oneTooFewIsWrong() {
        List<int[]> answers = exact(Among.DOCUMENTS);
        answers.set(0, Arrays.copyOf(answers.getFirst(), 9));

        assertWrong(Among.DOCUMENTS, answers, "wanted 10 hits, found 9");
    }

    @Test
    void oneThatTheFilterExcludesIsWrong() {
        List<int[]> answers = exact(Among.TENTH);
        answers.getFirst()[0] = 1;

        assertWrong(Among.TENTH, answers, "not there");
    }

    @Test
    void aFreshOneIsWrongBeforeItIsWritten() {
        List<int[]> answers = exact(Among.DOCUMENTS);
        answers.getFirst()[0] = DOCUMENTS;

        assertWrong(Among.DOCUMENTS, answers, "not there");
    }

    @Test
    void vectorsOfAnEarlierRunAreTheSame() throws Exception {
        float[] before = corpus.vector(7);
        cache.close();
        cache = EmbeddingCache.open(folder, BuiltInModel.model());
        Corpus again =
                Corpus.load(
                        new Corpus.Size(QUERIES, DOCUMENTS, FRESH),
                        cache,
                        (texts, _) -> {
                            throw new AssertionError("made again: " + texts.size());
                        });

        assertThat(again.vector(7)).isEqualTo(before);
        assertThat(again.id(7)).isEqualTo(corpus.id(7));
    }

    private void assertWrong(Among among, List<int[]> answers, String reason) {
        assertThatExceptionOfType(WrongResultException.class)
                .isThrownBy(() -> neighbours.recall(among, answers))
                .withMessageContaining(reason);
    }

    private List<int[]> exact(Among among) {
        List<int[]> answers = new ArrayList<>();
        for (int query = 0; query < QUERIES; query++) {
            answers.add(
                    byDistance(among, query).stream()
                            .limit(Neighbours.K)
                            .mapToInt(Integer::intValue)
                            .toArray());
        }
        return answers;
    }

    /// Said once more in other words.
    private List<Integer> byDistance(Among among, int query) {
        int end = among == Among.DOCUMENTS_AND_FRESH ? DOCUMENTS + FRESH : DOCUMENTS;
        int step =
                switch (among) {
                    case DOCUMENTS, DOCUMENTS_AND_FRESH -> 1;
                    case TENTH -> 10;
                    case HUNDREDTH -> 100;
                };
        float[] wanted = corpus.query(query);
        return IntStream.range(0, end)
                .filter(ordinal -> ordinal % step == query % step)
                .boxed()
                .sorted(Comparator.comparingDouble(ordinal -> -dot(wanted, corpus.vector(ordinal))))
                .toList();
    }

    private static double dot(float[] left, float[] right) {
        double sum = 0;
        for (int i = 0; i < left.length; i++) {
            sum += (double) left[i] * right[i];
        }
        return sum;
    }
}
