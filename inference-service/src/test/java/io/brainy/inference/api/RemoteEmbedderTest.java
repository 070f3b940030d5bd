package io.brainy.inference.api;

import io.brainy.coordinator.fanout.HttpEmbedder;
import io.brainy.coordinator.port.Embedder;
import io.brainy.inference.embed.EmbedderContract;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.springframework.web.reactive.function.client.WebClient;

/// The port over HTTP, against our own controllers.
class RemoteEmbedderTest extends EmbedderContract {

    private static InferenceNode node;
    private static HttpEmbedder embedder;

    @BeforeAll
    static void start() {
        node = InferenceNode.start();
        embedder =
                new HttpEmbedder(
                        WebClient.create(), () -> Optional.of(node.root()), Duration.ofSeconds(30));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Override
    protected Embedder embedder() {
        return embedder;
    }
}
