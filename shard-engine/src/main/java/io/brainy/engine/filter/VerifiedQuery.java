package io.brainy.engine.filter;

import io.brainy.model.query.Filter;
import io.brainy.model.query.Filters;
import java.io.IOException;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.ConstantScoreScorer;
import org.apache.lucene.search.ConstantScoreWeight;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.ScorerSupplier;
import org.apache.lucene.search.TwoPhaseIterator;
import org.apache.lucene.search.Weight;
import org.jspecify.annotations.Nullable;

/// Documents that the index only suspects of matching, decided one by one by the meaning of the
/// filter itself.
final class VerifiedQuery extends Query {

    /// Reading and decoding a document, in the steps that Lucene counts.
    private static final float COST = 5_000;

    private final Query suspects;
    private final Filter filter;
    private final StoredDocuments documents;

    VerifiedQuery(Query suspects, Filter filter, StoredDocuments documents) {
        this.suspects = suspects;
        this.filter = filter;
        this.documents = documents;
    }

    @Override
    public Query rewrite(IndexSearcher searcher) throws IOException {
        Query rewritten = suspects.rewrite(searcher);
        return rewritten.equals(suspects) ? this : new VerifiedQuery(rewritten, filter, documents);
    }

    @Override
    public Weight createWeight(IndexSearcher searcher, ScoreMode mode, float boost)
            throws IOException {
        Weight inner = searcher.createWeight(suspects, ScoreMode.COMPLETE_NO_SCORES, 1);
        return new ConstantScoreWeight(this, boost) {
            @Override
            public @Nullable ScorerSupplier scorerSupplier(LeafReaderContext leaf)
                    throws IOException {
                ScorerSupplier supplier = inner.scorerSupplier(leaf);
                return supplier == null ? null : new Supplier(supplier, leaf, score(), mode);
            }

            @Override
            public boolean isCacheable(LeafReaderContext leaf) {
                return false;
            }
        };
    }

    private final class Supplier extends ScorerSupplier {

        private final ScorerSupplier inner;
        private final LeafReaderContext leaf;
        private final float score;
        private final ScoreMode mode;

        private Supplier(
                ScorerSupplier inner, LeafReaderContext leaf, float score, ScoreMode mode) {
            this.inner = inner;
            this.leaf = leaf;
            this.score = score;
            this.mode = mode;
        }

        @Override
        public Scorer get(long leadCost) throws IOException {
            StoredDocuments.Reader reader = documents.open(leaf);
            return new ConstantScoreScorer(
                    score,
                    mode,
                    new TwoPhaseIterator(inner.get(leadCost).iterator()) {
                        @Override
                        public boolean matches() throws IOException {
                            return Filters.matches(filter, reader.read(approximation.docID()));
                        }

                        @Override
                        public float matchCost() {
                            return COST;
                        }
                    });
        }

        @Override
        public long cost() {
            return inner.cost();
        }
    }

    @Override
    public void visit(QueryVisitor visitor) {
        visitor.visitLeaf(this);
    }

    @Override
    public String toString(String field) {
        return "verified(" + suspects.toString(field) + ")";
    }

    // A query is made for one request and never cached: each equals only itself.
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
