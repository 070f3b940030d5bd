package io.brainy.inference.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtProvider;
import io.brainy.inference.embed.RealEmbedder;
import io.brainy.inference.registry.EmbeddingModel;
import io.brainy.inference.registry.EmbeddingModel.Pooling;
import io.brainy.inference.registry.EmbeddingModel.Scaling;
import io.brainy.inference.registry.ModelRegistry;
import io.brainy.inference.tokenize.TextTokenizer;
import io.brainy.inference.tokenize.TokenizedText;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OnnxEncoderTest {

    private static final EmbeddingModel MODEL = ModelRegistry.builtIn().models().getFirst();

    private static TextTokenizer tokenizer;
    private static OnnxEncoder encoder;

    @BeforeAll
    static void open() {
        tokenizer = TextTokenizer.open(MODEL, RealEmbedder.cache().directory());
        encoder = OnnxEncoder.open(MODEL, RealEmbedder.cache(), Device.CPU);
    }

    @AfterAll
    static void close() {
        encoder.close();
        encoder.close();
        tokenizer.close();
    }

    @Test
    void batchMayFillTheCapacityAndNotPassIt() {
        OnnxRunner runner = encoder.newRunner(16);

        assertThat(runner.run(texts("hello world", "one", "two", "three")).length).isEqualTo(4);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> runner.run(texts("hello world", "one", "two", "three", "four")))
                .withMessageContaining("at most 16");
    }

    /// Buffers are used again, so what was in them must not show.
    @Test
    void longBatchLeavesNothingBehindForAShortOne() {
        OnnxRunner used = encoder.newRunner(512);
        float[] fresh = encoder.newRunner(512).run(texts("the cat sat on the mat"))[0];

        used.run(texts("word ".repeat(600)));
        float[][] after = used.run(texts("the cat sat on the mat", "dog"));

        assertThat(dot(after[0], fresh)).isGreaterThan(0.98);
        assertThat(dot(after[1], fresh)).isLessThan(0.9);
    }

    @Test
    void meanOverATextLeavesItsPaddingOut() {
        try (OnnxEncoder mean =
                OnnxEncoder.open(
                        variant(Pooling.MEAN, Scaling.UNIT_LENGTH),
                        RealEmbedder.cache(),
                        Device.CPU)) {
            OnnxRunner runner = mean.newRunner(512);
            float[] alone = runner.run(texts("dog"))[0];
            float[] padded =
                    runner.run(texts("dog", "a much longer text beside " + "it ".repeat(40)))[0];
            float[] cls = encoder.newRunner(512).run(texts("dog"))[0];

            assertThat(dot(alone, padded)).isGreaterThan(0.98);
            assertThat(dot(alone, alone)).isCloseTo(1, within(1e-4));
            assertThat(dot(alone, cls)).isLessThan(0.98);
        }
    }

    @Test
    void vectorsKeepTheirLengthWhereTheModelWantsIt() {
        try (OnnxEncoder raw =
                OnnxEncoder.open(
                        variant(Pooling.CLS, Scaling.AS_IS), RealEmbedder.cache(), Device.CPU)) {
            float[] vector = raw.newRunner(512).run(texts("dog"))[0];

            assertThat(dot(vector, vector)).isNotCloseTo(1, within(0.1));
        }
    }

    @Test
    void modelOfAnotherDimensionIsRefused() {
        EmbeddingModel wrong =
                new EmbeddingModel(
                        "wrong",
                        List.of(),
                        768,
                        512,
                        Pooling.CLS,
                        Scaling.AS_IS,
                        "",
                        "nobody",
                        "MIT",
                        MODEL.published(),
                        MODEL.weights());

        assertThatThrownBy(() -> OnnxEncoder.open(wrong, RealEmbedder.cache(), Device.CPU))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("[batch, tokens, 768]");
    }

    @Test
    void gpuThatIsAskedForAndNotThereIsAnError() {
        assumeFalse(
                OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA),
                "the runtime on the class path knows CUDA");

        assertThatThrownBy(() -> OnnxEncoder.open(MODEL, RealEmbedder.cache(), Device.CUDA))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("on CUDA");
        assertThat(encoder.device()).isEqualTo("CPU");
    }

    @Test
    void nativeLibrariesAreLoadedFromTheCache() {
        assertThat(Path.of(System.getProperty("onnxruntime.native.path", "")))
                .startsWith(RealEmbedder.cache().directory())
                .isDirectoryContaining(
                        file -> file.endsWith(System.mapLibraryName("onnxruntime4j_jni")));
    }

    private static EmbeddingModel variant(Pooling pooling, Scaling scaling) {
        return new EmbeddingModel(
                "variant",
                List.of(),
                MODEL.dimension(),
                MODEL.window(),
                pooling,
                scaling,
                "",
                MODEL.owner(),
                MODEL.licence(),
                MODEL.published(),
                MODEL.weights());
    }

    private static List<TokenizedText> texts(String... texts) {
        return List.of(texts).stream().map(tokenizer::tokenize).toList();
    }

    private static double dot(float[] a, float[] b) {
        double dot = 0;
        for (int i = 0; i < a.length; i++) {
            dot += (double) a[i] * b[i];
        }
        return dot;
    }
}
