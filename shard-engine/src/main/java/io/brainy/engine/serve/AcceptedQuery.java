package io.brainy.engine.serve;

import java.io.IOException;
import java.util.List;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.ConstantScoreScorerSupplier;
import org.apache.lucene.search.ConstantScoreWeight;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.ScorerSupplier;
import org.apache.lucene.search.TwoPhaseIterator;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.FixedBitSet;
import org.jspecify.annotations.Nullable;

/// What a view sees and a filter matches, as a query over all parts at once, so that words are
/// ranked by one statistic.
final class AcceptedQuery extends Query {

    /// What is accepted in one Lucene leaf.
    ///
    /// @param first the part's document that is the leaf's first: a layer may be several leaves
    record Leaf(int part, int first, PartMatches matches) {}

    private final List<Leaf> leaves;

    /// @param leaves of the searcher's reader, in its order
    AcceptedQuery(List<Leaf> leaves) {
        this.leaves = leaves;
    }

    @Override
    public Weight createWeight(IndexSearcher searcher, ScoreMode mode, float boost) {
        return new ConstantScoreWeight(this, boost) {
            @Override
            public @Nullable ScorerSupplier scorerSupplier(LeafReaderContext context) {
                Leaf leaf = leaves.get(context.ord);
                int maxDoc = context.reader().maxDoc();
                return ConstantScoreScorerSupplier.fromIterator(
                        accepted(leaf, maxDoc), score(), mode, maxDoc);
            }

            @Override
            public boolean isCacheable(LeafReaderContext context) {
                return false;
            }
        };
    }

    private static DocIdSetIterator accepted(Leaf leaf, int maxDoc) {
        DocIdSetIterator all = DocIdSetIterator.all(maxDoc);
        return switch (leaf.matches()) {
            case PartMatches.Visible(Bits visible, int _) ->
                    visible == null ? all : checked(all, doc -> visible.get(doc));
            case PartMatches.Chosen(FixedBitSet documents, int _) -> {
                int end = documents.length();
                yield checked(
                        all,
                        doc -> {
                            int own = leaf.first() + doc;
                            return own < end && documents.get(own);
                        });
            }
        };
    }

    private interface Check {
        boolean test(int doc);
    }

    private static DocIdSetIterator checked(DocIdSetIterator all, Check check) {
        return TwoPhaseIterator.asDocIdSetIterator(
                new TwoPhaseIterator(all) {
                    @Override
                    public boolean matches() throws IOException {
                        return check.test(approximation.docID());
                    }

                    @Override
                    public float matchCost() {
                        return 2;
                    }
                });
    }

    @Override
    public void visit(QueryVisitor visitor) {
        visitor.visitLeaf(this);
    }

    @Override
    public String toString(String field) {
        return "accepted";
    }

    // Made for one query of one view and never cached.
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
