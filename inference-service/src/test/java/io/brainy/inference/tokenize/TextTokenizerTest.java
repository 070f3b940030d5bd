package io.brainy.inference.tokenize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brainy.inference.registry.ModelRegistry;
import io.brainy.model.error.UnavailableException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TextTokenizerTest {

    private static final long CLS = 101;
    private static final long SEP = 102;

    private static TextTokenizer tokenizer;

    @BeforeAll
    static void open() {
        tokenizer = open("target/inference-cache");
    }

    @AfterAll
    static void close() {
        tokenizer.close();
    }

    private static TextTokenizer open(String folder) {
        return TextTokenizer.open(
                ModelRegistry.builtIn().models().getFirst(), Path.of(folder).toAbsolutePath());
    }

    @Test
    void textGetsItsSpecialTokens() {
        assertThat(tokenizer.tokenize("hello world").ids()).containsExactly(CLS, 7592, 2088, SEP);
        assertThat(tokenizer.tokenize("").ids()).containsExactly(CLS, SEP);
    }

    @Test
    void windowIsFilledAndNotPassed() {
        TokenizedText full = tokenizer.tokenize("word ".repeat(510));
        TokenizedText over = tokenizer.tokenize("word ".repeat(511));

        assertThat(full.tokens()).isEqualTo(512);
        assertThat(full.truncated()).isFalse();
        assertThat(over.tokens()).isEqualTo(512);
        assertThat(over.truncated()).isTrue();
        assertThat(over.ids()).startsWith(CLS).endsWith(SEP);
    }

    /// Only a beginning of a long text is looked at; it must not show.
    @Test
    void cutOfALongTextDoesNotShowInItsTokens() {
        var random = new Random(11);
        for (int round = 0; round < 20; round++) {
            var text = new StringBuilder();
            while (text.length() < 20_000) {
                int letters = 1 + random.nextInt(1 + random.nextInt(30));
                for (int i = 0; i < letters; i++) {
                    text.append((char) ('a' + random.nextInt(26)));
                }
                text.append(random.nextInt(5) == 0 ? "\n" : random.nextInt(9) == 0 ? ", " : " ");
            }
            String shorter = text.substring(0, 4_000);
            String whole = text.toString();

            assertThat(tokenizer.tokenize(whole).ids())
                    .isEqualTo(tokenizer.tokenize(shorter + whole.substring(4_000)).ids())
                    .isEqualTo(tokenizer.tokenize(shorter).ids());
        }
    }

    @Test
    void endlessSpaceHidesNoWordBehindIt() {
        TokenizedText text = tokenizer.tokenize("hello" + " ".repeat(1 << 20) + "world");

        assertThat(text.ids()).containsExactly(CLS, 7592, 2088, SEP);
        assertThat(text.truncated()).isFalse();
    }

    @Test
    void spaceAfterAFullWindowIsNoTruncation() {
        assertThat(tokenizer.tokenize("word ".repeat(510) + " ".repeat(1 << 20)).truncated())
                .isFalse();
    }

    @Test
    void endlessWordIsUnknownAndWhole() {
        TokenizedText text = tokenizer.tokenize("x".repeat(1 << 20));

        assertThat(text.ids()).containsExactly(CLS, 100, SEP);
        assertThat(text.truncated()).isFalse();
    }

    @Test
    void closedTokenizerSaysSo() {
        TextTokenizer closed = open("target/inference-cache");
        closed.close();
        closed.close();

        assertThatThrownBy(() -> closed.tokenize("late")).isInstanceOf(UnavailableException.class);
    }
}
