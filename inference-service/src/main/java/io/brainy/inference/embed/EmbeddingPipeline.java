package io.brainy.inference.embed;

import io.brainy.inference.batch.BatchLimits;
import io.brainy.inference.batch.Lane;
import io.brainy.inference.batch.MicroBatcher;
import io.brainy.inference.batch.QueueLimits;
import io.brainy.inference.cache.FileCache;
import io.brainy.inference.onnx.Device;
import io.brainy.inference.onnx.OnnxEncoder;
import io.brainy.inference.onnx.OnnxRunner;
import io.brainy.inference.registry.EmbeddingModel;
import io.brainy.inference.tokenize.TextTokenizer;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/// All that one model needs to run: tokenizer, weights, sessions and their queue. Opened warm, so
/// that the first caller does not pay for it.
public final class EmbeddingPipeline implements AutoCloseable {

    private static final String WARM_UP = "the first text that a session runs is slow";

    private final EmbeddingModel model;
    private final TextTokenizer tokenizer;
    private final OnnxEncoder encoder;
    private final MicroBatcher batcher;

    private EmbeddingPipeline(
            EmbeddingModel model,
            TextTokenizer tokenizer,
            OnnxEncoder encoder,
            MicroBatcher batcher) {
        this.model = model;
        this.tokenizer = tokenizer;
        this.encoder = encoder;
        this.batcher = batcher;
    }

    /// @param sessions how many batches run at once; 0 = as many as suit the device
    public static EmbeddingPipeline open(
            EmbeddingModel model,
            FileCache cache,
            Device device,
            int sessions,
            QueueLimits queueLimits,
            LongSupplier nanoTime,
            MeterRegistry registry) {
        BatchLimits limits = BatchLimits.DEFAULTS;
        TextTokenizer tokenizer = TextTokenizer.open(model, cache.directory());
        try {
            OnnxEncoder encoder = OnnxEncoder.open(model, cache, device);
            try {
                // One text may be as long as the window, whatever a batch of several may be.
                int capacity = Math.max(limits.paddedTokens(), model.window());
                var warmUp = List.of(tokenizer.tokenize(WARM_UP));
                List<OnnxRunner> runners = new ArrayList<>();
                int count = sessions == 0 ? encoder.preferredRunners() : sessions;
                for (int i = 0; i < count; i++) {
                    OnnxRunner runner = encoder.newRunner(capacity);
                    runner.run(warmUp);
                    runners.add(runner);
                }
                var batcher =
                        new MicroBatcher(
                                model.name(), runners, limits, queueLimits, nanoTime, registry);
                return new EmbeddingPipeline(model, tokenizer, encoder, batcher);
            } catch (RuntimeException | Error e) {
                encoder.close();
                throw e;
            }
        } catch (RuntimeException | Error e) {
            tokenizer.close();
            throw e;
        }
    }

    public EmbeddingModel model() {
        return model;
    }

    /// Where the model runs, for people.
    public String device() {
        return encoder.device();
    }

    public int sessions() {
        return batcher.sessions();
    }

    /// Whether all sessions run; false once it is closed.
    public boolean isAlive() {
        return batcher.isAlive();
    }

    /// How many texts wait in a lane.
    public int waiting(Lane lane) {
        return batcher.waiting(lane);
    }

    /// In the order of use: nothing may run on weights that are gone.
    @Override
    public void close() {
        batcher.close();
        encoder.close();
        tokenizer.close();
    }

    TextTokenizer tokenizer() {
        return tokenizer;
    }

    MicroBatcher batcher() {
        return batcher;
    }
}
