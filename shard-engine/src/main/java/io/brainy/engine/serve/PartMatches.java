package io.brainy.engine.serve;

import org.apache.lucene.util.Bits;
import org.apache.lucene.util.FixedBitSet;
import org.jspecify.annotations.Nullable;

/// Which documents of a part a query may give.
sealed interface PartMatches {

    /// How many; of [Visible] only about.
    int count();

    /// Everything that the view sees: no set is made of it.
    ///
    /// @param accepted null where that is every document
    record Visible(@Nullable Bits accepted, int count) implements PartMatches {}

    /// Exactly these.
    record Chosen(FixedBitSet documents, int count) implements PartMatches {}

    static Chosen chosen(FixedBitSet documents) {
        return new Chosen(documents, documents.cardinality());
    }
}
