package io.brainy.engine.serve;

import io.brainy.engine.memtable.Layer;
import io.brainy.engine.memtable.LayerVectors;
import io.brainy.engine.segment.SegmentLeaf;
import io.brainy.engine.vector.Nearest;
import io.brainy.engine.vector.VectorSpace;
import java.io.IOException;
import java.util.List;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.DocAndFloatFeatureBuffer;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopKnnCollector;
import org.apache.lucene.search.VectorScorer;
import org.apache.lucene.search.knn.KnnSearchStrategy;
import org.apache.lucene.util.BitSetIterator;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.FixedBitSet;
import org.jspecify.annotations.Nullable;

/// The nearest vectors of a view, over all parts: graphs, segments without one, and the memtable's
/// layers. One search, one thread.
final class NearestSearch {

    /// Candidates beyond k that are ranked by their exact scores, since the approximate ones of two
    /// neighbours may be the wrong way round.
    private static final int SPARE = 8;

    /// Filters are decided here and never by Lucene's threshold.
    private static final KnnSearchStrategy STRATEGY = new KnnSearchStrategy.Hnsw(0);

    private final List<Part> parts;
    private final float[] query;
    private final int k;
    private final Nearest nearest;

    /// In all segments.
    private final long vectors;

    NearestSearch(List<Part> parts, VectorSpace space, float[] query, int k) {
        this.parts = parts;
        this.query = space.indexed(query);
        this.k = k;
        this.nearest = new Nearest(k + SPARE);
        this.vectors = vectors(parts);
    }

    static long vectors(List<Part> parts) {
        long sum = 0;
        for (Part part : parts) {
            sum += part instanceof Part.OfSegment(SegmentLeaf leaf) ? leaf.vectors() : 0;
        }
        return sum;
    }

    /// References of at least k candidates, if there are as many, in no order.
    long[] search(List<PartMatches> matches) throws IOException {
        // The memtable first: it is exact and sets a floor.
        for (int i = parts.size() - 1; i >= 0; i--) {
            PartMatches found = matches.get(i);
            if (found.count() > 0) {
                long base = Part.ref(i, 0);
                switch (parts.get(i)) {
                    case Part.OfLayer(Layer layer) -> inLayer(layer, found, base);
                    case Part.OfSegment(SegmentLeaf leaf) ->
                            inSegment(leaf, found, base, share(leaf));
                }
            }
        }
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i) instanceof Part.OfSegment(SegmentLeaf leaf)
                    && leaf.hasGraph()
                    && share(leaf) < 1) {
                searchAgain(i, leaf, matches.get(i));
            }
        }
        return nearest.refs();
    }

    private double share(SegmentLeaf leaf) {
        return (double) leaf.vectors() / Math.max(1, vectors);
    }

    /// Searches a graph at full breadth that has more of the hits than its share.
    private void searchAgain(int part, SegmentLeaf leaf, PartMatches matches) throws IOException {
        int hits = 0;
        for (long ref : nearest.refs()) {
            hits += Part.partOf(ref) == part ? 1 : 0;
        }
        if (hits > VectorPlan.mostExpected(nearest.size(), share(leaf))) {
            nearest.removeIf(ref -> Part.partOf(ref) == part);
            inSegment(leaf, matches, Part.ref(part, 0), 1);
        }
    }

    private void inLayer(Layer layer, PartMatches matches, long base) {
        LayerVectors vectors = layer.vectors(query);
        if (vectors != null && matches instanceof PartMatches.Chosen(FixedBitSet rows, int _)) {
            vectors.offer(rows, base, nearest);
        }
    }

    private void inSegment(SegmentLeaf leaf, PartMatches matches, long base, double share)
            throws IOException {
        if (leaf.vectors() == 0) {
            return;
        }
        Bits accepted =
                switch (matches) {
                    case PartMatches.Visible(Bits visible, int _) -> visible;
                    case PartMatches.Chosen(FixedBitSet documents, int _) -> documents;
                };
        switch (VectorPlan.of(leaf, matches, k, share)) {
            case VectorPlan.Graph(int _, int breadth) -> inGraph(leaf, breadth, accepted, base);
            case VectorPlan.Scan _ -> {
                if (matches instanceof PartMatches.Chosen(FixedBitSet documents, int count)) {
                    scan(leaf, new BitSetIterator(documents, count), base);
                } else {
                    scanAll(leaf, accepted, base);
                }
            }
        }
    }

    private void inGraph(SegmentLeaf leaf, int breadth, @Nullable Bits accepted, long base)
            throws IOException {
        KnnCollector collector =
                new TopKnnCollector(Math.min(breadth, leaf.vectors()), Integer.MAX_VALUE, STRATEGY);
        leaf.nearest(query, collector, AcceptDocs.fromLiveDocs(accepted, leaf.maxDoc()));
        for (ScoreDoc found : collector.topDocs().scoreDocs) {
            if (found.score < nearest.floor()) {
                break;
            }
            nearest.offer(found.score, base + found.doc);
        }
    }

    /// Lucene scans a segment without a graph by itself, in bulk.
    private void scanAll(SegmentLeaf leaf, @Nullable Bits accepted, long base) throws IOException {
        KnnCollector collector =
                new TopKnnCollector(
                        Math.min(k + SPARE, leaf.vectors()), Integer.MAX_VALUE, STRATEGY);
        leaf.nearest(query, collector, AcceptDocs.fromLiveDocs(accepted, leaf.maxDoc()));
        for (ScoreDoc found : collector.topDocs().scoreDocs) {
            nearest.offer(found.score, base + found.doc);
        }
    }

    private void scan(SegmentLeaf leaf, DocIdSetIterator documents, long base) throws IOException {
        FloatVectorValues values = leaf.vectorValues();
        VectorScorer scorer = values == null ? null : values.scorer(query);
        if (scorer == null) {
            return;
        }
        VectorScorer.Bulk bulk = scorer.bulk(documents);
        DocAndFloatFeatureBuffer batch = new DocAndFloatFeatureBuffer();
        bulk.nextDocsAndScores(DocIdSetIterator.NO_MORE_DOCS, null, batch);
        while (batch.size > 0) {
            float floor = nearest.floor();
            for (int i = 0; i < batch.size; i++) {
                if (batch.features[i] >= floor) {
                    nearest.offer(batch.features[i], base + batch.docs[i]);
                }
            }
            bulk.nextDocsAndScores(DocIdSetIterator.NO_MORE_DOCS, null, batch);
        }
    }
}
