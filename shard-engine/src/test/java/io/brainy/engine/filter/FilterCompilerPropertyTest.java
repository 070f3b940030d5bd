package io.brainy.engine.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brainy.engine.testing.RandomFilters;
import io.brainy.model.document.Document;
import io.brainy.model.document.FieldValue;
import io.brainy.model.error.InvalidException;
import io.brainy.model.query.FieldPath;
import io.brainy.model.query.Filter;
import io.brainy.model.query.Filter.Operator;
import io.brainy.model.query.Filters;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The compiled filter and the reference agree on every document.
class FilterCompilerPropertyTest {

    private static final int DOCUMENTS = 400;
    private static final int FILTERS = 1_500;

    @ParameterizedTest
    @ValueSource(ints = {FilterFields.MAX_PATHS, 3, 0})
    void agreesWithTheReference(int maxPaths) throws IOException {
        SplittableRandom random = new SplittableRandom(20_261_123 + maxPaths);
        RandomFilters values = new RandomFilters(random);
        List<Document> documents = new ArrayList<>();
        for (int i = 0; i < DOCUMENTS; i++) {
            documents.add(values.document(i % 50 == 0 ? "2026-11-23T07:30:00Z" + i : "d-" + i));
        }
        try (Index index = new Index(documents, maxPaths)) {
            int matched = 0;
            for (int i = 0; i < FILTERS; i++) {
                Filter filter = values.filter(3);
                BitSet found = index.search(filter);
                for (int doc = 0; doc < DOCUMENTS; doc++) {
                    if (found.get(doc) != Filters.matches(filter, documents.get(doc))) {
                        throw new AssertionError(
                                "filter %s on %s: the index says %s"
                                        .formatted(filter, documents.get(doc), found.get(doc)));
                    }
                }
                matched += found.cardinality() > 0 && found.cardinality() < DOCUMENTS ? 1 : 0;
            }

            assertThat(matched).as("filters that tell documents apart").isGreaterThan(300);
        }
    }

    @Test
    void asManyPathsAsTheLimitAreIndexedAndMoreAreFoundAllTheSame() throws IOException {
        List<Document> documents = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            documents.add(
                    new RandomFilters(new SplittableRandom(i)).document("d-" + i).withVector(null));
        }
        documents.replaceAll(document -> withField(document, "p" + document.id().value()));
        try (Index index = new Index(documents, 4)) {
            for (int i = 0; i < 5; i++) {
                Filter filter =
                        new Filter.Compare(
                                FieldPath.parse("pd-" + i), Operator.EQ, new FieldValue.Whole(1));

                assertThat(index.search(filter).stream().boxed()).containsExactly(i);
            }
            assertThat(index.unindexedDocuments()).isEqualTo(1);
        }
    }

    @Test
    void manyConditionsAreTakenAndTooManyAreRefused() throws IOException {
        List<Document> documents =
                List.of(withField(new RandomFilters(new SplittableRandom(1)).document("d-1"), "x"));
        try (Index index = new Index(documents, 10)) {
            Filter one =
                    new Filter.Compare(FieldPath.parse("x"), Operator.GTE, new FieldValue.Whole(1));
            Filter most =
                    new Filter.And(Collections.nCopies(FilterCompiler.MAX_CONDITIONS - 1, one));
            Filter tooMany =
                    new Filter.And(Collections.nCopies(FilterCompiler.MAX_CONDITIONS, one));
            Filter largeIn =
                    new Filter.In(
                            FieldPath.parse("x"),
                            IntStream.range(0, 50_000)
                                    .<FieldValue>mapToObj(FieldValue.Whole::new)
                                    .toList());

            assertThat(index.search(most).cardinality()).isEqualTo(1);
            assertThat(index.search(largeIn).cardinality()).isEqualTo(1);
            assertThatThrownBy(() -> index.search(tooMany))
                    .isInstanceOf(InvalidException.class)
                    .hasMessageContaining("10000 conditions");
        }
    }

    private static Document withField(Document document, String name) {
        return new Document(
                document.id(),
                null,
                null,
                null,
                new FieldValue.Fields(Map.of(name, new FieldValue.Whole(1))),
                null,
                null,
                document.createdAt());
    }

    /// Several parts, since paths and values differ from part to part.
    private static final class Index implements AutoCloseable {

        private final ByteBuffersDirectory directory = new ByteBuffersDirectory();
        private final List<Document> documents;
        private final DirectoryReader reader;

        private Index(List<Document> documents, int maxPaths) throws IOException {
            this.documents = documents;
            IndexWriterConfig config =
                    new IndexWriterConfig(new StandardAnalyzer())
                            .setMergePolicy(NoMergePolicy.INSTANCE);
            try (IndexWriter writer = new IndexWriter(directory, config)) {
                FilterFields fields = new FilterFields(maxPaths);
                for (int i = 0; i < documents.size(); i++) {
                    org.apache.lucene.document.Document target =
                            new org.apache.lucene.document.Document();
                    fields.add(documents.get(i), target);
                    writer.addDocument(target);
                    if (i % 150 == 0) {
                        writer.flush();
                    }
                }
            }
            this.reader = DirectoryReader.open(directory);
        }

        private BitSet search(Filter filter) throws IOException {
            IndexSearcher searcher = new IndexSearcher(reader);
            BitSet found = new BitSet();
            var query =
                    FilterCompiler.compile(
                            filter, leaf -> doc -> documents.get(leaf.docBase + doc));
            var weight =
                    searcher.createWeight(searcher.rewrite(query), ScoreMode.COMPLETE_NO_SCORES, 1);
            for (var leaf : reader.leaves()) {
                var scorer = weight.scorer(leaf);
                if (scorer != null) {
                    var docs = scorer.iterator();
                    for (int doc = docs.nextDoc(); doc < leaf.reader().maxDoc(); ) {
                        found.set(leaf.docBase + doc);
                        doc = docs.nextDoc();
                    }
                }
            }
            return found;
        }

        private int unindexedDocuments() throws IOException {
            return reader.docFreq(new Term(FieldNames.PATHS, FieldNames.UNINDEXED_TERM));
        }

        @Override
        public void close() throws IOException {
            reader.close();
            directory.close();
        }
    }
}
