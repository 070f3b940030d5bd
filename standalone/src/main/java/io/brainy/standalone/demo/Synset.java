package io.brainy.standalone.demo;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// A concept of WordNet: the words that share one meaning, and the gloss that tells it.
///
/// @param offset where its line begins in WordNet's own file, which is what names it there
/// @param domain its lexical domain, such as `noun.animal`
/// @param gloss the definition, then examples in quotes
/// @param links how many relations lead from it to other synsets
public record Synset(
        PartOfSpeech partOfSpeech,
        int offset,
        String domain,
        List<String> words,
        String gloss,
        int links) {

    private static final String GLOSS_MARK = " | ";

    public Synset {
        words = List.copyOf(words);
    }

    /// Stable for WordNet 3.1, such as `wn31:n:02084442`.
    public String id() {
        return "wn31:%c:%08d".formatted(partOfSpeech.letter(), offset);
    }

    /// The gloss without its examples.
    public String definition() {
        int examples = gloss.indexOf("; \"");
        return examples < 0 ? gloss : gloss.substring(0, examples);
    }

    /// Reads a line of a data file (wndb(5WN)): `offset domain type count (word lexId)… links (…)…
    /// [frames] | gloss`.
    static Synset parse(PartOfSpeech partOfSpeech, String line) {
        int mark = line.indexOf(GLOSS_MARK);
        if (mark < 0) {
            throw malformed("a gloss after '|'", line);
        }
        String[] fields = line.substring(0, mark).split(" ");
        try {
            int count = Integer.parseInt(fields[3], 16);
            Set<String> words = LinkedHashSet.newLinkedHashSet(count);
            for (int i = 0; i < count; i++) {
                words.add(plain(fields[4 + 2 * i]));
            }
            return new Synset(
                    partOfSpeech,
                    Integer.parseInt(fields[0]),
                    LexicalDomain.name(Integer.parseInt(fields[1])),
                    List.copyOf(words),
                    line.substring(mark + GLOSS_MARK.length()).strip(),
                    Integer.parseInt(fields[4 + 2 * count]));
        } catch (ArrayIndexOutOfBoundsException | IllegalArgumentException e) {
            throw malformed("a synset as wndb(5WN) describes it", line);
        }
    }

    /// Spaces for underscores, and without the mark that tells where an adjective may stand.
    private static String plain(String word) {
        int mark = word.endsWith(")") ? word.lastIndexOf('(') : -1;
        return (mark > 0 ? word.substring(0, mark) : word).replace('_', ' ');
    }

    private static IllegalArgumentException malformed(String wanted, String line) {
        return new IllegalArgumentException(
                "wanted "
                        + wanted
                        + ", found: "
                        + (line.length() > 120 ? line.substring(0, 120) + "…" : line));
    }
}
