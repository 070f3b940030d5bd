package io.brainy.engine.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "  \n", "?!", "…"})
    void aTextWithoutWordsMatchesNothing(String text) {
        assertThat(Words.anyOf(text)).isInstanceOf(MatchNoDocsQuery.class);
    }

    @ParameterizedTest
    @CsvSource({"255, 255", "256, 256", "257, 256", "100000, 256"})
    void aLongQueryIsCutAfterSoManyDifferentWords(int words, int wanted) {
        String text =
                IntStream.range(0, words)
                        .mapToObj(i -> "word" + i + " word" + i)
                        .collect(Collectors.joining(" "));

        assertThat(clauses(text)).isEqualTo(wanted);
    }

    @Test
    void aQueryThatWasCutLeavesTheAnalyzerUsable() {
        clauses("a ".repeat(10) + "b ".repeat(1000));
        clauses(IntStream.range(0, 1000).mapToObj(i -> "w" + i).collect(Collectors.joining(" ")));

        assertThat(clauses("Red red RED blue")).isEqualTo(2);
    }

    private static int clauses(String text) {
        return ((BooleanQuery) Words.anyOf(text)).clauses().size();
    }
}
