package io.brainy.engine.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;

/// Full text by the standard analyzer: Unicode words in lower case, no stop words. BM25 needs
/// frequencies but no places, so those are not stored.
public final class Words {

    /// The first so many different words of a query are looked for; the rest of a long text adds
    /// cost and hardly any meaning.
    public static final int MAX_QUERY_WORDS = 256;

    private static final String FIELD = "_text";
    private static final FieldType TYPE = new FieldType();
    private static final Analyzer ANALYZER = new StandardAnalyzer();

    static {
        TYPE.setIndexOptions(IndexOptions.DOCS_AND_FREQS);
        TYPE.setTokenized(true);
        TYPE.freeze();
    }

    private Words() {}

    /// Safe for concurrent use.
    public static Analyzer analyzer() {
        return ANALYZER;
    }

    public static void add(String text, Document target) {
        if (!text.isBlank()) {
            target.add(new Field(FIELD, text, TYPE));
        }
    }

    /// Any of the words, ranked by all of them. A text without words matches nothing.
    public static Query anyOf(String text) {
        Set<String> words = distinct(text);
        if (words.isEmpty()) {
            return new MatchNoDocsQuery("no words");
        }
        BooleanQuery.Builder any = new BooleanQuery.Builder();
        for (String word : words) {
            any.add(new TermQuery(new Term(FIELD, word)), Occur.SHOULD);
        }
        return any.build();
    }

    private static Set<String> distinct(String text) {
        Set<String> words = new LinkedHashSet<>();
        try (TokenStream tokens = ANALYZER.tokenStream(FIELD, text)) {
            CharTermAttribute word = tokens.addAttribute(CharTermAttribute.class);
            tokens.reset();
            while (words.size() < MAX_QUERY_WORDS && tokens.incrementToken()) {
                words.add(word.toString());
            }
            // The stream may be left midway: closing it makes it ready for its next use.
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory could not be read", e);
        }
        return words;
    }
}
