package io.brainy.bench.engine;

import io.brainy.bench.data.Corpus;
import io.brainy.bench.data.Corpus.Share;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopKnnCollector;
import org.apache.lucene.search.knn.KnnSearchStrategy;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;

/// The peer: the same vectors in one segment of plain Lucene, and nothing around the search of its
/// graph. Its links, and the breadth of building and searching, are those of our own graphs.
final class LuceneIndex implements AutoCloseable {

    private static final String VECTOR = "vector";
    private static final String ORDINAL = "ordinal";
    private static final int LINKS = 16;
    private static final int BUILDING_BREADTH = 100;
    private static final double BUFFER_MEGABYTES = 64;

    private final Directory directory;
    private final DirectoryReader reader;
    private final LeafReader leaf;
    private final IndexSearcher searcher;
    private final int[] ordinals;

    private LuceneIndex(Directory directory, DirectoryReader reader) throws IOException {
        this.directory = directory;
        this.reader = reader;
        this.leaf = reader.leaves().getFirst().reader();
        this.searcher = new IndexSearcher(reader);
        searcher.setQueryCache(null);
        this.ordinals = new int[leaf.maxDoc()];
        NumericDocValues values = DocValues.getNumeric(leaf, ORDINAL);
        while (values.nextDoc() != NumericDocValues.NO_MORE_DOCS) {
            ordinals[values.docID()] = Math.toIntExact(values.longValue());
        }
    }

    /// Indexes the corpus' documents, the fresh ones left out.
    static LuceneIndex build(Path folder, Corpus corpus) throws IOException {
        Directory directory = new MMapDirectory(folder);
        IndexWriterConfig config =
                new IndexWriterConfig()
                        .setCodec(new Codec())
                        .setRAMBufferSizeMB(BUFFER_MEGABYTES)
                        .setUseCompoundFile(false);
        try (IndexWriter writer = new IndexWriter(directory, config)) {
            for (int ordinal = 0; ordinal < corpus.documents(); ordinal++) {
                Document document = new Document();
                document.add(
                        new KnnFloatVectorField(
                                VECTOR,
                                corpus.vector(ordinal),
                                VectorSimilarityFunction.DOT_PRODUCT));
                document.add(new NumericDocValuesField(ORDINAL, ordinal));
                for (Share share : Share.values()) {
                    document.add(
                            new StringField(share.field(), share.value(ordinal), Field.Store.NO));
                }
                writer.addDocument(document);
            }
            writer.forceMerge(1);
        }
        return new LuceneIndex(directory, DirectoryReader.open(directory));
    }

    /// Searches the graph alone; documents as Lucene numbers them, best first.
    ScoreDoc[] nearest(float[] query, int breadth) throws IOException {
        TopKnnCollector collector =
                new TopKnnCollector(
                        Math.min(breadth, leaf.maxDoc()),
                        Integer.MAX_VALUE,
                        KnnSearchStrategy.Hnsw.DEFAULT);
        leaf.searchNearestVectors(
                VECTOR, query, collector, AcceptDocs.fromLiveDocs(null, leaf.maxDoc()));
        return collector.topDocs().scoreDocs;
    }

    /// As a user of Lucene searches with a filter.
    ScoreDoc[] nearest(float[] query, int breadth, Share share, int part) throws IOException {
        TermQuery filter = new TermQuery(new Term(share.field(), share.value(part)));
        return searcher.search(new KnnFloatVectorQuery(VECTOR, query, breadth, filter), breadth)
                .scoreDocs;
    }

    /// The first k as ordinals of the corpus.
    int[] ordinals(ScoreDoc[] found, int k) {
        int[] first = new int[Math.min(k, found.length)];
        for (int i = 0; i < first.length; i++) {
            first[i] = ordinals[found[i].doc];
        }
        return first;
    }

    @Override
    public void close() throws IOException {
        reader.close();
        directory.close();
    }

    private static final class Codec extends Lucene104Codec {
        private final KnnVectorsFormat format =
                new Lucene99HnswVectorsFormat(LINKS, BUILDING_BREADTH);

        @Override
        public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
            return format;
        }
    }
}
