package io.brainy.inference.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.brainy.inference.cache.FileCache;
import io.brainy.inference.registry.EmbeddingModel;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A model's weights in native memory, and the device that they are on.
///
/// All runners share one runtime session, which is safe to run from many threads: a second session
/// would hold the same weights once more (37 MB for the built-in model) and, measured in turn with
/// two threads, is no faster. Intra-op threads are 1, so a batch runs on its caller's thread and
/// "one session per core" means one runner per core.
///
/// Native memory is bounded by what the runners may be given: a batch is never larger than their
/// capacity in padded tokens, and the arena that holds its intermediate results is kept and used
/// again. Memory patterns are off, since each new shape would add one.
public final class OnnxEncoder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OnnxEncoder.class);

    private static final String CPU = "CPU";
    private static final long OPENING_STACK = 32L << 20;

    private final EmbeddingModel model;
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final String device;
    private final String output;
    private final AtomicBoolean closed = new AtomicBoolean();

    private OnnxEncoder(
            EmbeddingModel model,
            OrtEnvironment environment,
            OrtSession session,
            String device,
            String output) {
        this.model = model;
        this.environment = environment;
        this.session = session;
        this.device = device;
        this.output = output;
    }

    /// The model is opened as a file: given as bytes it would cost 30 MB more in this process.
    ///
    /// On a thread of its own with a deep stack: ONNX Runtime 1.29 matches the process's whole
    /// command line with a recursive regular expression, for which the usual 1 MiB is too small
    /// when a class path stands there. Native code that overflows its stack takes the process with
    /// it.
    public static OnnxEncoder open(EmbeddingModel model, FileCache cache, Device wanted) {
        FutureTask<OnnxEncoder> opening = new FutureTask<>(() -> openHere(model, cache, wanted));
        Thread.ofPlatform().name("open " + model.name()).stackSize(OPENING_STACK).start(opening);
        try {
            return opening.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + model.name() + " was opened", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause
                    ? cause
                    : new IllegalStateException("cannot open the model " + model.name(), e);
        }
    }

    private static OnnxEncoder openHere(EmbeddingModel model, FileCache cache, Device wanted) {
        Path weights =
                cache.verified(model.weights().modelResource(), model.weights().modelSha256());
        OnnxLibrary.prepare(cache);
        OrtEnvironment environment = OrtEnvironment.getEnvironment("brainy");
        try {
            return switch (wanted) {
                case CPU -> onCpu(model, environment, weights);
                case CUDA -> onCuda(model, environment, weights);
                case AUTO -> onBest(model, environment, weights);
            };
        } catch (OrtException e) {
            throw new IllegalStateException(
                    "cannot open the model " + model.name() + " from " + weights + " on " + wanted,
                    e);
        }
    }

    /// Where the model runs, for people.
    public String device() {
        return device;
    }

    /// How many runners keep the device busy: one per core, or on a GPU two, so that one batch is
    /// prepared while another runs.
    public int preferredRunners() {
        return device.equals(CPU) ? Runtime.getRuntime().availableProcessors() : 2;
    }

    /// A runner for one thread at a time.
    ///
    /// @param capacity the most tokens of a batch, padding included
    public OnnxRunner newRunner(int capacity) {
        return new OnnxRunner(model, environment, session, output, capacity);
    }

    /// Only to be called when no runner runs any more: the runtime does not wait for them.
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("cannot close the model " + model.name(), e);
        }
    }

    private static OnnxEncoder onBest(
            EmbeddingModel model, OrtEnvironment environment, Path weights) throws OrtException {
        if (!OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA)) {
            return onCpu(model, environment, weights);
        }
        try {
            return onCuda(model, environment, weights);
        } catch (OrtException e) {
            LOG.warn(
                    "inference falls back to the CPU: the runtime knows CUDA, but {}",
                    e.toString());
            return onCpu(model, environment, weights);
        }
    }

    private static OnnxEncoder onCpu(EmbeddingModel model, OrtEnvironment environment, Path weights)
            throws OrtException {
        try (var options = options()) {
            return open(model, environment, weights, options, CPU);
        }
    }

    private static OnnxEncoder onCuda(
            EmbeddingModel model, OrtEnvironment environment, Path weights) throws OrtException {
        try (var options = options()) {
            options.addCUDA(0);
            return open(model, environment, weights, options, "CUDA device 0");
        }
    }

    private static OrtSession.SessionOptions options() throws OrtException {
        var options = new OrtSession.SessionOptions();
        options.setIntraOpNumThreads(1);
        options.setInterOpNumThreads(1);
        options.setMemoryPatternOptimization(false);
        return options;
    }

    private static OnnxEncoder open(
            EmbeddingModel model,
            OrtEnvironment environment,
            Path weights,
            OrtSession.SessionOptions options,
            String device)
            throws OrtException {
        OrtSession session = environment.createSession(weights.toString(), options);
        try {
            String output = tokenVectors(model, session.getOutputInfo());
            requireInputs(model, session.getInputNames());
            LOG.info("model {} is open on {}", model.name(), device);
            return new OnnxEncoder(model, environment, session, device, output);
        } catch (OrtException | RuntimeException e) {
            session.close();
            throw e;
        }
    }

    /// The first output, which must be a vector of the model's dimension for each token.
    private static String tokenVectors(EmbeddingModel model, Map<String, NodeInfo> outputs) {
        Iterator<NodeInfo> all = outputs.values().iterator();
        if (all.hasNext()) {
            NodeInfo first = all.next();
            if (first.getInfo() instanceof TensorInfo tensor) {
                long[] shape = tensor.getShape();
                if (shape.length == 3 && shape[2] == model.dimension()) {
                    return first.getName();
                }
            }
        }
        throw new IllegalStateException(
                "wanted of "
                        + model.name()
                        + " a first output of shape [batch, tokens, "
                        + model.dimension()
                        + "], found "
                        + outputs.values());
    }

    private static void requireInputs(EmbeddingModel model, Set<String> inputs) {
        if (!OnnxRunner.KNOWN_INPUTS.containsAll(inputs)) {
            throw new IllegalStateException(
                    "wanted of "
                            + model.name()
                            + " no inputs but "
                            + OnnxRunner.KNOWN_INPUTS
                            + ", found "
                            + inputs);
        }
    }
}
