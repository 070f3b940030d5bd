package io.brainy.bench.data;

import io.brainy.bench.data.EmbeddingCache.Vectors;
import io.brainy.model.document.Content;
import io.brainy.model.document.Document;
import io.brainy.model.document.DocumentId;
import io.brainy.model.document.FieldValue;
import io.brainy.model.document.FieldValue.Text;
import io.brainy.model.document.Vector;
import io.brainy.standalone.demo.Synset;
import io.brainy.standalone.demo.WordNet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/// Synsets with the embeddings of their glosses: `documents` that are indexed, `fresh` ones that
/// are written later, and queries, which are glosses of neither. Document i is in the tenth `i %
/// 10` and in the hundredth `i % 100`; since the order is random, so are those.
public final class Corpus {

    /// How many percent one value of the field keeps.
    public enum Share {
        TENTH("tenth", 10),
        HUNDREDTH("hundredth", 100);

        private final String field;
        private final int parts;

        Share(String field, int parts) {
            this.field = field;
            this.parts = parts;
        }

        public String field() {
            return field;
        }

        public int parts() {
            return parts;
        }

        /// The value of the document, or the one that a query asks for.
        public String value(int ordinal) {
            return "part-" + ordinal % parts;
        }
    }

    private static final long ORDER = 31;
    private static final Instant CREATED = Instant.parse("2026-11-23T00:00:00Z");

    private final List<Synset> synsets;
    private final Vectors vectors;
    private final int queries;
    private final int documents;
    private final Map<String, Integer> ordinals = new HashMap<>();

    private Corpus(List<Synset> synsets, Vectors vectors, int queries, int documents) {
        this.synsets = synsets;
        this.vectors = vectors;
        this.queries = queries;
        this.documents = documents;
        for (int i = 0; i < documents() + fresh(); i++) {
            ordinals.put(id(i), i);
        }
    }

    /// How much of it.
    public record Size(int queries, int documents, int fresh) {
        int sum() {
            return queries + documents + fresh;
        }
    }

    /// Makes vectors of texts, a list at a time.
    public interface Source {
        void fill(List<String> texts, EmbeddingCache cache) throws Exception;
    }

    /// @param source asked for the vectors that the cache lacks
    public static Corpus load(Size size, EmbeddingCache cache, Source source) throws Exception {
        List<Synset> all;
        try (Stream<Synset> stream = WordNet.stream()) {
            all = stream.collect(ArrayList::new, ArrayList::add, ArrayList::addAll);
        }
        if (size.sum() > all.size()) {
            throw new IllegalArgumentException(
                    "WordNet has %,d synsets, wanted %,d documents, %,d fresh ones and %,d queries"
                            .formatted(all.size(), size.documents(), size.fresh(), size.queries()));
        }
        Collections.shuffle(all, new SplittableRandom(ORDER));
        List<Synset> chosen = List.copyOf(all.subList(0, size.sum()));
        List<String> texts = chosen.stream().map(Synset::gloss).toList();
        List<String> missing =
                texts.stream().distinct().filter(text -> !cache.contains(text)).toList();
        if (!missing.isEmpty()) {
            source.fill(missing, cache);
        }
        return new Corpus(chosen, cache.vectors(texts), size.queries(), size.documents());
    }

    public int queries() {
        return queries;
    }

    public float[] query(int number) {
        return vectors.get(number);
    }

    /// Documents have the ordinals from 0 on, fresh ones those after them.
    public int documents() {
        return documents;
    }

    public int fresh() {
        return synsets.size() - queries - documents;
    }

    public int dimension() {
        return vectors.dimension();
    }

    public String id(int ordinal) {
        return synset(ordinal).id();
    }

    /// @throws IllegalArgumentException when there is no such document
    public int ordinal(String id) {
        Integer ordinal = ordinals.get(id);
        if (ordinal == null) {
            throw new IllegalArgumentException("no document of the corpus: " + id);
        }
        return ordinal;
    }

    public String gloss(int ordinal) {
        return synset(ordinal).gloss();
    }

    public float[] vector(int ordinal) {
        return vectors.get(queries + ordinal);
    }

    /// As the log holds it.
    public Document document(int ordinal) {
        Map<String, FieldValue> metadata = new LinkedHashMap<>();
        metadata(ordinal).forEach((name, value) -> metadata.put(name, new Text(value)));
        return new Document(
                new DocumentId(id(ordinal)),
                "synset",
                new Content.Text(gloss(ordinal)),
                new Vector(vector(ordinal), false),
                new FieldValue.Fields(metadata),
                null,
                null,
                CREATED);
    }

    public Map<String, String> metadata(int ordinal) {
        Synset synset = synset(ordinal);
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("lexname", synset.domain());
        metadata.put("pos", synset.partOfSpeech().word());
        metadata.put("word", synset.words().getFirst());
        for (Share share : Share.values()) {
            metadata.put(share.field(), share.value(ordinal));
        }
        return metadata;
    }

    private Synset synset(int ordinal) {
        return synsets.get(queries + ordinal);
    }
}
