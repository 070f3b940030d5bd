package io.brainy.engine.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NearestTest {

    @Test
    void keepsTheBestWhateverTheOrderOfTheirComing() {
        SplittableRandom random = new SplittableRandom(3);
        for (int capacity : new int[] {1, 2, 10, 63, 64, 65, 300}) {
            float[] scores = new float[250];
            for (int i = 0; i < scores.length; i++) {
                scores[i] = random.nextInt(40);
            }
            Nearest nearest = new Nearest(capacity);
            for (int i = 0; i < scores.length; i++) {
                int ref = (i * 77) % scores.length;
                nearest.offer(scores[ref], ref);
            }
            long[] wanted =
                    IntStream.range(0, scores.length)
                            .boxed()
                            .sorted(
                                    Comparator.comparingDouble((Integer ref) -> -scores[ref])
                                            .thenComparingInt(ref -> ref))
                            .limit(capacity)
                            .mapToLong(Integer::longValue)
                            .sorted()
                            .toArray();
            long[] kept = nearest.refs();
            Arrays.sort(kept);

            assertThat(kept).isEqualTo(wanted);
        }
    }

    @Test
    void theFloorIsTheWorstOnceItIsFull() {
        Nearest nearest = new Nearest(2);
        nearest.offer(3, 1);

        assertThat(nearest.floor()).isEqualTo(Float.NEGATIVE_INFINITY);

        nearest.offer(5, 2);
        nearest.offer(4, 3);

        assertThat(nearest.floor()).isEqualTo(4);
        assertThat(nearest.size()).isEqualTo(2);
    }

    @Test
    void roomForNoneIsRefused() {
        assertThatThrownBy(() -> new Nearest(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
