package io.brainy.engine.segment;

import io.brainy.engine.part.PartReader;
import java.io.IOException;
import org.apache.lucene.document.IntPoint;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.search.Query;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/// One segment as a reader sees it. Safe for concurrent use, except that one thread at a time may
/// hide.
public final class SegmentLeaf {

    private final LeafReaderContext context;
    private final LeafReader reader;
    private final HiddenDocuments hidden;
    private final int vectors;
    private final boolean graph;

    SegmentLeaf(LeafReaderContext context, HiddenDocuments hidden) throws IOException {
        this.context = context;
        this.reader = context.reader();
        this.hidden = hidden;
        FloatVectorValues values = reader.getFloatVectorValues(SegmentFields.VECTOR);
        this.vectors = values == null ? 0 : values.size();
        this.graph = SegmentStatistics.hasGraph(reader);
    }

    public LeafReaderContext context() {
        return context;
    }

    /// Every document, also those deleted and hidden.
    public int maxDoc() {
        return reader.maxDoc();
    }

    /// Documents with a vector, also those deleted and hidden.
    public int vectors() {
        return vectors;
    }

    public boolean hasGraph() {
        return graph;
    }

    HiddenDocuments hidden() {
        return hidden;
    }

    public long hiddenBytes() {
        return hidden.bytes();
    }

    /// What a view of a position sees; null where that is every document.
    public @Nullable Bits visible(long at) {
        Bits alive = reader.getLiveDocs();
        if (hidden.isEmpty()) {
            return alive;
        }
        int length = reader.maxDoc();
        return new Bits() {
            @Override
            public boolean get(int doc) {
                return (alive == null || alive.get(doc)) && !hidden.isHidden(doc, at);
            }

            @Override
            public int length() {
                return length;
            }
        };
    }

    public PartReader open() {
        return new SegmentPartReader(reader);
    }

    /// A way to find documents by id, for one thread.
    Lookup lookup() throws IOException {
        return new Lookup();
    }

    /// The document of an id in a view of a position, or -1.
    public int find(BytesRef id, long at) throws IOException {
        int doc = lookup().find(id);
        return doc >= 0 && hidden.isHidden(doc, at) ? -1 : doc;
    }

    /// The vectors, to be scored one by one; null where there are none.
    public @Nullable FloatVectorValues vectorValues() throws IOException {
        return reader.getFloatVectorValues(SegmentFields.VECTOR);
    }

    /// Searches the graph, or every vector where there is none.
    public void nearest(float[] query, KnnCollector collector, AcceptDocs accepted)
            throws IOException {
        reader.searchNearestVectors(SegmentFields.VECTOR, query, collector, accepted);
    }

    /// Documents of a range of slots, both ends included.
    public static Query slots(int from, int to) {
        return IntPoint.newRangeQuery(SegmentFields.SLOT, from, to);
    }

    /// Finds the one document of an id that was not deleted.
    final class Lookup {

        private final @Nullable TermsEnum terms;
        private final @Nullable Bits alive = reader.getLiveDocs();
        private @Nullable PostingsEnum postings;

        private Lookup() throws IOException {
            Terms ids = reader.terms(SegmentFields.ID);
            this.terms = ids == null ? null : ids.iterator();
        }

        int find(BytesRef id) throws IOException {
            if (terms == null || !terms.seekExact(id)) {
                return -1;
            }
            postings = terms.postings(postings, PostingsEnum.NONE);
            int doc = postings.nextDoc();
            while (doc != DocIdSetIterator.NO_MORE_DOCS) {
                if (alive == null || alive.get(doc)) {
                    return doc;
                }
                doc = postings.nextDoc();
            }
            return -1;
        }
    }
}
