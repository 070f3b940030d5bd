package io.brainy.engine.segment;

import io.brainy.model.document.Vector;
import java.io.IOException;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;

/// Lucene's graph format with two things of ours: more dimensions, and no graph for small segments.
/// It bears Lucene's own name, so that its files are read by Lucene as it is, and nothing needs to
/// be registered.
final class GraphFormat extends KnnVectorsFormat {

    /// Links per node and breadth of the search when one is added: the values that were measured.
    private static final int LINKS = 16;

    private static final int BREADTH = 100;

    private final KnnVectorsFormat lucene;

    /// @param threshold segments of fewer vectors get no graph
    GraphFormat(int threshold) {
        super("Lucene99HnswVectorsFormat");
        this.lucene =
                new Lucene99HnswVectorsFormat(
                        LINKS, BREADTH, 1, null, breadthOfThreshold(threshold));
    }

    static Codec codec(int threshold) {
        GraphFormat format = new GraphFormat(threshold);
        return new Lucene104Codec() {
            @Override
            public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
                return format;
            }
        };
    }

    /// Lucene makes a graph when a search of some breadth b is expected to visit fewer nodes than
    /// there are: b·ln(n) < n. Rounded up, so that no segment below the threshold has one.
    private static int breadthOfThreshold(int threshold) {
        return (int) Math.ceil(threshold / Math.log(threshold));
    }

    @Override
    public KnnVectorsWriter fieldsWriter(SegmentWriteState state) throws IOException {
        return lucene.fieldsWriter(state);
    }

    @Override
    public KnnVectorsReader fieldsReader(SegmentReadState state) throws IOException {
        return lucene.fieldsReader(state);
    }

    @Override
    public int getMaxDimensions(String field) {
        return Vector.MAX_DIMENSION;
    }
}
