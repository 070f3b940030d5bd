package io.brainy.inference.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.brainy.coordinator.port.Embedder;
import io.brainy.coordinator.port.Embedder.Embedding;
import io.brainy.coordinator.port.Embedder.Model;
import io.brainy.coordinator.port.Embedder.Purpose;
import io.brainy.model.error.InvalidException;
import io.brainy.model.error.NotFoundException;
import io.brainy.model.error.ProblemType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What every [Embedder] owes its callers, shown with the real model. A text's vector depends a
/// little on the batch that it was in, so vectors are compared by cosine and never by bits.
@Timeout(60)
public abstract class EmbedderContract {

    protected static final String MODEL = "bge-small-en-v1.5";

    private static final double SAME = 0.98;

    protected abstract Embedder embedder();

    @Test
    void relatedTextsAreNearerThanUnrelatedOnes() {
        List<Embedding> embeddings =
                embed(
                        "a dog is barking in the garden",
                        "the puppy howls outside",
                        "interest rates rose again in the third quarter");

        assertThat(cosine(embeddings.get(0), embeddings.get(1)))
                .isGreaterThan(cosine(embeddings.get(0), embeddings.get(2)) + 0.1);
    }

    @Test
    void queryFindsItsPassage() {
        List<String> passages =
                List.of(
                        "a large body of water surrounded by land",
                        "a stringed musical instrument played with a bow",
                        "the season in which leaves fall from the trees");
        List<Embedding> documents = join(Purpose.DOCUMENT, passages);

        Embedding query = join(Purpose.QUERY, List.of("what is a violin?")).getFirst();

        assertThat(cosine(query, documents.get(1)))
                .isGreaterThan(cosine(query, documents.get(0)))
                .isGreaterThan(cosine(query, documents.get(2)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 15, 16, 17, 31, 32, 33})
    void vectorsComeInOrderWhateverTheBatch(int count) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            texts.add(TOPICS.get(i % TOPICS.size()) + " and more of it".repeat(i % 7));
        }
        List<String> shuffled = new ArrayList<>(texts);
        Collections.reverse(shuffled);

        List<Embedding> together = join(Purpose.DOCUMENT, texts);
        List<Embedding> reversed = join(Purpose.DOCUMENT, shuffled);

        assertThat(together).hasSize(count);
        for (int i = 0; i < count; i++) {
            assertThat(cosine(together.get(i), reversed.get(count - 1 - i)))
                    .as("text %d of %d", i, count)
                    .isGreaterThan(SAME);
            assertThat(together.get(i).tokens()).isEqualTo(reversed.get(count - 1 - i).tokens());
        }
    }

    @Test
    void batchOfManyIsNearlyABatchOfOne() {
        List<Embedding> together = join(Purpose.DOCUMENT, TOPICS);

        for (int i = 0; i < TOPICS.size(); i++) {
            assertThat(cosine(together.get(i), embed(TOPICS.get(i)).getFirst()))
                    .as(TOPICS.get(i))
                    .isGreaterThan(SAME);
        }
    }

    @Test
    void vectorsAreMadeOfUnitLengthAndOfTheModelsDimension() {
        assertThat(join(Purpose.DOCUMENT, TOPICS))
                .allSatisfy(embedding -> {
                    assertThat(embedding.vector().made()).isTrue();
                    assertThat(embedding.vector().dimension()).isEqualTo(384);
                    assertThat(cosine(embedding, embedding)).isCloseTo(1, within(1e-4));
                    assertThat(embedding.truncated()).isFalse();
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " \n\t ", "😀😀🚀", "\ud800", "a\u0000b", "Ünïcödé 漢字 עברית", "[SEP]"})
    void oddTextsHaveVectorsToo(String text) {
        Embedding embedding = embed(text).getFirst();

        assertThat(embedding.vector().dimension()).isEqualTo(384);
        assertThat(embedding.tokens()).isBetween(2, 20);
    }

    @Test
    void textBeyondTheWindowIsCutAndSaysSo() {
        List<Embedding> embeddings =
                embed("word ".repeat(510), "word ".repeat(511), "word ".repeat(20_000));

        assertThat(embeddings).extracting(Embedding::tokens).containsExactly(512, 512, 512);
        assertThat(embeddings).extracting(Embedding::truncated).containsExactly(false, true, true);
        assertThat(cosine(embeddings.get(1), embeddings.get(2))).isGreaterThan(SAME);
    }

    @Test
    void textMayHaveAMebibyteAndNoByteMore() {
        String longest = "x".repeat(Embedder.MAX_TEXT_BYTES);

        assertThat(embed(longest)).hasSize(1);
        assertInvalid(ProblemType.TOO_LARGE, List.of("short", longest + "x"), "input[1]");
        assertInvalid(ProblemType.TOO_LARGE, List.of("é".repeat((1 << 19) + 1)), "input[0]");
    }

    @Test
    void callMayHaveTheMostTextsAndNotOneMore() {
        assertThat(join(Purpose.DOCUMENT, Collections.nCopies(Embedder.MAX_TEXTS, "a")))
                .hasSize(Embedder.MAX_TEXTS);
        assertInvalid(
                ProblemType.INVALID, Collections.nCopies(Embedder.MAX_TEXTS + 1, "a"), "input");
    }

    @ParameterizedTest
    @EnumSource(Purpose.class)
    void noTextsAreNoVectors(Purpose purpose) {
        assertThat(join(purpose, List.of())).isEmpty();
    }

    @Test
    void unknownModelIsNotFound() {
        assertThat(embedder().model("no-such-model")).isEmpty();
        CompletableFuture<List<Embedding>> unknown =
                embedder().embed("no-such-model", Purpose.QUERY, List.of("text"));

        assertThatThrownBy(unknown::join)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("no-such-model");
    }

    @Test
    void modelIsKnownByNameAndAlias() {
        var expected = new Model(MODEL, 384, 512);

        assertThat(embedder().model(MODEL)).contains(expected);
        assertThat(embedder().model("default")).contains(expected);
    }

    @Test
    void eightCallersGetTheirOwnVectors() {
        List<Embedding> expected = join(Purpose.DOCUMENT, TOPICS);
        List<CompletableFuture<List<Embedding>>> calls = new ArrayList<>();
        try (var callers = Executors.newFixedThreadPool(8)) {
            for (int caller = 0; caller < 8; caller++) {
                Purpose purpose = caller % 2 == 0 ? Purpose.QUERY : Purpose.DOCUMENT;
                for (int round = 0; round < 5; round++) {
                    calls.add(CompletableFuture.supplyAsync(() -> join(purpose, TOPICS), callers));
                }
            }
        }

        assertThat(calls)
                .allSatisfy(call -> {
                    List<Embedding> found = call.join();
                    for (int i = 0; i < TOPICS.size(); i++) {
                        assertThat(cosine(found.get(i), expected.get(i))).isGreaterThan(SAME);
                    }
                });
    }

    private void assertInvalid(ProblemType type, List<String> texts, String field) {
        assertThatThrownBy(() -> join(Purpose.DOCUMENT, texts))
                .cause()
                .isInstanceOfSatisfying(
                        InvalidException.class,
                        e -> {
                            assertThat(e.type()).isEqualTo(type);
                            assertThat(e.reasons())
                                    .extracting(InvalidException.Reason::field)
                                    .containsExactly(field);
                        });
    }

    private List<Embedding> embed(String... texts) {
        return join(Purpose.DOCUMENT, List.of(texts));
    }

    private List<Embedding> join(Purpose purpose, List<String> texts) {
        return embedder().embed(MODEL, purpose, texts).join();
    }

    protected static double cosine(Embedding left, Embedding right) {
        float[] a = left.vector().components();
        float[] b = right.vector().components();
        double dot = 0;
        for (int i = 0; i < a.length; i++) {
            dot += (double) a[i] * b[i];
        }
        return dot;
    }

    private static final List<String> TOPICS =
            List.of(
                    "the cat sat on the mat",
                    "a bucket is the only thing that the nodes of the cluster share",
                    "quarterly earnings beat expectations by a wide margin, analysts said",
                    "photosynthesis turns light, water and carbon dioxide into sugar",
                    "the violin concerto in D major was first heard in Vienna",
                    "how to bake bread",
                    "glaciers retreat");
}
