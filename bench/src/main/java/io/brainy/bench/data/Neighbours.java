package io.brainy.bench.data;

import io.brainy.bench.data.Corpus.Share;
import io.brainy.bench.report.WrongResultException;
import io.brainy.engine.vector.Nearest;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.util.VectorUtil;

/// The right answers, by comparing every query with every document, and how much of them an answer
/// has. Documents may be equally near (WordNet tells some concepts by the same gloss), so a hit
/// counts when it is as near as the k-th of the right answer, whichever document it is.
public final class Neighbours {

    public static final int K = 10;

    /// Beyond what the order of float additions changes.
    private static final double TOLERANCE = 1e-5;

    /// Among what is searched.
    public enum Among {
        DOCUMENTS,
        DOCUMENTS_AND_FRESH,
        TENTH,
        HUNDREDTH;

        boolean has(int ordinal, int query, Corpus corpus) {
            return switch (this) {
                case DOCUMENTS -> ordinal < corpus.documents();
                case DOCUMENTS_AND_FRESH -> true;
                case TENTH -> isShared(Share.TENTH, ordinal, query, corpus);
                case HUNDREDTH -> isShared(Share.HUNDREDTH, ordinal, query, corpus);
            };
        }

        private static boolean isShared(Share share, int ordinal, int query, Corpus corpus) {
            return ordinal < corpus.documents() && ordinal % share.parts() == query % share.parts();
        }
    }

    private final Corpus corpus;
    private final Map<Among, Nearest[]> nearest = new EnumMap<>(Among.class);

    private Neighbours(Corpus corpus) {
        this.corpus = corpus;
    }

    /// Compares all with all.
    public static Neighbours of(Corpus corpus) {
        Neighbours neighbours = new Neighbours(corpus);
        float[][] queries = new float[corpus.queries()][];
        for (Among among : Among.values()) {
            neighbours.nearest.put(among, new Nearest[queries.length]);
        }
        for (int query = 0; query < queries.length; query++) {
            queries[query] = corpus.query(query);
            for (Nearest[] each : neighbours.nearest.values()) {
                each[query] = new Nearest(K);
            }
        }
        int all = corpus.documents() + corpus.fresh();
        for (int ordinal = 0; ordinal < all; ordinal++) {
            float[] vector = corpus.vector(ordinal);
            for (int query = 0; query < queries.length; query++) {
                float score = VectorUtil.dotProduct(queries[query], vector);
                for (Map.Entry<Among, Nearest[]> each : neighbours.nearest.entrySet()) {
                    Nearest best = each.getValue()[query];
                    if (score >= best.floor() && each.getKey().has(ordinal, query, corpus)) {
                        best.offer(score, ordinal);
                    }
                }
            }
        }
        return neighbours;
    }

    /// The part of the right answers that an answer has, over all queries.
    ///
    /// @param answers ordinals of documents, a list a query
    /// @throws WrongResultException when an answer has not as many documents as it must, one twice,
    ///   or one that it must not have
    public double recall(Among among, List<int[]> answers) {
        if (answers.size() != corpus.queries()) {
            throw new IllegalArgumentException(
                    "wanted " + corpus.queries() + " answers, found " + answers.size());
        }
        long wanted = 0;
        long found = 0;
        for (int query = 0; query < answers.size(); query++) {
            Nearest best = best(among, query);
            check(among, query, answers.get(query), best.size());
            float[] vector = corpus.query(query);
            double worst = worst(vector, best);
            for (int ordinal : answers.get(query)) {
                if (VectorUtil.dotProduct(vector, corpus.vector(ordinal)) >= worst - TOLERANCE) {
                    found++;
                }
            }
            wanted += best.size();
        }
        return wanted == 0 ? 1 : (double) found / wanted;
    }

    private Nearest best(Among among, int query) {
        Nearest[] all = nearest.get(among);
        if (all == null) {
            throw new IllegalStateException("not computed: " + among);
        }
        return all[query];
    }

    private double worst(float[] query, Nearest best) {
        double worst = Double.POSITIVE_INFINITY;
        for (long ordinal : best.refs()) {
            worst =
                    Math.min(
                            worst,
                            VectorUtil.dotProduct(query, corpus.vector(Math.toIntExact(ordinal))));
        }
        return worst;
    }

    private void check(Among among, int query, int[] answer, int wanted) {
        BitSet seen = new BitSet();
        for (int ordinal : answer) {
            if (seen.get(ordinal)) {
                throw new WrongResultException(
                        "query %d found %s twice".formatted(query, corpus.id(ordinal)));
            }
            seen.set(ordinal);
            if (!among.has(ordinal, query, corpus)) {
                throw new WrongResultException(
                        "query %d among %s found %s, which is not there"
                                .formatted(query, among, corpus.id(ordinal)));
            }
        }
        if (answer.length != wanted) {
            throw new WrongResultException(
                    "query %d among %s wanted %d hits, found %d"
                            .formatted(query, among, wanted, answer.length));
        }
    }
}
