package io.brainy.bench.node;

import io.brainy.bench.data.Corpus;
import io.brainy.bench.data.Corpus.Share;
import io.brainy.bench.data.Neighbours;
import io.brainy.bench.data.Neighbours.Among;
import io.brainy.bench.report.Figure;
import io.brainy.bench.report.Figure.Outcome;
import io.brainy.bench.report.Latencies;
import io.brainy.bench.report.Report;
import io.brainy.coordinator.time.Ticker;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/// Searches by given vectors over HTTP, one after the other on one connection, each followed by the
/// cheapest call that the node answers, which is what HTTP alone takes on this machine.
final class HttpSearch {

    enum Extent {
        MEASURED,
        /// Asked, so that the node has all that it needs in memory, and not told.
        WARMED_UP
    }

    private static final int WARM_UP = 3;
    private static final int ROUNDS = 5;
    private static final long GOAL = 3_000_000;
    private static final double WANTED_RECALL = .95;

    private final Corpus corpus;
    private final NodeClient client;
    private final DocumentLines lines;
    private final Report report;
    private final Ticker ticker;

    HttpSearch(Corpus corpus, NodeClient client, Report report, Ticker ticker) {
        this.corpus = corpus;
        this.client = client;
        this.lines = new DocumentLines(corpus);
        this.report = report;
        this.ticker = ticker;
    }

    private interface Question {
        byte[] of(int query);
    }

    void run(Neighbours neighbours, Extent extent) throws IOException, InterruptedException {
        List<Figure> figures = new ArrayList<>();
        figures.addAll(
                measure(
                        "no filter",
                        neighbours,
                        Among.DOCUMENTS,
                        query -> lines.question(corpus.query(query), Neighbours.K)));
        if (extent == Extent.WARMED_UP) {
            return;
        }
        figures.addAll(
                measure(
                        "filter of 10 %",
                        neighbours,
                        Among.TENTH,
                        query -> lines.question(corpus.query(query), Share.TENTH, query)));
        figures.addAll(
                measure(
                        "filter of 1 %",
                        neighbours,
                        Among.HUNDREDTH,
                        query -> lines.question(corpus.query(query), Share.HUNDREDTH, query)));
        JsonNode stats = client.stats();
        report.table(
                "http-search: %,d documents, vector given".formatted(corpus.documents()),
                figures,
                List.of(
                        "%d queries, k %d, one connection; answers with content and metadata"
                                .formatted(corpus.queries(), Neighbours.K),
                        "peer: GET /actuator/health/liveness, in turn with the searches",
                        "%d segments, as indexing left them"
                                .formatted(stats.path("segments").asInt())));
    }

    private List<Figure> measure(String what, Neighbours neighbours, Among among, Question question)
            throws IOException, InterruptedException {
        List<HttpRequest> searches = new ArrayList<>();
        List<int[]> answers = new ArrayList<>();
        for (int query = 0; query < corpus.queries(); query++) {
            searches.add(client.search(question.of(query)));
            answers.add(ordinals(client.send(searches.get(query))));
        }
        double recall = neighbours.recall(among, answers);
        HttpRequest liveness = client.liveness();
        Latencies ours = new Latencies();
        Latencies bare = new Latencies();
        for (int round = 0; round < WARM_UP + ROUNDS; round++) {
            for (HttpRequest search : searches) {
                long began = ticker.nanos();
                client.send(search);
                long searched = ticker.nanos();
                client.send(liveness);
                long end = ticker.nanos();
                if (round >= WARM_UP) {
                    ours.add(searched - began);
                    bare.add(end - searched);
                }
            }
        }
        boolean filtered = among != Among.DOCUMENTS;
        return List.of(
                new Figure(
                        what + ", recall@10",
                        NodeBench.decimals(recall),
                        "",
                        "",
                        "≥ .95",
                        Outcome.of(recall >= WANTED_RECALL)),
                new Figure(
                        what + ", p50",
                        ours.describe(50),
                        bare.describe(50),
                        ratio(ours, bare, 50),
                        filtered ? "" : "≤ 3 ms",
                        filtered ? Outcome.NO_GOAL : Outcome.of(ours.percentile(50) <= GOAL)),
                new Figure(
                        what + ", p99",
                        ours.describe(99),
                        bare.describe(99),
                        ratio(ours, bare, 99),
                        "",
                        Outcome.NO_GOAL));
    }

    private static String ratio(Latencies ours, Latencies bare, double percent) {
        return String.format(
                Locale.ROOT, "%.2f", (double) ours.percentile(percent) / bare.percentile(percent));
    }

    private int[] ordinals(byte[] answer) {
        JsonNode hits = client.parse(answer).path("hits");
        int[] ordinals = new int[hits.size()];
        for (int i = 0; i < ordinals.length; i++) {
            ordinals[i] = corpus.ordinal(hits.path(i).path("id").asString());
        }
        return ordinals;
    }
}
