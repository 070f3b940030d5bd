package io.brainy.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SynsetTest {

    private static final String BREATHE =
            "00001740 29 v 03 breathe 0 take_a_breath 0 respire 3 002 * 00005041 v 0000"
                    + " * 00004227 v 0000 02 + 02 00 + 08 00 | draw air into, and expel out of,"
                    + " the lungs; \"I can breathe better when the air is clean\"  ";

    @Test
    void aVerbIsReadPastItsPointersAndFrames() {
        Synset synset = Synset.parse(PartOfSpeech.VERB, BREATHE);

        assertThat(synset.id()).isEqualTo("wn31:v:00001740");
        assertThat(synset.domain()).isEqualTo("verb.body");
        assertThat(synset.words()).containsExactly("breathe", "take a breath", "respire");
        assertThat(synset.links()).isEqualTo(2);
        assertThat(synset.gloss())
                .isEqualTo(
                        "draw air into, and expel out of, the lungs;"
                                + " \"I can breathe better when the air is clean\"");
        assertThat(synset.definition()).isEqualTo("draw air into, and expel out of, the lungs");
    }

    @Test
    void aWordCountIsHexadecimal() {
        String words = "a 0 b 0 c 0 d 0 e 0 f 0 g 0 h 0 i 0 j 0 k 0";

        Synset synset =
                Synset.parse(PartOfSpeech.NOUN, "00000001 05 n 0b " + words + " 000 | eleven");

        assertThat(synset.words()).hasSize(11).last().isEqualTo("k");
    }

    @Test
    void anAdjectivesPlaceMarkIsNoPartOfTheWord() {
        Synset synset =
                Synset.parse(PartOfSpeech.ADJECTIVE, "00000001 00 s 02 awake(p) 0 Awake 0 000 | g");

        assertThat(synset.words()).containsExactly("awake", "Awake");
    }

    @Test
    void aDefinitionWithoutExamplesIsTheGloss() {
        Synset synset = Synset.parse(PartOfSpeech.NOUN, "00000001 06 n 01 x 0 000 | a; b  ");

        assertThat(synset.definition()).isEqualTo("a; b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00000001 06 n 01 x 0 000",
                "00000001 06 n 02 x 0 000 | too few words",
                "00000001 45 n 01 x 0 000 | no such domain",
                "zzzzzzzz 06 n 01 x 0 000 | no offset"
            })
    void aBrokenLineIsRefusedAndShown(String line) {
        assertThatThrownBy(() -> Synset.parse(PartOfSpeech.NOUN, line))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found: " + line);
    }
}
