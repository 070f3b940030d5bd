package io.brainy.inference;

import io.brainy.inference.actuate.InferenceHealthIndicator;
import io.brainy.inference.api.EmbeddingController;
import io.brainy.inference.api.ModelController;
import io.brainy.inference.batch.QueueLimits;
import io.brainy.inference.cache.FileCache;
import io.brainy.inference.embed.EmbeddingPipeline;
import io.brainy.inference.embed.LocalEmbedder;
import io.brainy.inference.registry.ModelRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// All of the inference role. Needs a [MeterRegistry]; gives the port
/// [io.brainy.coordinator.port.Embedder] and the routes under `/v1/embeddings` and `/v1/models`.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(InferenceProperties.class)
public class InferenceConfiguration {

    @Bean
    ModelRegistry modelRegistry() {
        return ModelRegistry.builtIn();
    }

    @Bean
    FileCache inferenceFileCache(InferenceProperties properties) {
        Path wanted = properties.cacheDirectory();
        return wanted == null
                ? FileCache.inHome(Path.of(System.getProperty("user.home", ".")))
                : FileCache.at(wanted);
    }

    /// Opened before the node says that it is ready. Monotonic time comes from the meters' clock,
    /// so that the waiting times that they show are those that were decided by.
    @Bean
    LocalEmbedder localEmbedder(
            ModelRegistry models,
            FileCache inferenceFileCache,
            InferenceProperties properties,
            MeterRegistry meters) {
        var queue = properties.queue();
        var limits = new QueueLimits(queue.queries(), queue.documents(), queue.size().toBytes());
        List<EmbeddingPipeline> pipelines = new ArrayList<>();
        for (var model : models.models()) {
            pipelines.add(
                    EmbeddingPipeline.open(
                            model,
                            inferenceFileCache,
                            properties.device(),
                            properties.sessions(),
                            limits,
                            meters.config().clock()::monotonicTime,
                            meters));
        }
        return new LocalEmbedder(pipelines);
    }

    @Bean
    EmbeddingController embeddingController(LocalEmbedder embedder) {
        return new EmbeddingController(embedder);
    }

    @Bean
    ModelController modelController(ModelRegistry models) {
        return new ModelController(models);
    }

    @Bean
    InferenceHealthIndicator inferenceHealthIndicator(LocalEmbedder embedder) {
        return new InferenceHealthIndicator(embedder);
    }
}
