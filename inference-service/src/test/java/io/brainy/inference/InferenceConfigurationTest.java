package io.brainy.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.brainy.coordinator.port.Embedder;
import io.brainy.inference.embed.LocalEmbedder;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;

class InferenceConfigurationTest {

    private final ApplicationContextRunner node =
            new ApplicationContextRunner()
                    .withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
                    .withUserConfiguration(InferenceConfiguration.class)
                    .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                    .withPropertyValues("brainy.inference.cache-directory=target/inference-cache");

    @Test
    void untouchedItEmbedsWithOneSessionACore() {
        node.run(context -> {
            assertThat(context).hasSingleBean(Embedder.class);
            LocalEmbedder embedder = context.getBean(LocalEmbedder.class);
            assertThat(embedder.model("default")).isPresent();
            assertThat(embedder.pipelines().getFirst().sessions())
                    .isEqualTo(Runtime.getRuntime().availableProcessors());
        });
    }

    @Test
    void stoppingTheNodeEndsItsSessions() {
        LocalEmbedder[] embedder = new LocalEmbedder[1];

        node.run(context -> embedder[0] = context.getBean(LocalEmbedder.class));

        assertThat(embedder[0].pipelines().getFirst().isAlive()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "brainy.inference.sessions=-1",
                "brainy.inference.sessions=513",
                "brainy.inference.device=tpu",
                "brainy.inference.queue.queries=0",
                "brainy.inference.queue.documents=1000001"
            })
    void propertyBeyondItsLimitFailsTheStart(String property) {
        node.withPropertyValues(property).run(context -> assertThat(context).hasFailed());
    }
}
