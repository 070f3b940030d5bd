package io.brainy.engine.serve;

import io.brainy.engine.memtable.Layer;
import io.brainy.engine.serve.AcceptedQuery.Leaf;
import io.brainy.engine.text.Words;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.MultiReader;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopScoreDocCollectorManager;

/// BM25 over all parts of a view as one index: one statistic, so that scores of segments and
/// memtable are of one kind.
final class WordSearch {

    private final View view;
    private final List<Part> parts;

    WordSearch(View view, List<Part> parts) {
        this.view = view;
        this.parts = parts;
    }

    /// A document by its reference, with its score.
    record Scored(long ref, float score) {}

    List<Scored> search(String text, int k, List<PartMatches> matches) throws IOException {
        List<IndexReader> readers = new ArrayList<>();
        List<IndexReader> held = new ArrayList<>();
        List<Leaf> leaves = new ArrayList<>();
        try {
            DirectoryReader base = view.base().reader();
            if (base != null) {
                readers.add(base);
            }
            for (int i = 0; i < parts.size(); i++) {
                PartMatches found = matches.get(i);
                switch (parts.get(i)) {
                    case Part.OfSegment _ -> leaves.add(new Leaf(i, 0, found));
                    case Part.OfLayer(Layer layer) -> {
                        // Also where nothing matches: the statistic is that of all documents.
                        DirectoryReader reader = layer.reader(view.position());
                        held.add(reader);
                        readers.add(reader);
                        for (LeafReaderContext leaf : reader.leaves()) {
                            leaves.add(new Leaf(i, leaf.docBase, found));
                        }
                    }
                }
            }
            try (MultiReader all = new MultiReader(readers.toArray(IndexReader[]::new), false)) {
                return search(all, text, k, leaves);
            }
        } finally {
            for (IndexReader reader : held) {
                reader.decRef();
            }
        }
    }

    private static List<Scored> search(IndexReader all, String text, int k, List<Leaf> leaves)
            throws IOException {
        if (all.maxDoc() == 0) {
            return List.of();
        }
        IndexSearcher searcher = new IndexSearcher(all);
        searcher.setQueryCache(null);
        Query query =
                new BooleanQuery.Builder()
                        .add(Words.anyOf(text), Occur.MUST)
                        .add(new AcceptedQuery(leaves), Occur.FILTER)
                        .build();
        TopDocs found =
                searcher.search(
                        query, new TopScoreDocCollectorManager(Math.min(k, all.maxDoc()), 1));
        List<Scored> scored = new ArrayList<>();
        List<LeafReaderContext> contexts = all.leaves();
        for (ScoreDoc hit : found.scoreDocs) {
            int ord = ReaderUtil.subIndex(hit.doc, contexts);
            Leaf leaf = leaves.get(ord);
            int doc = leaf.first() + hit.doc - contexts.get(ord).docBase;
            scored.add(new Scored(Part.ref(leaf.part(), doc), hit.score));
        }
        return scored;
    }
}
