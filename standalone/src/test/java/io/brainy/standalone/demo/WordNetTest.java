package io.brainy.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WordNetTest {

    @Test
    void everySynsetIsReadOnceUnderAnIdOfItsOwn() {
        Set<String> ids = new HashSet<>();
        Set<String> domains = new HashSet<>();
        try (Stream<Synset> synsets = WordNet.stream()) {
            synsets.forEach(synset -> {
                assertThat(ids.add(synset.id())).as(synset.id()).isTrue();
                domains.add(synset.domain());
                assertThat(synset.words()).isNotEmpty();
                assertThat(synset.gloss()).isNotBlank();
            });
        }

        assertThat(ids).hasSize(117_791);
        assertThat(domains).hasSize(LexicalDomain.COUNT);
        assertThat(WordNet.all().size()).isEqualTo(117_791);
    }

    @Test
    void aSampleHasTheWantedSizeFromEveryDomainAndIsTheSameEachTime() {
        List<Synset> sample = read(WordNet.wellKnown(10_000));

        assertThat(sample).hasSize(10_000).doesNotHaveDuplicates();
        assertThat(sample.stream().map(Synset::domain).distinct()).hasSize(LexicalDomain.COUNT);
        assertThat(read(WordNet.wellKnown(10_000))).isEqualTo(sample);
    }

    @Test
    void aSampleHoldsWhatPeopleKnow() {
        Set<String> words =
                read(WordNet.wellKnown(10_000)).stream()
                        .flatMap(synset -> synset.words().stream())
                        .collect(Collectors.toSet());

        assertThat(words)
                .contains("boat", "ship", "piano", "telescope", "volcano", "elephant", "coffee");
    }

    @Test
    void aSampleIsNeverLargerThanWhatThereIs() {
        assertThat(WordNet.wellKnown(1).size()).isEqualTo(1);
        assertThat(WordNet.wellKnown(117_791).size()).isEqualTo(117_791);
        assertThat(WordNet.wellKnown(117_792).size()).isEqualTo(117_791);
    }

    private static List<Synset> read(WordNet.Sample sample) {
        try (Stream<Synset> synsets = sample.stream()) {
            return synsets.toList();
        }
    }
}
