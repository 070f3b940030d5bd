package io.brainy.engine.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.brainy.model.log.CollectionSettings.Similarity;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlatVectorsTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 384, 4096})
    void scoresAreThoseOfLuceneWhateverTheDimension(int dimension) {
        SplittableRandom random = new SplittableRandom(dimension);
        int count = dimension > 1000 ? 70 : 400;
        for (Similarity similarity : Similarity.values()) {
            VectorSpace space = new VectorSpace(similarity);
            float[] query = space.indexed(random(random, dimension));
            List<float[]> rows = new ArrayList<>();
            try (Arena arena = Arena.ofConfined()) {
                FlatVectors vectors = new FlatVectors(arena, dimension, count);
                for (int i = 0; i < count; i++) {
                    float[] vector = space.indexed(random(random, dimension));
                    rows.add(vector);

                    assertThat(vectors.append(vector)).isEqualTo(i);
                }
                FlatVectors.Scan scan = vectors.scan(space, query);
                for (int row = 0; row < count; row++) {
                    int block = FlatVectors.blockOf(row);
                    float score = scan.scores(block)[row - FlatVectors.firstRow(block)];
                    float wanted = space.function().compare(query, rows.get(row));

                    assertThat(score)
                            .as("%s, row %d", similarity, row)
                            .isCloseTo(wanted, within(1e-3f * Math.max(1, wanted)));
                    assertThat(vectors.read(row)).isEqualTo(rows.get(row));
                }
            }
        }
    }

    @Test
    void takesAsManyRowsAsItsLimitAndNoMore() {
        try (Arena arena = Arena.ofConfined()) {
            FlatVectors vectors = new FlatVectors(arena, 2, 65);
            for (int i = 0; i < 65; i++) {
                assertThat(vectors.append(new float[] {i, 1})).isEqualTo(i);
            }

            assertThatThrownBy(() -> vectors.append(new float[2]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("at most 65 rows");
            assertThat(vectors.read(64)).containsExactly(64, 1);
        }
    }

    @Test
    void refusesAnotherDimension() {
        try (Arena arena = Arena.ofConfined()) {
            FlatVectors vectors = new FlatVectors(arena, 2, 10);

            assertThatThrownBy(() -> vectors.append(new float[3]))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void blocksFollowEachOther() {
        int row = 0;
        for (int block = 0; block < 30; block++) {
            assertThat(FlatVectors.firstRow(block)).isEqualTo(row);
            while (FlatVectors.blockOf(row) == block) {
                row++;
            }
        }
    }

    private static float[] random(SplittableRandom random, int dimension) {
        float[] vector = new float[dimension];
        for (int i = 0; i < dimension; i++) {
            vector[i] = (float) random.nextGaussian();
        }
        return vector;
    }
}
