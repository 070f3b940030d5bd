package io.brainy.inference.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.brainy.model.log.CollectionSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelRegistryTest {

    private final ModelRegistry registry = ModelRegistry.builtIn();

    @Test
    void modelThatCollectionsDefaultToIsBuiltInAndIsTheDefault() {
        EmbeddingModel model = registry.find(CollectionSettings.DEFAULT_MODEL).orElseThrow();

        assertThat(registry.find("default")).containsSame(model);
        assertThat(model.dimension()).isEqualTo(384);
    }

    @Test
    void namesAreExact() {
        assertThat(registry.find("BGE-small-en-v1.5")).isEmpty();
        assertThat(registry.find("")).isEmpty();
    }

    @Test
    void nameIsGivenOnce() {
        EmbeddingModel model = registry.models().getFirst();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ModelRegistry(List.of(model, model)))
                .withMessageContaining(model.name());
    }

    @Test
    void checksumIsAChecksum() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BundledWeights("model", "abc", "tokenizer"))
                .withMessageContaining("'abc'");
    }
}
