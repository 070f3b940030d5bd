package io.brainy.search.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brainy.model.error.InvalidException;
import io.brainy.model.log.CollectionSettings;
import io.brainy.model.log.CollectionSettings.Similarity;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class PlannerTest {

    private static final CollectionSettings TWO = CollectionSettings.DEFAULTS.withDimension(2);

    @Test
    void languageIsRankedByMeaningAndByWords() {
        QueryPlan plan = plan(new Want.Language("old laws"), TWO);

        assertThat(plan.rankings())
                .containsExactly(
                        new Ranking.ByMeaning(
                                new VectorSource.Made("old laws"),
                                CollectionSettings.DEFAULT_MODEL,
                                0),
                        new Ranking.ByWords("old laws", 0));
        assertThat(plan.order()).isEqualTo(QueryPlan.Order.FUSED_RANK);
        assertThat(plan.notes()).isEmpty();
    }

    @Test
    void languageIsRankedByWordsAloneWhereVectorsAreNotTheModelsAndSaysSo() {
        QueryPlan plan = plan(new Want.Language("old laws"), TWO.withoutModel());

        assertThat(plan.rankings()).containsExactly(new Ranking.ByWords("old laws", 0));
        assertThat(plan.order()).isEqualTo(QueryPlan.Order.BM25);
        assertThat(plan.notes()).singleElement().asString().contains("not its model's");
    }

    @Test
    void languageNeedsNoEmbeddingBeforeTheFirstVector() {
        QueryPlan plan = plan(new Want.Language("old laws"), CollectionSettings.DEFAULTS);

        assertThat(plan.rankings()).containsExactly(new Ranking.ByWords("old laws", 0));
        assertThat(plan.notes()).singleElement().asString().contains("no document");
    }

    @Test
    void aTextCannotBeComparedWithVectorsThatAreNotTheModels() {
        assertInvalid(
                new Want.Nearest(new VectorSource.Made("x")),
                TWO.withoutModel(),
                "text",
                "mode text");
        assertInvalid(
                new Want.Hybrid("x", new VectorSource.Made("x")),
                TWO.withoutModel(),
                "text",
                "not its model's");
    }

    @Test
    void aGivenVectorHasTheCollectionsDimension() {
        plan(new Want.Nearest(new VectorSource.Given(new float[] {1, 2})), TWO);
        plan(
                new Want.Nearest(new VectorSource.Given(new float[] {1})),
                CollectionSettings.DEFAULTS);
        assertInvalid(
                new Want.Nearest(new VectorSource.Given(new float[] {1, 2, 3})),
                TWO,
                "vector",
                "have 2 components, found 3");
    }

    @Test
    void zerosHaveNoDirectionButADistance() {
        Want zeros = new Want.Nearest(new VectorSource.Given(new float[] {0, -0.0f}));

        assertInvalid(zeros, TWO, "vector", "cosine");
        plan(zeros, similarity(Similarity.EUCLIDEAN));
        plan(zeros, similarity(Similarity.DOT));
    }

    @Test
    void aVectorIsFiniteAndNeitherEmptyNorTooLong() {
        assertThatThrownBy(() -> new VectorSource.Given(new float[] {Float.NaN}))
                .isInstanceOf(InvalidException.class);
        assertThatThrownBy(() -> new VectorSource.Given(new float[0]))
                .isInstanceOf(InvalidException.class);
        new VectorSource.Given(new float[4096]);
        assertThatThrownBy(() -> new VectorSource.Given(new float[4097]))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("4096");
    }

    @Test
    void aTextHasWordsAndIsNotABook() {
        new Want.Language("x".repeat(Want.MAX_TEXT));
        assertThatThrownBy(() -> new Want.Language("x".repeat(Want.MAX_TEXT + 1)))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("10000");
        assertThatThrownBy(() -> new Want.Words(" \t"))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("text has at least one word");
    }

    private static CollectionSettings similarity(Similarity similarity) {
        return new CollectionSettings(similarity, OptionalInt.of(2), "m", false, false, 1, 1);
    }

    private static QueryPlan plan(Want want, CollectionSettings settings) {
        return Planner.plan(want, Conditions.NONE, settings);
    }

    private static void assertInvalid(
            Want want, CollectionSettings settings, String field, String reason) {
        assertThatThrownBy(() -> plan(want, settings))
                .isInstanceOfSatisfying(
                        InvalidException.class,
                        e -> assertThat(e.reasons().getFirst().field()).isEqualTo(field))
                .hasMessageContaining(reason);
    }
}
