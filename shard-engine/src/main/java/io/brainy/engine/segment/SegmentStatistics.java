package io.brainy.engine.segment;

import io.brainy.engine.segment.SegmentPublication.LocalFile;
import io.brainy.model.manifest.ShardStats;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.lucene.codecs.hnsw.HnswGraphProvider;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.Bits;

/// What a manifest says of its segments, counted from the index itself.
final class SegmentStatistics {

    private static final int HISTOGRAM = 256;

    private SegmentStatistics() {}

    static ShardStats of(Directory directory, List<LocalFile> files) throws IOException {
        long bytes = files.stream().mapToLong(LocalFile::bytes).sum();
        try (DirectoryReader reader = DirectoryReader.open(directory)) {
            long[] histogram = new long[HISTOGRAM];
            int graphs = 0;
            for (LeafReaderContext leaf : reader.leaves()) {
                count(leaf.reader(), histogram);
                graphs += hasGraph(leaf.reader()) ? 1 : 0;
            }
            return new ShardStats(
                    reader.numDocs(),
                    0,
                    reader.leaves().size(),
                    graphs,
                    bytes,
                    LongStream.of(histogram).boxed().toList(),
                    Map.of(),
                    List.of());
        }
    }

    private static void count(LeafReader leaf, long[] histogram) throws IOException {
        NumericDocValues slots = DocValues.getNumeric(leaf, SegmentFields.SLOT);
        Bits alive = leaf.getLiveDocs();
        while (slots.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
            if (alive == null || alive.get(slots.docID())) {
                histogram[(int) slots.longValue() >>> 8]++;
            }
        }
    }

    static boolean hasGraph(LeafReader leaf) throws IOException {
        return leaf.getFieldInfos().fieldInfo(SegmentFields.VECTOR) != null
                && leaf instanceof CodecReader codec
                && codec.getVectorReader() instanceof PerFieldKnnVectorsFormat.FieldsReader fields
                && fields.getFieldReader(SegmentFields.VECTOR) instanceof HnswGraphProvider graphs
                && graphs.getGraph(SegmentFields.VECTOR).size() > 0;
    }
}
