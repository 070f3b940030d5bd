package io.brainy.standalone.demo;

import java.util.Locale;

/// The four files of WordNet.
public enum PartOfSpeech {
    NOUN('n', "noun"),
    VERB('v', "verb"),
    ADJECTIVE('a', "adj"),
    ADVERB('r', "adv");

    private final char letter;
    private final String file;

    PartOfSpeech(char letter, String file) {
        this.letter = letter;
        this.file = file;
    }

    /// As people call it: `noun`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// As pointers and sense keys write it.
    public char letter() {
        return letter;
    }

    /// How WordNet's data file is called: `data.<file>`.
    String file() {
        return file;
    }

    /// The part of speech of a sense key's type digit; 5 is an adjective's satellite, which lies in
    /// the adjectives' file.
    static PartOfSpeech ofSenseType(char digit) {
        return switch (digit) {
            case '1' -> NOUN;
            case '2' -> VERB;
            case '3', '5' -> ADJECTIVE;
            case '4' -> ADVERB;
            default ->
                    throw new IllegalArgumentException(
                            "a sense's type is 1 to 5, found '" + digit + "'");
        };
    }
}
