package io.brainy.inference.api;

import io.brainy.coordinator.port.Embedder;
import io.brainy.coordinator.port.Embedder.Embedding;
import io.brainy.coordinator.port.Embedder.Model;
import io.brainy.inference.api.EmbeddingQuestion.Encoding;
import io.brainy.model.api.EmbeddingRequest;
import io.brainy.model.api.EmbeddingResponse;
import io.brainy.model.api.EmbeddingValue;
import io.brainy.model.error.BrainyException;
import io.brainy.model.error.InvalidException;
import io.brainy.model.error.ProblemType;
import io.brainy.model.error.UnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// `POST /v1/embeddings`. Its thread is a virtual one and waits for the vectors.
@RestController
public final class EmbeddingController {

    private final Embedder embedder;

    public EmbeddingController(Embedder embedder) {
        this.embedder = embedder;
    }

    @PostMapping("/v1/embeddings")
    public EmbeddingResponse embed(@RequestBody EmbeddingRequest request) {
        EmbeddingQuestion question = EmbeddingQuestion.of(request);
        Model model =
                embedder.model(question.model())
                        .orElseThrow(() -> ModelController.unknown(question.model()));
        if (question.dimension().orElse(model.dimension()) != model.dimension()) {
            throw new InvalidException(
                    "dimensions",
                    model.name()
                            + " makes vectors of "
                            + model.dimension()
                            + " dimensions, which cannot be shortened, found "
                            + question.dimension().getAsInt()
                            + "; leave it out");
        }
        return answer(
                model,
                question.encoding(),
                await(embedder.embed(model.name(), question.purpose(), question.texts())));
    }

    private static EmbeddingResponse answer(
            Model model, Encoding encoding, List<Embedding> embeddings) {
        List<EmbeddingResponse.Item> items = new ArrayList<>(embeddings.size());
        long tokens = 0;
        for (Embedding embedding : embeddings) {
            float[] components = embedding.vector().components();
            EmbeddingValue value =
                    switch (encoding) {
                        case FLOAT -> EmbeddingValue.floats(components);
                        case BASE64 -> EmbeddingValue.base64(components);
                    };
            items.add(
                    new EmbeddingResponse.Item(
                            items.size(), value, embedding.tokens(), embedding.truncated()));
            tokens += embedding.tokens();
        }
        return new EmbeddingResponse(
                items, model.name(), new EmbeddingResponse.Usage(tokens, tokens));
    }

    private static List<Embedding> await(CompletableFuture<List<Embedding>> embeddings) {
        try {
            return embeddings.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof BrainyException problem) {
                throw problem;
            }
            throw new IllegalStateException("embedding failed", e.getCause());
        } catch (InterruptedException e) {
            embeddings.cancel(false);
            Thread.currentThread().interrupt();
            throw new UnavailableException(
                    ProblemType.UNAVAILABLE,
                    "this node is stopping; ask another one",
                    Duration.ofSeconds(1));
        }
    }
}
