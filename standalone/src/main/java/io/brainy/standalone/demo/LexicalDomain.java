package io.brainy.standalone.demo;

import java.util.List;

/// The 45 lexical domains into which WordNet's editors filed every synset, by their number
/// (lexnames(5WN)).
final class LexicalDomain {

    private static final List<String> NAMES =
            List.of(
                    "adj.all",
                    "adj.pert",
                    "adv.all",
                    "noun.Tops",
                    "noun.act",
                    "noun.animal",
                    "noun.artifact",
                    "noun.attribute",
                    "noun.body",
                    "noun.cognition",
                    "noun.communication",
                    "noun.event",
                    "noun.feeling",
                    "noun.food",
                    "noun.group",
                    "noun.location",
                    "noun.motive",
                    "noun.object",
                    "noun.person",
                    "noun.phenomenon",
                    "noun.plant",
                    "noun.possession",
                    "noun.process",
                    "noun.quantity",
                    "noun.relation",
                    "noun.shape",
                    "noun.state",
                    "noun.substance",
                    "noun.time",
                    "verb.body",
                    "verb.change",
                    "verb.cognition",
                    "verb.communication",
                    "verb.competition",
                    "verb.consumption",
                    "verb.contact",
                    "verb.creation",
                    "verb.emotion",
                    "verb.motion",
                    "verb.perception",
                    "verb.possession",
                    "verb.social",
                    "verb.stative",
                    "verb.weather",
                    "adj.ppl");

    static final int COUNT = NAMES.size();

    private LexicalDomain() {}

    static String name(int number) {
        if (number < 0 || number >= COUNT) {
            throw new IllegalArgumentException(
                    "a lexical domain has a number of 0 to " + (COUNT - 1) + ", found " + number);
        }
        return NAMES.get(number);
    }
}
