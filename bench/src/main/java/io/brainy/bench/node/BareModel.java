package io.brainy.bench.node;

import io.brainy.bench.data.BuiltInModel;
import io.brainy.inference.batch.BatchLimits;
import io.brainy.inference.cache.FileCache;
import io.brainy.inference.onnx.Device;
import io.brainy.inference.onnx.OnnxEncoder;
import io.brainy.inference.onnx.OnnxRunner;
import io.brainy.inference.registry.EmbeddingModel;
import io.brainy.inference.tokenize.TextTokenizer;
import io.brainy.inference.tokenize.TokenizedText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/// The model and nothing else: texts are tokenized and sorted by length before any time is taken,
/// and a thread per core runs batch after batch.
final class BareModel implements AutoCloseable {

    private final FileCache files = BuiltInModel.files();
    private final TextTokenizer tokenizer;
    private final OnnxEncoder encoder;
    private final List<OnnxRunner> runners = new ArrayList<>();

    BareModel() {
        EmbeddingModel model = BuiltInModel.model();
        this.tokenizer = TextTokenizer.open(model, files.directory());
        this.encoder = OnnxEncoder.open(model, files, Device.AUTO);
        int capacity = Math.max(BatchLimits.DEFAULTS.paddedTokens(), model.window());
        for (int i = 0; i < encoder.preferredRunners(); i++) {
            runners.add(encoder.newRunner(capacity));
        }
    }

    /// Batches of like length, as large as the product's own.
    List<List<TokenizedText>> batches(List<String> texts) {
        List<TokenizedText> sorted =
                texts.stream()
                        .map(tokenizer::tokenize)
                        .sorted(Comparator.comparingInt(TokenizedText::tokens))
                        .toList();
        List<List<TokenizedText>> batches = new ArrayList<>();
        List<TokenizedText> batch = new ArrayList<>();
        for (TokenizedText text : sorted) {
            int padded = (batch.size() + 1) * text.tokens();
            if (!batch.isEmpty()
                    && (padded > BatchLimits.DEFAULTS.paddedTokens()
                            || batch.size() == BatchLimits.DEFAULTS.texts())) {
                batches.add(batch);
                batch = new ArrayList<>();
            }
            batch.add(text);
        }
        batches.add(batch);
        return batches;
    }

    /// Returns when all of them have run.
    void run(List<List<TokenizedText>> batches) throws InterruptedException, ExecutionException {
        AtomicInteger next = new AtomicInteger();
        try (ExecutorService threads = Executors.newFixedThreadPool(runners.size())) {
            List<Future<Integer>> ends = new ArrayList<>();
            for (OnnxRunner runner : runners) {
                ends.add(
                        threads.submit(() -> {
                            int ran = 0;
                            int at = next.getAndIncrement();
                            while (at < batches.size()) {
                                ran += runner.run(batches.get(at)).length;
                                at = next.getAndIncrement();
                            }
                            return ran;
                        }));
            }
            for (Future<Integer> end : ends) {
                end.get();
            }
        }
    }

    @Override
    public void close() {
        encoder.close();
        tokenizer.close();
        files.close();
    }
}
