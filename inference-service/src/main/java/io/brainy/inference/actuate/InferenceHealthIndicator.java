package io.brainy.inference.actuate;

import io.brainy.inference.batch.Lane;
import io.brainy.inference.embed.EmbeddingPipeline;
import io.brainy.inference.embed.LocalEmbedder;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/// Up while every model's sessions live, with the device of each and what waits for it. A full
/// queue is load and not illness: it is answered by 429 and seen in the metrics.
public final class InferenceHealthIndicator implements HealthIndicator {

    private final LocalEmbedder embedder;

    public InferenceHealthIndicator(LocalEmbedder embedder) {
        this.embedder = embedder;
    }

    @Override
    public Health health() {
        boolean alive = true;
        Map<String, Object> models = new LinkedHashMap<>();
        for (EmbeddingPipeline pipeline : embedder.pipelines()) {
            alive &= pipeline.isAlive();
            models.put(
                    pipeline.model().name(),
                    Map.of(
                            "device", pipeline.device(),
                            "sessions", pipeline.sessions(),
                            "waitingQueries", pipeline.waiting(Lane.QUERY),
                            "waitingDocuments", pipeline.waiting(Lane.DOCUMENT)));
        }
        return (alive ? Health.up() : Health.down()).withDetail("models", models).build();
    }
}
