package io.brainy.bench.engine;

import io.brainy.bench.data.Corpus;
import io.brainy.bench.data.Corpus.Share;
import io.brainy.bench.data.Neighbours;
import io.brainy.bench.data.Neighbours.Among;
import io.brainy.bench.report.Figure;
import io.brainy.bench.report.Figure.Outcome;
import io.brainy.bench.report.Latencies;
import io.brainy.bench.report.Report;
import io.brainy.coordinator.time.Ticker;
import io.brainy.engine.segment.SegmentWriter;
import io.brainy.engine.serve.ShardSnapshot;
import io.brainy.engine.serve.ShardSnapshot.Candidate;
import io.brainy.engine.serve.ShardSnapshot.Matching;
import io.brainy.model.document.FieldValue;
import io.brainy.model.query.FieldPath;
import io.brainy.model.query.Filter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Vector search over one shard in this process, against the raw graph of Lucene over the same
/// documents.
public final class SearchBench {

    /// What may be measured. Building the indexes takes most of the time, so they are built once.
    public enum Part {
        SEGMENTS,
        FILTERS,
        MEMTABLE
    }

    private static final double WANTED_RECALL = .95;
    private static final double MERGED_GOAL = 1.15;
    private static final double GRAPHS_GOAL = 2;
    private static final double MEMTABLE_GOAL = 3;

    /// A little more than a graph needs.
    private static final int SMALL_GRAPH = SegmentWriter.GRAPH_THRESHOLD + 1_000;

    /// What our search of one graph that holds everything keeps for ten hits, and so Lucene's.
    private static final int USUAL_BREADTH = 64;

    private static final Pattern BREADTH = Pattern.compile("breadth (\\d+)");

    private final Corpus corpus;
    private final Path folder;
    private final Report report;
    private final Ticker ticker;
    private final List<String> notes = new ArrayList<>();

    /// @param folder an empty one, to build in
    public SearchBench(Corpus corpus, Path folder, Report report, Ticker ticker) {
        this.corpus = corpus;
        this.folder = folder;
        this.report = report;
        this.ticker = ticker;
    }

    public void run(Set<Part> wanted) throws Exception {
        Neighbours neighbours = said("compared all with all", () -> Neighbours.of(corpus));
        try (LuceneIndex peer =
                        said(
                                "built Lucene's index",
                                () -> LuceneIndex.build(folder.resolve("lucene"), corpus));
                ShardIndex ours = ShardIndex.create(folder.resolve("shard"), corpus)) {
            Rivals rivals = new Rivals(neighbours, peer);
            List<Figure> figures = new ArrayList<>();
            int documents = corpus.documents();
            int graphsFrom = documents - 2 * SMALL_GRAPH;
            if (wanted.contains(Part.SEGMENTS) && graphsFrom >= SMALL_GRAPH) {
                said("built a shard of 3 graphs", () -> threeGraphs(ours, graphsFrom));
                figures.addAll(segments(ours, rivals, GRAPHS_GOAL));
            } else {
                if (wanted.contains(Part.SEGMENTS)) {
                    notes.add(
                            "at 3 graphs: left out, it takes %,d documents"
                                    .formatted(3 * SMALL_GRAPH));
                }
                said("built a shard", () -> indexed(ours, documents));
            }
            said("merged it fully", () -> merged(ours));
            if (wanted.contains(Part.SEGMENTS)) {
                figures.addAll(segments(ours, rivals, MERGED_GOAL));
                flush("search: %,d documents in segments".formatted(documents), figures);
            }
            if (wanted.contains(Part.FILTERS)) {
                for (Share share : Share.values()) {
                    figures.addAll(filtered(ours, rivals, share));
                }
                flush("filters: %,d documents in one segment".formatted(documents), figures);
            }
            if (wanted.contains(Part.MEMTABLE)) {
                ours.write(documents, documents + corpus.fresh());
                figures.addAll(memtable(ours, rivals));
                flush(
                        "memtable: %,d documents in one segment, %,d written after"
                                .formatted(documents, corpus.fresh()),
                        figures);
            }
        }
    }

    private void flush(String title, List<Figure> figures) {
        notes.add(
                "%d queries, k %d, one thread, each query asked of both in turn"
                        .formatted(corpus.queries(), Neighbours.K));
        report.table(title, figures, notes);
        figures.clear();
        notes.clear();
    }

    private static ShardIndex threeGraphs(ShardIndex ours, int graphsFrom) throws IOException {
        ours.index(0, graphsFrom);
        ours.mergeFully();
        ours.index(graphsFrom, graphsFrom + SMALL_GRAPH);
        ours.index(graphsFrom + SMALL_GRAPH, graphsFrom + 2 * SMALL_GRAPH);
        ours.publish();
        return ours;
    }

    private static ShardIndex indexed(ShardIndex ours, int documents) {
        ours.index(0, documents);
        return ours;
    }

    private static ShardIndex merged(ShardIndex ours) throws IOException {
        ours.mergeFully();
        ours.publish();
        return ours;
    }

    private record Rivals(Neighbours neighbours, LuceneIndex peer) {}

    private List<Figure> segments(ShardIndex ours, Rivals rivals, double goal) throws Exception {
        try (ShardSnapshot snapshot = ours.snapshot()) {
            int segments = snapshot.stats().segments();
            int graphs = snapshot.stats().graphs();
            String what =
                    "%d segment%s, %d graph%s"
                            .formatted(
                                    segments,
                                    segments == 1 ? "" : "s",
                                    graphs,
                                    graphs == 1 ? "" : "s");
            return unfiltered(what, snapshot, Among.DOCUMENTS, rivals, goal);
        }
    }

    private List<Figure> memtable(ShardIndex ours, Rivals rivals) throws Exception {
        try (ShardSnapshot snapshot = ours.snapshot()) {
            String what = "%,d in the memtable".formatted(snapshot.stats().memtableDocuments());
            return unfiltered(what, snapshot, Among.DOCUMENTS_AND_FRESH, rivals, MEMTABLE_GOAL);
        }
    }

    private List<Figure> unfiltered(
            String what, ShardSnapshot snapshot, Among among, Rivals rivals, double goal)
            throws Exception {
        LuceneIndex peer = rivals.peer();
        String plan = snapshot.matching(Filter.EVERYTHING).plan();
        int breadth = breadth(plan);
        notes.add(what + ": " + plan + "; Lucene: breadth " + breadth);
        List<int[]> ourAnswers = new ArrayList<>();
        List<int[]> peersAnswers = new ArrayList<>();
        for (int query = 0; query < corpus.queries(); query++) {
            float[] vector = corpus.query(query);
            ourAnswers.add(ordinals(nearest(snapshot, vector, Filter.EVERYTHING)));
            peersAnswers.add(peer.ordinals(peer.nearest(vector, breadth), Neighbours.K));
        }
        double ourRecall = rivals.neighbours().recall(among, ourAnswers);
        double peersRecall = rivals.neighbours().recall(Among.DOCUMENTS, peersAnswers);
        Duel duel =
                Duel.run(
                        corpus.queries(),
                        ticker,
                        query -> nearest(snapshot, corpus.query(query), Filter.EVERYTHING),
                        query -> peer.nearest(corpus.query(query), breadth));
        return figures(what, duel, ourRecall, peersRecall, goal);
    }

    private List<Figure> filtered(ShardIndex ours, Rivals rivals, Share share) throws Exception {
        LuceneIndex peer = rivals.peer();
        try (ShardSnapshot snapshot = ours.snapshot()) {
            String what = "filter of %d %%".formatted(100 / share.parts());
            notes.add(what + ": " + snapshot.matching(filter(share, 0)).plan());
            List<int[]> ourAnswers = new ArrayList<>();
            List<int[]> peersAnswers = new ArrayList<>();
            for (int query = 0; query < corpus.queries(); query++) {
                float[] vector = corpus.query(query);
                ourAnswers.add(ordinals(nearest(snapshot, vector, filter(share, query))));
                peersAnswers.add(
                        peer.ordinals(
                                peer.nearest(vector, USUAL_BREADTH, share, query), Neighbours.K));
            }
            Among among =
                    switch (share) {
                        case TENTH -> Among.TENTH;
                        case HUNDREDTH -> Among.HUNDREDTH;
                    };
            double ourRecall = rivals.neighbours().recall(among, ourAnswers);
            double peersRecall = rivals.neighbours().recall(among, peersAnswers);
            Duel duel =
                    Duel.run(
                            corpus.queries(),
                            ticker,
                            query -> nearest(snapshot, corpus.query(query), filter(share, query)),
                            query ->
                                    peer.nearest(corpus.query(query), USUAL_BREADTH, share, query));
            return figures(what, duel, ourRecall, peersRecall, 0);
        }
    }

    /// @param goal the most that the ratio of the medians may be; 0 where there is none
    private List<Figure> figures(
            String what, Duel duel, double ourRecall, double peersRecall, double goal) {
        double ratio = duel.ratio(50);
        notes.add(what + ": ratio of the p50 " + duel.spread());
        return List.of(
                new Figure(
                        what + ", recall@10",
                        decimals(ourRecall),
                        decimals(peersRecall),
                        "",
                        "≥ .95",
                        Outcome.of(ourRecall >= WANTED_RECALL)),
                new Figure(
                        what + ", p50",
                        duel.ours().describe(50),
                        duel.peers().describe(50),
                        decimals(ratio),
                        goal == 0 ? "" : "≤ " + goal,
                        goal == 0 ? Outcome.NO_GOAL : Outcome.of(ratio <= goal)),
                new Figure(
                        what + ", p99",
                        duel.ours().describe(99),
                        duel.peers().describe(99),
                        decimals(duel.ratio(99)),
                        "",
                        Outcome.NO_GOAL));
    }

    private static List<Candidate> nearest(ShardSnapshot snapshot, float[] vector, Filter filter) {
        Matching matching = snapshot.matching(filter);
        return snapshot.nearest(vector, Neighbours.K, matching);
    }

    private static Filter filter(Share share, int part) {
        return new Filter.Compare(
                FieldPath.parse(share.field()),
                Filter.Operator.EQ,
                new FieldValue.Text(share.value(part)));
    }

    private int[] ordinals(List<Candidate> candidates) {
        return candidates.stream()
                .mapToInt(candidate -> corpus.ordinal(candidate.id().value()))
                .toArray();
    }

    /// The peer's graph holds everything, so it is never searched less broadly than any of ours.
    private static int breadth(String plan) {
        int widest = USUAL_BREADTH;
        Matcher matcher = BREADTH.matcher(plan);
        while (matcher.find()) {
            widest = Math.max(widest, Integer.parseInt(matcher.group(1)));
        }
        return widest;
    }

    private static String decimals(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    private interface Step<T> {
        T run() throws Exception;
    }

    private <T> T said(String what, Step<T> step) throws Exception {
        long began = ticker.nanos();
        T made = step.run();
        report.say(what + " in " + Latencies.time(ticker.nanos() - began));
        return made;
    }
}
