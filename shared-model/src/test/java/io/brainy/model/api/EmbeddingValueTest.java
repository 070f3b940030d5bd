package io.brainy.model.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class EmbeddingValueTest {

    private static final float[] COMPONENTS = {1f, -2.5f, Float.MIN_VALUE, 1e30f, -0f};

    @Test
    void base64KeepsEveryBitInLittleEndianOrder() {
        var encoded = EmbeddingValue.base64(COMPONENTS);

        assertThat(encoded.components()).containsExactly(COMPONENTS);
        assertThat(EmbeddingValue.base64(new float[] {1f, -2.5f}))
                .isEqualTo(new EmbeddingValue.Encoded("AACAPwAAIMA="));
    }

    @Test
    void bothShapesAreRead() {
        assertThat(EmbeddingValue.of("AACAPwAAIMA=").components()).containsExactly(1f, -2.5f);
        assertThat(EmbeddingValue.of(List.of(1, -2.5)).components()).containsExactly(1f, -2.5f);
    }

    @Test
    void whatIsNoVectorIsRefused() {
        for (Object wrong : List.of(7, List.of("a"), Arrays.asList(1.0, null))) {
            assertThatIllegalArgumentException().isThrownBy(() -> EmbeddingValue.of(wrong));
        }
        var cut = EmbeddingValue.of("AACA");
        assertThatIllegalArgumentException().isThrownBy(cut::components);
    }
}
