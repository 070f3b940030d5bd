package io.brainy.inference.embed;

import io.brainy.inference.batch.QueueLimits;
import io.brainy.inference.cache.FileCache;
import io.brainy.inference.onnx.Device;
import io.brainy.inference.registry.ModelRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.List;

/// The real model with two sessions, as tests need it. Everything is unpacked under `target`.
public final class RealEmbedder {

    private RealEmbedder() {}

    public static LocalEmbedder open() {
        return open(QueueLimits.DEFAULTS, new SimpleMeterRegistry());
    }

    public static LocalEmbedder open(QueueLimits limits, MeterRegistry registry) {
        return new LocalEmbedder(
                List.of(
                        EmbeddingPipeline.open(
                                ModelRegistry.builtIn().models().getFirst(),
                                cache(),
                                Device.AUTO,
                                2,
                                limits,
                                registry.config().clock()::monotonicTime,
                                registry)));
    }

    public static FileCache cache() {
        return FileCache.at(Path.of("target", "inference-cache"));
    }
}
