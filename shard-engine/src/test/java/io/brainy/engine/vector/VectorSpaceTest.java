package io.brainy.engine.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.brainy.model.log.CollectionSettings.Similarity;
import org.junit.jupiter.api.Test;

class VectorSpaceTest {

    private final VectorSpace cosine = new VectorSpace(Similarity.COSINE);

    @Test
    void cosineStoresUnitLength() {
        assertThat(cosine.indexed(new float[] {3, 4})).containsExactly(0.6f, 0.8f);
        assertThat(cosine.indexed(new float[] {3e38f, 4e37f})[0]).isCloseTo(0.99f, within(0.01f));
    }

    @Test
    void aVectorOfUnitLengthIsTakenAsItIs() {
        float[] unit = {0.6f, 0.8f};

        assertThat(cosine.indexed(unit)).isSameAs(unit);
    }

    @Test
    void othersAreStoredAsTheyAre() {
        float[] given = {3, 4};

        assertThat(new VectorSpace(Similarity.DOT).indexed(given)).isSameAs(given);
        assertThat(new VectorSpace(Similarity.EUCLIDEAN).indexed(given)).isSameAs(given);
    }

    @Test
    void scoresAreThoseOfTheApi() {
        float[] query = {1, 2};
        float[] other = {3, -1};

        assertThat(cosine.score(query, cosine.indexed(other)))
                .isCloseTo(1 / Math.sqrt(50), within(1e-7));
        assertThat(new VectorSpace(Similarity.DOT).score(query, other)).isEqualTo(1);
        assertThat(new VectorSpace(Similarity.EUCLIDEAN).score(query, other)).isEqualTo(1.0 / 14);
        assertThat(cosine.score(query, new float[2])).isZero();
        assertThat(cosine.score(query, query)).isLessThanOrEqualTo(1).isCloseTo(1, within(1e-12));
    }
}
