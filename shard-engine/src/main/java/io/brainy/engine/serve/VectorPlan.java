package io.brainy.engine.serve;

import io.brainy.engine.segment.SegmentLeaf;

/// How one segment's vectors are searched.
///
/// **Filters.** A graph search with a filter goes on until it has met enough that match, so it
/// visits about V / f vectors, V being what it visits without a filter and f the part that matches.
/// Scanning the f·n matching vectors is exact, and cheaper as long as f·n < V / f, that is
/// matching² < V·n: up to about 13 % of 100,000 and 4 % of 1,000,000. Beyond that the graph is
/// searched with the filter at hand. Lucene's own rule for filtered searches is never used: it lost
/// most of the recall at 1 %.
///
/// **Several graphs.** Each is expected to hold its share of the hits, and is searched no broader
/// than that needs. A graph that turns out to hold many more, because its documents are of one
/// kind, is searched again at full breadth ([#mostExpected]).
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

    /// @param share the part of the view's vectors that the segment holds, up to 1
    static VectorPlan of(SegmentLeaf leaf, PartMatches matches, int k, double share) {
        if (!leaf.hasGraph()) {
            return new Scan(Math.min(leaf.vectors(), matches.count()));
        }
        int breadth = breadth(k, share);
        return switch (matches) {
            case PartMatches.Visible _ -> new Graph(leaf.vectors(), breadth);
            case PartMatches.Chosen(var _, int count) ->
                    (double) count * count < visited(breadth) * leaf.vectors()
                            ? new Scan(count)
                            : new Graph(leaf.vectors(), breadth);
        };
    }

    /// Candidates kept by the search of a graph that holds everything: measured for recall@10 ≥ .95
    /// with room to spare, since users' vectors are harder than those of a measurement.
    static int breadth(int k) {
        return Math.max(k + k / 4, 64);
    }

    /// Candidates kept by the search of a graph that holds a share.
    static int breadth(int k, double share) {
        int full = breadth(k);
        return (int) Math.clamp(Math.ceil(1.2 * share * full), 24, full);
    }

    /// As many of k hits as a graph of a share has, unless its documents are of one kind: two and a
    /// half standard deviations above its share.
    static double mostExpected(int k, double share) {
        return k * share + 2.5 * Math.sqrt(k * share * (1 - share));
    }

    /// About what a graph search of a breadth costs, in vectors scanned one after the other: it
    /// visits some 21 for each candidate kept, at random places.
    private static double visited(int breadth) {
        return 28.0 * breadth;
    }
}
