package io.brainy.inference.batch;

import io.brainy.inference.tokenize.TokenizedText;
import java.util.List;

/// Runs one batch at a time, on its caller's thread.
@FunctionalInterface
public interface BatchRunner {

    /// One vector a text, in order.
    float[][] run(List<TokenizedText> texts);
}
