package io.brainy.inference.embed;

import io.brainy.coordinator.port.Embedder;
import io.brainy.inference.batch.EmbeddingJob;
import io.brainy.inference.batch.Lane;
import io.brainy.inference.registry.EmbeddingModel;
import io.brainy.model.error.BrainyException;
import io.brainy.model.error.InvalidException;
import io.brainy.model.error.InvalidException.Reason;
import io.brainy.model.error.NotFoundException;
import io.brainy.model.error.ProblemType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Embeds in this process. Texts are tokenized on the caller's thread and queued one by one, so the
/// sessions begin with the first while the last is still being tokenized.
public final class LocalEmbedder implements Embedder, AutoCloseable {

    private final List<EmbeddingPipeline> pipelines;
    private final Map<String, EmbeddingPipeline> byName = new LinkedHashMap<>();

    /// Closes the pipelines when it is closed.
    public LocalEmbedder(List<EmbeddingPipeline> pipelines) {
        this.pipelines = List.copyOf(pipelines);
        for (EmbeddingPipeline pipeline : this.pipelines) {
            byName.put(pipeline.model().name(), pipeline);
            pipeline.model().aliases().forEach(alias -> byName.put(alias, pipeline));
        }
    }

    public List<EmbeddingPipeline> pipelines() {
        return pipelines;
    }

    @Override
    public CompletableFuture<List<Embedding>> embed(
            String model, Purpose purpose, List<String> texts) {
        EmbeddingPipeline pipeline = byName.get(model);
        if (pipeline == null) {
            return CompletableFuture.failedFuture(unknown(model));
        }
        if (texts.isEmpty()) {
            return CompletableFuture.completedFuture(List.of());
        }
        try {
            return embed(pipeline, purpose, texts);
        } catch (BrainyException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public Optional<Model> model(String name) {
        return Optional.ofNullable(byName.get(name))
                .map(EmbeddingPipeline::model)
                .map(model -> new Model(model.name(), model.dimension(), model.window()));
    }

    @Override
    public void close() {
        pipelines.forEach(EmbeddingPipeline::close);
    }

    private static CompletableFuture<List<Embedding>> embed(
            EmbeddingPipeline pipeline, Purpose purpose, List<String> texts) {
        int[] bytes = bytesOf(texts);
        long total = 0;
        for (int each : bytes) {
            total += each;
        }
        Lane lane =
                switch (purpose) {
                    case QUERY -> Lane.QUERY;
                    case DOCUMENT -> Lane.DOCUMENT;
                };
        String prefix = prefix(pipeline.model(), purpose);
        EmbeddingJob job = pipeline.batcher().open(lane, texts.size(), total);
        try {
            for (int i = 0; i < bytes.length && !job.future().isDone(); i++) {
                String text = prefix.isEmpty() ? texts.get(i) : prefix + texts.get(i);
                job.add(pipeline.tokenizer().tokenize(text), bytes[i]);
            }
        } catch (RuntimeException | Error e) {
            job.abandon(e);
        }
        return job.future();
    }

    private static String prefix(EmbeddingModel model, Purpose purpose) {
        return switch (purpose) {
            case QUERY -> model.queryPrefix();
            case DOCUMENT -> "";
        };
    }

    private static int[] bytesOf(List<String> texts) {
        if (texts.size() > MAX_TEXTS) {
            throw new InvalidException(
                    "input",
                    "one call embeds at most "
                            + MAX_TEXTS
                            + " texts, found "
                            + texts.size()
                            + "; split it");
        }
        int[] bytes = new int[texts.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = utf8Bytes(texts.get(i));
            if (bytes[i] > MAX_TEXT_BYTES) {
                String reason =
                        "a text has at most "
                                + MAX_TEXT_BYTES
                                + " bytes in UTF-8, found at least "
                                + bytes[i]
                                + "; embed its parts";
                throw new InvalidException(
                        ProblemType.TOO_LARGE,
                        reason,
                        List.of(new Reason("input[" + i + "]", reason)));
            }
        }
        return bytes;
    }

    /// Counted without making the bytes, and no further than it matters; a surrogate is half of a
    /// character of four bytes.
    private static int utf8Bytes(String text) {
        if (text.length() > MAX_TEXT_BYTES) {
            return text.length();
        }
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return bytes;
    }

    private NotFoundException unknown(String model) {
        return new NotFoundException(
                "wanted the model '"
                        + model
                        + "', found "
                        + byName.keySet()
                        + "; name one of these");
    }
}
