package io.brainy.engine.serve;

import io.brainy.engine.segment.SegmentLeaf;

/// How one segment's vectors are searched.
///
/// A graph search with a filter goes on until it has met enough that match, so it visits about V /
/// f vectors, V being what it visits without a filter and f the part that matches. Scanning the f·n
/// matching vectors is exact, and cheaper as long as f·n < V / f, that is matching² < V·n: up to
/// about 12 % of 100,000 and 4 % of 1,000,000. Beyond that the graph is searched with the filter at
/// hand. Lucene's own rule for filtered searches is never used: it lost most of the recall at 1 %.
sealed interface VectorPlan {

    /// The k that explanations are made for.
    int USUAL_K = 10;

    String describe();

    /// Every matching vector is compared.
    record Scan(int vectors) implements VectorPlan {
        @Override
        public String describe() {
            return "exact scan of " + vectors;
        }
    }

    /// The graph is searched.
    ///
    /// @param breadth how many candidates are kept on the way
    record Graph(int vectors, int breadth) implements VectorPlan {
        @Override
        public String describe() {
            return "graph of " + vectors + ", breadth " + breadth;
        }
    }

    static VectorPlan of(SegmentLeaf leaf, PartMatches matches, int k) {
        if (!leaf.hasGraph()) {
            return new Scan(Math.min(leaf.vectors(), matches.count()));
        }
        int breadth = breadth(k);
        return switch (matches) {
            case PartMatches.Visible _ -> new Graph(leaf.vectors(), breadth);
            case PartMatches.Chosen(var _, int count) ->
                    (double) count * count < visited(breadth) * leaf.vectors()
                            ? new Scan(count)
                            : new Graph(leaf.vectors(), breadth);
        };
    }

    /// Candidates kept by a graph search for k hits: measured for recall@10 ≥ .95.
    static int breadth(int k) {
        return Math.max(k + k / 4, 64);
    }

    /// About what a graph search of a breadth visits.
    private static double visited(int breadth) {
        return 16.0 * breadth;
    }
}
