package io.brainy.inference.tokenize;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.brainy.inference.cache.FileCache;
import io.brainy.inference.registry.EmbeddingModel;
import io.brainy.model.error.ProblemType;
import io.brainy.model.error.UnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/// Cuts a model's texts into tokens, exactly as the model was trained. Safe for concurrent use.
///
/// The time for a text is bounded by the window, not by the text: of a long text only a beginning
/// is looked at, cut at white space, where no token spans. It is lengthened only while it does not
/// fill the window, as with a text that is one endless word.
public final class TextTokenizer implements AutoCloseable {

    /// Generous for prose, where a token is four to five characters with its space.
    private static final int CHARS_PER_TOKEN = 8;

    private static final int GROWTH = 4;

    private final HuggingFaceTokenizer tokenizer;
    private final int firstCut;

    /// Closing frees native memory that a running call would go on reading.
    private final ReadWriteLock closing = new ReentrantReadWriteLock();

    private volatile boolean closed;

    private TextTokenizer(HuggingFaceTokenizer tokenizer, int window) {
        this.tokenizer = tokenizer;
        this.firstCut = window * CHARS_PER_TOKEN;
    }

    /// @param libraries where the native library is unpacked to, once
    public static TextTokenizer open(EmbeddingModel model, Path libraries) {
        keepToOurselves(libraries);
        Map<String, String> options =
                Map.of(
                        "truncation",
                        "true",
                        "maxLength",
                        Integer.toString(model.window()),
                        "modelMaxLength",
                        Integer.toString(model.window()),
                        "padding",
                        "false");
        String resource = model.weights().tokenizerResource();
        try (InputStream json = FileCache.open(resource)) {
            return new TextTokenizer(
                    HuggingFaceTokenizer.newInstance(json, options), model.window());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the tokenizer " + resource, e);
        }
    }

    public TokenizedText tokenize(String text) {
        closing.readLock().lock();
        try {
            if (closed) {
                throw new UnavailableException(
                        ProblemType.UNAVAILABLE,
                        "the tokenizer is closed, this node is stopping; ask another one",
                        Duration.ofSeconds(1));
            }
            int limit = firstCut;
            while (true) {
                int cut = cutAtSpace(text, limit);
                Encoding encoding = tokenizer.encode(text.substring(0, cut), true, false);
                if (encoding.exceedMaxLength()) {
                    return new TokenizedText(encoding.getIds(), true);
                }
                if (cut == text.length() || isBlankFrom(text, cut)) {
                    return new TokenizedText(encoding.getIds(), false);
                }
                limit = (int) Math.min((long) cut * GROWTH, Integer.MAX_VALUE);
            }
        } finally {
            closing.readLock().unlock();
        }
    }

    @Override
    public void close() {
        closing.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                tokenizer.close();
            }
        } finally {
            closing.writeLock().unlock();
        }
    }

    /// The last white space at or before `limit`, else the next one after it, else the end.
    private static int cutAtSpace(String text, int limit) {
        if (text.length() <= limit) {
            return text.length();
        }
        for (int i = limit; i > limit / 2; i--) {
            if (Character.isWhitespace(text.charAt(i))) {
                return i;
            }
        }
        for (int i = limit; i < text.length(); i++) {
            if (Character.isWhitespace(text.charAt(i))) {
                return i;
            }
        }
        return text.length();
    }

    private static boolean isBlankFrom(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            if (!Character.isWhitespace(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /// The library asks system properties where to unpack itself and whether it may download. What
    /// an operator has set stands, but for the network: a database does not fetch code.
    private static void keepToOurselves(Path libraries) {
        System.setProperty("ai.djl.offline", "true");
        if (System.getenv("ENGINE_CACHE_DIR") == null
                && System.getProperty("ENGINE_CACHE_DIR") == null) {
            System.setProperty("ENGINE_CACHE_DIR", libraries.toString());
        }
        if (System.getenv("RUST_FLAVOR") == null && System.getProperty("RUST_FLAVOR") == null) {
            System.setProperty("RUST_FLAVOR", "cpu");
        }
    }
}
