package io.brainy.engine.serve;

import io.brainy.engine.filter.FilterCompiler;
import io.brainy.engine.filter.StoredDocuments;
import io.brainy.engine.memtable.Layer;
import io.brainy.engine.segment.IndexFailure;
import io.brainy.engine.segment.SegmentLeaf;
import io.brainy.model.query.Filter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.FixedBitSet;
import org.jspecify.annotations.Nullable;

/// A filter over a view, worked out part by part when first asked for, and then kept: the rankings
/// of one query share it. Safe for concurrent use.
final class MatchingDocuments implements ShardSnapshot.Matching {

    private final View view;
    private final List<Part> parts;
    private final Filter filter;
    private final @Nullable Query segmentQuery;
    private @Nullable List<PartMatches> matches;

    MatchingDocuments(View view, List<Part> parts, Filter filter) {
        this.view = view;
        this.parts = parts;
        this.filter = filter;
        // Compiled at once, so that a filter at fault fails where it is given.
        this.segmentQuery =
                isEverything() ? null : FilterCompiler.compile(filter, view.base().stored());
    }

    boolean isOf(View other) {
        return view.equals(other);
    }

    /// Whether nothing is filtered.
    boolean isEverything() {
        return filter.equals(Filter.EVERYTHING);
    }

    long count() {
        if (isEverything()) {
            return view.documents();
        }
        return matches().stream().mapToLong(PartMatches::count).sum();
    }

    @Override
    public String plan() {
        long segments = 0;
        long memtable = 0;
        List<String> ways = new ArrayList<>();
        long vectors = NearestSearch.vectors(parts);
        List<PartMatches> found = matches();
        for (int i = 0; i < found.size(); i++) {
            if (parts.get(i) instanceof Part.OfSegment(SegmentLeaf leaf)) {
                segments += found.get(i).count();
                double share = (double) leaf.vectors() / Math.max(1, vectors);
                ways.add(VectorPlan.of(leaf, found.get(i), VectorPlan.USUAL_K, share).describe());
            } else {
                memtable += found.get(i).count();
            }
        }
        return "%s %d of %d documents in segments and %d in the memtable; vectors: %s"
                .formatted(
                        isEverything() ? "no filter," : "filter matches",
                        segments,
                        view.base().documents(),
                        memtable,
                        ways.isEmpty() ? "memtable scan" : String.join(", ", ways));
    }

    /// Of each part of the view, in order.
    synchronized List<PartMatches> matches() {
        List<PartMatches> found = matches;
        if (found == null) {
            try {
                found = find();
            } catch (IOException e) {
                throw IndexFailure.of("filtering at position " + view.position(), e);
            }
            matches = found;
        }
        return found;
    }

    private List<PartMatches> find() throws IOException {
        List<PartMatches> found = new ArrayList<>();
        Weight weight = null;
        DirectoryReader reader = view.base().reader();
        if (segmentQuery != null && reader != null) {
            weight = weight(new IndexSearcher(reader), segmentQuery);
        }
        for (Part part : parts) {
            found.add(
                    switch (part) {
                        case Part.OfSegment(SegmentLeaf leaf) -> inSegment(leaf, weight);
                        case Part.OfLayer(Layer layer) -> inLayer(layer);
                    });
        }
        return found;
    }

    private PartMatches inSegment(SegmentLeaf leaf, @Nullable Weight weight) throws IOException {
        Bits visible = leaf.visible(view.position());
        if (weight == null) {
            return new PartMatches.Visible(visible, leaf.context().reader().numDocs());
        }
        FixedBitSet documents = new FixedBitSet(Math.max(1, leaf.maxDoc()));
        collect(weight, leaf.context(), documents, 0);
        if (visible != null) {
            int doc = documents.nextSetBit(0);
            while (doc != DocIdSetIterator.NO_MORE_DOCS) {
                if (!visible.get(doc)) {
                    documents.clear(doc);
                }
                doc =
                        doc + 1 < documents.length()
                                ? documents.nextSetBit(doc + 1)
                                : DocIdSetIterator.NO_MORE_DOCS;
            }
        }
        return PartMatches.chosen(documents);
    }

    private PartMatches inLayer(Layer layer) throws IOException {
        FixedBitSet visible = layer.visible(view.base().position(), view.position());
        if (isEverything()) {
            return PartMatches.chosen(visible);
        }
        DirectoryReader reader = layer.reader(view.position());
        try {
            StoredDocuments stored = layer.stored();
            Weight weight =
                    weight(new IndexSearcher(reader), FilterCompiler.compile(filter, stored));
            FixedBitSet documents = new FixedBitSet(Math.max(reader.maxDoc(), visible.length()));
            for (LeafReaderContext leaf : reader.leaves()) {
                collect(weight, leaf, documents, leaf.docBase);
            }
            visible.and(documents);
            return PartMatches.chosen(visible);
        } finally {
            reader.decRef();
        }
    }

    private static Weight weight(IndexSearcher searcher, Query query) throws IOException {
        // Filters are worked out once a query; a cache would only hold on to memory.
        searcher.setQueryCache(null);
        return searcher.createWeight(searcher.rewrite(query), ScoreMode.COMPLETE_NO_SCORES, 1);
    }

    private static void collect(Weight weight, LeafReaderContext leaf, FixedBitSet into, int offset)
            throws IOException {
        Scorer scorer = weight.scorer(leaf);
        if (scorer == null) {
            return;
        }
        DocIdSetIterator docs = scorer.iterator();
        if (docs.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
            docs.intoBitSet(leaf.reader().maxDoc(), into, -offset);
        }
    }
}
