package io.brainy.bench.data;

import io.brainy.bench.report.Latencies;
import io.brainy.bench.report.Report;
import io.brainy.coordinator.port.Embedder;
import io.brainy.coordinator.port.Embedder.Embedding;
import io.brainy.coordinator.port.Embedder.Purpose;
import io.brainy.coordinator.time.Ticker;
import io.brainy.inference.batch.QueueLimits;
import io.brainy.inference.cache.FileCache;
import io.brainy.inference.embed.EmbeddingPipeline;
import io.brainy.inference.embed.LocalEmbedder;
import io.brainy.inference.onnx.Device;
import io.brainy.inference.registry.EmbeddingModel;
import io.brainy.inference.registry.ModelRegistry;
import io.brainy.standalone.terminal.ProgressBar;
import io.brainy.standalone.terminal.Terminal;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// Embeds with the model that ships with the product, in this process, and tells what it cost.
public final class BuiltInModel implements Corpus.Source {

    private static final int CHUNK = 1_024;
    private static final int CHUNKS_UNDER_WAY = 4;

    private final Terminal terminal;
    private final Report report;
    private final Ticker ticker;

    public BuiltInModel(Terminal terminal, Report report, Ticker ticker) {
        this.terminal = terminal;
        this.report = report;
        this.ticker = ticker;
    }

    public static EmbeddingModel model() {
        return ModelRegistry.builtIn().models().getFirst();
    }

    public static FileCache files() {
        return FileCache.inHome(Path.of(System.getProperty("user.home", ".")));
    }

    private record Chunk(List<String> texts, CompletableFuture<List<Embedding>> embeddings) {}

    @Override
    public void fill(List<String> texts, EmbeddingCache cache)
            throws IOException, InterruptedException, ExecutionException {
        long began = ticker.nanos();
        ProgressBar bar = new ProgressBar(terminal, "embedding", texts.size(), ticker);
        try (FileCache files = files();
                LocalEmbedder embedder = embedder(files)) {
            Deque<Chunk> underWay = new ArrayDeque<>();
            for (int from = 0; from < texts.size(); from += CHUNK) {
                if (underWay.size() == CHUNKS_UNDER_WAY) {
                    take(underWay.remove(), cache, bar);
                }
                List<String> chunk = texts.subList(from, Math.min(texts.size(), from + CHUNK));
                underWay.add(new Chunk(chunk, embed(chunk, embedder)));
            }
            while (!underWay.isEmpty()) {
                take(underWay.remove(), cache, bar);
            }
        } finally {
            bar.abandon();
        }
        long nanos = ticker.nanos() - began;
        report.say(
                String.format(
                        Locale.ROOT,
                        "embedded %,d glosses in %s, %.0f/s; they are kept for the next run",
                        texts.size(),
                        Latencies.time(nanos),
                        texts.size() * 1e9 / nanos));
    }

    private LocalEmbedder embedder(FileCache files) {
        return new LocalEmbedder(
                List.of(
                        EmbeddingPipeline.open(
                                model(),
                                files,
                                Device.AUTO,
                                0,
                                QueueLimits.DEFAULTS,
                                ticker::nanos,
                                new SimpleMeterRegistry())));
    }

    private static CompletableFuture<List<Embedding>> embed(List<String> texts, Embedder embedder) {
        return embedder.embed(model().name(), Purpose.DOCUMENT, texts);
    }

    private static void take(Chunk chunk, EmbeddingCache cache, ProgressBar bar)
            throws IOException, InterruptedException, ExecutionException {
        List<Embedding> embeddings = chunk.embeddings().get();
        for (int i = 0; i < embeddings.size(); i++) {
            cache.add(chunk.texts().get(i), embeddings.get(i).vector().components());
        }
        bar.advance(embeddings.size());
    }
}
