package io.brainy.coordinator.fanout;

import io.brainy.coordinator.port.Embedder;
import io.brainy.model.api.EmbeddingRequest;
import io.brainy.model.api.EmbeddingResponse;
import io.brainy.model.api.ModelDescription;
import io.brainy.model.document.Vector;
import io.brainy.model.error.BrainyException;
import io.brainy.model.error.ProblemType;
import io.brainy.model.error.UnavailableException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.util.UriComponentsBuilder;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/// Embeds on another node, by `POST /v1/embeddings`. Vectors travel as base64, so they arrive
/// exactly as they were made; the purpose travels as `input_type`.
///
/// Nothing is sent twice here: embedding is safe to repeat, but whoever calls knows whether it is
/// still wanted. Cancelling the future cancels the request.
public final class HttpEmbedder implements Embedder {

    /// The largest answer: the most texts of a call, with vectors of the greatest dimension.
    private static final int MAX_ANSWER_BYTES =
            MAX_TEXTS * (Vector.MAX_DIMENSION * Float.BYTES / 3 * 4 + 256);

    private static final Duration RETRY = Duration.ofSeconds(1);

    private final WebClient client;
    private final Supplier<Optional<URI>> node;
    private final Duration timeout;

    /// Models never change under their name, so what was learnt stays true.
    private final Map<String, Model> models = new ConcurrentHashMap<>();

    /// @param node the root of a node that embeds now, asked anew for each call; empty = there is
    ///   none
    /// @param timeout for a call as a whole
    public HttpEmbedder(WebClient client, Supplier<Optional<URI>> node, Duration timeout) {
        this.client =
                client.mutate()
                        .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(MAX_ANSWER_BYTES))
                        .build();
        this.node = node;
        this.timeout = timeout;
    }

    @Override
    public CompletableFuture<List<Embedding>> embed(
            String model, Purpose purpose, List<String> texts) {
        if (texts.isEmpty()) {
            return CompletableFuture.completedFuture(List.of());
        }
        Optional<URI> root = node.get();
        if (root.isEmpty()) {
            return CompletableFuture.failedFuture(nobody());
        }
        String inputType =
                switch (purpose) {
                    case QUERY -> EmbeddingRequest.QUERY;
                    case DOCUMENT -> EmbeddingRequest.DOCUMENT;
                };
        var request =
                new EmbeddingRequest(model, texts, EmbeddingRequest.BASE64, null, null, inputType);
        Mono<List<Embedding>> call = call(root.get(), request, texts.size());
        var result = new CompletableFuture<List<Embedding>>();
        Disposable running = call.subscribe(result::complete, result::completeExceptionally);
        var _ =
                result.whenComplete((_, _) -> {
                    if (result.isCancelled()) {
                        running.dispose();
                    }
                });
        return result;
    }

    /// The answer comes on a thread that may block, since anybody may hang on the future.
    private Mono<List<Embedding>> call(URI root, EmbeddingRequest request, int texts) {
        return client.post()
                .uri(under(root, "embeddings"))
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(request)
                .exchangeToMono(response ->
                        response.statusCode().is2xxSuccessful()
                                ? response.bodyToMono(EmbeddingResponse.class)
                                : Problems.of(response))
                .switchIfEmpty(Mono.error(() -> new IllegalStateException("an empty answer")))
                .map(answer -> embeddings(answer, texts))
                .timeout(timeout)
                .onErrorMap(failure -> asProblem(failure, root))
                .publishOn(Schedulers.boundedElastic());
    }

    /// Asks the other node the first time, which blocks.
    @Override
    public Optional<Model> model(String name) {
        Model known = models.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<Model> asked = node.get().flatMap(root -> ask(root, name));
        asked.ifPresent(model -> models.put(name, model));
        return asked;
    }

    /// Empty for whatever reason: the port tells none apart.
    private Optional<Model> ask(URI root, String name) {
        return client.get()
                .uri(under(root, "models", name))
                .retrieve()
                .bodyToMono(ModelDescription.class)
                .map(model -> new Model(model.id(), model.dimension(), model.window()))
                .timeout(timeout)
                .onErrorResume(_ -> Mono.empty())
                .blockOptional();
    }

    private static List<Embedding> embeddings(EmbeddingResponse answer, int texts) {
        if (answer.data().size() != texts) {
            throw new IllegalStateException(
                    "wanted " + texts + " embeddings, found " + answer.data().size());
        }
        List<Embedding> embeddings = new ArrayList<>(texts);
        for (EmbeddingResponse.Item item : answer.data()) {
            if (item.index() != embeddings.size()) {
                throw new IllegalStateException(
                        "wanted embedding " + embeddings.size() + ", found " + item.index());
            }
            embeddings.add(
                    new Embedding(
                            new Vector(item.embedding().components(), true),
                            item.tokens(),
                            item.truncated()));
        }
        return embeddings;
    }

    private static URI under(URI root, String... segments) {
        return UriComponentsBuilder.fromUri(root)
                .pathSegment("v1")
                .pathSegment(segments)
                .encode()
                .build()
                .toUri();
    }

    private static Throwable asProblem(Throwable failure, URI root) {
        return failure instanceof BrainyException
                ? failure
                : new UnavailableException(
                        "the inference node " + root + " gave no answer: " + failure, failure);
    }

    private static UnavailableException nobody() {
        return new UnavailableException(
                ProblemType.UNAVAILABLE,
                "no inference node is alive; start one with the role inference",
                RETRY);
    }
}
