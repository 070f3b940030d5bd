package io.brainy.inference.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.brainy.inference.batch.BatchRunner;
import io.brainy.inference.registry.EmbeddingModel;
import io.brainy.inference.registry.EmbeddingModel.Pooling;
import io.brainy.inference.registry.EmbeddingModel.Scaling;
import io.brainy.inference.tokenize.TokenizedText;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Runs batches for one thread, in buffers that it keeps: ids and mask go in, and the token vectors
/// come out, straight in native memory, of which only the pooled rows are copied out.
public final class OnnxRunner implements BatchRunner {

    private static final String IDS = "input_ids";
    private static final String MASK = "attention_mask";
    private static final String TYPES = "token_type_ids";

    static final Set<String> KNOWN_INPUTS = Set.of(IDS, MASK, TYPES);

    private final EmbeddingModel model;
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final String output;
    private final int capacity;
    private final LongBuffer ids;
    private final LongBuffer mask;

    /// All zero for ever: every token belongs to the first sentence.
    private final LongBuffer types;

    private final FloatBuffer vectors;

    OnnxRunner(
            EmbeddingModel model,
            OrtEnvironment environment,
            OrtSession session,
            String output,
            int capacity) {
        this.model = model;
        this.environment = environment;
        this.session = session;
        this.output = output;
        this.capacity = capacity;
        this.ids = direct(capacity, Long.BYTES).asLongBuffer();
        this.mask = direct(capacity, Long.BYTES).asLongBuffer();
        this.types = direct(capacity, Long.BYTES).asLongBuffer();
        this.vectors = direct(capacity * model.dimension(), Float.BYTES).asFloatBuffer();
    }

    @Override
    public float[][] run(List<TokenizedText> texts) {
        int longest = 1;
        for (TokenizedText text : texts) {
            longest = Math.max(longest, text.tokens());
        }
        int padded = texts.size() * longest;
        if (padded > capacity) {
            throw new IllegalArgumentException(
                    "a batch has at most "
                            + capacity
                            + " tokens, found "
                            + texts.size()
                            + " texts of up to "
                            + longest);
        }
        fill(texts, longest);
        try {
            infer(texts.size(), longest);
        } catch (OrtException e) {
            throw new IllegalStateException(
                    "the model "
                            + model.name()
                            + " failed on "
                            + texts.size()
                            + " texts of up to "
                            + longest
                            + " tokens",
                    e);
        }
        return pool(texts, longest);
    }

    private void fill(List<TokenizedText> texts, int longest) {
        // The last batch left its own limit, which absolute access would respect.
        ids.clear();
        mask.clear();
        for (int row = 0; row < texts.size(); row++) {
            long[] tokens = texts.get(row).ids();
            int from = row * longest;
            ids.put(from, tokens);
            for (int column = 0; column < longest; column++) {
                boolean real = column < tokens.length;
                mask.put(from + column, real ? 1 : 0);
                if (!real) {
                    ids.put(from + column, 0);
                }
            }
        }
    }

    private void infer(int rows, int columns) throws OrtException {
        long[] shape = {rows, columns};
        long[] outputShape = {rows, columns, model.dimension()};
        int padded = rows * columns;
        try (OnnxTensor idTensor = tensor(limited(ids, padded), shape);
                OnnxTensor maskTensor = tensor(limited(mask, padded), shape);
                OnnxTensor typeTensor = tensor(limited(types, padded), shape);
                OnnxTensor outputTensor =
                        OnnxTensor.createTensor(
                                environment,
                                limited(vectors, padded * model.dimension()),
                                outputShape)) {
            Map<String, OnnxTensor> inputs = new HashMap<>();
            for (String name : session.getInputNames()) {
                inputs.put(
                        name,
                        switch (name) {
                            case IDS -> idTensor;
                            case MASK -> maskTensor;
                            default -> typeTensor;
                        });
            }
            session.run(inputs, Map.of(output, outputTensor)).close();
        }
    }

    private float[][] pool(List<TokenizedText> texts, int longest) {
        int dimension = model.dimension();
        float[][] pooled = new float[texts.size()][dimension];
        for (int row = 0; row < pooled.length; row++) {
            int from = row * longest * dimension;
            switch (model.pooling()) {
                case Pooling.CLS -> vectors.get(from, pooled[row]);
                case Pooling.MEAN -> mean(from, texts.get(row).tokens(), pooled[row]);
            }
            scale(pooled[row]);
        }
        return pooled;
    }

    private void mean(int from, int tokens, float[] into) {
        for (int token = 0; token < tokens; token++) {
            int at = from + token * into.length;
            for (int i = 0; i < into.length; i++) {
                into[i] += vectors.get(at + i);
            }
        }
        for (int i = 0; i < into.length; i++) {
            into[i] /= tokens;
        }
    }

    private void scale(float[] vector) {
        double squares = 0;
        for (float component : vector) {
            squares += (double) component * component;
        }
        if (!(squares > 0) || Double.isInfinite(squares)) {
            throw new IllegalStateException(
                    "the model " + model.name() + " gave a vector without a direction");
        }
        if (model.scaling() == Scaling.UNIT_LENGTH) {
            float factor = (float) (1 / Math.sqrt(squares));
            for (int i = 0; i < vector.length; i++) {
                vector[i] *= factor;
            }
        }
    }

    private OnnxTensor tensor(LongBuffer buffer, long[] shape) throws OrtException {
        return OnnxTensor.createTensor(environment, buffer, shape);
    }

    private static LongBuffer limited(LongBuffer buffer, int elements) {
        buffer.clear().limit(elements);
        return buffer;
    }

    private static FloatBuffer limited(FloatBuffer buffer, int elements) {
        buffer.clear().limit(elements);
        return buffer;
    }

    private static ByteBuffer direct(int elements, int bytesEach) {
        return ByteBuffer.allocateDirect(Math.multiplyExact(elements, bytesEach))
                .order(ByteOrder.nativeOrder());
    }
}
