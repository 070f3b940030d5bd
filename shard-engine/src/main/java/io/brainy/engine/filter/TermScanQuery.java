package io.brainy.engine.filter;

import java.io.IOException;
import java.util.function.Predicate;
import org.apache.lucene.index.FilteredTermsEnum;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.MultiTermQuery;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.util.AttributeSource;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.StringHelper;

/// Documents with any term for which a test holds, found by looking at every term that begins with
/// the given bytes: for conditions that have no order, such as substrings. Costs as much as the
/// field has different values, not as the shard has documents.
final class TermScanQuery extends MultiTermQuery {

    private final BytesRef start;
    private final Predicate<BytesRef> test;

    /// @param start what the terms begin with
    TermScanQuery(String field, BytesRef start, Predicate<BytesRef> test) {
        super(field, CONSTANT_SCORE_BLENDED_REWRITE);
        this.start = start;
        this.test = test;
    }

    @Override
    protected TermsEnum getTermsEnum(Terms terms, AttributeSource attributes) throws IOException {
        return new FilteredTermsEnum(terms.iterator()) {
            {
                setInitialSeekTerm(start);
            }

            @Override
            protected AcceptStatus accept(BytesRef term) {
                if (!StringHelper.startsWith(term, start)) {
                    return AcceptStatus.END;
                }
                return test.test(term) ? AcceptStatus.YES : AcceptStatus.NO;
            }
        };
    }

    @Override
    public void visit(QueryVisitor visitor) {
        if (visitor.acceptField(field)) {
            visitor.visitLeaf(this);
        }
    }

    @Override
    public String toString(String ignored) {
        return "terms(" + field + ")";
    }

    // The test has no equality; see VerifiedQuery.
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
