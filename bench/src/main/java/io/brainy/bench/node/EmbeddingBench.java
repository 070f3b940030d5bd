package io.brainy.bench.node;

import io.brainy.bench.data.Corpus;
import io.brainy.bench.report.Figure;
import io.brainy.bench.report.Figure.Outcome;
import io.brainy.bench.report.Report;
import io.brainy.bench.report.WrongResultException;
import io.brainy.coordinator.time.Ticker;
import io.brainy.inference.tokenize.TokenizedText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// Documents without vectors over HTTP, against the bare model on the same texts: a node that
/// indexes and one that does not, and the model in this process, slice by slice in turn.
public final class EmbeddingBench {

    private static final int SLICES = 4;
    private static final int SLICE = 2_000;
    private static final double GOAL = .9;

    private final Corpus corpus;
    private final Path folder;
    private final Report report;
    private final Ticker ticker;
    private final DocumentLines lines;

    /// @param folder an empty one; buckets are made in it
    public EmbeddingBench(Corpus corpus, Path folder, Report report, Ticker ticker) {
        this.corpus = corpus;
        this.folder = folder;
        this.report = report;
        this.ticker = ticker;
        this.lines = new DocumentLines(corpus);
    }

    private interface Turn {
        void run() throws Exception;
    }

    public void run() throws Exception {
        int slice = Math.max(1, Math.min(SLICE, corpus.documents() / (SLICES + 1)));
        try (BareModel model = new BareModel();
                NodeProcess paused =
                        NodeProcess.start(
                                folder.resolve("paused"),
                                ticker,
                                "--roles",
                                "ingest,search,graph,inference");
                NodeProcess indexing = NodeProcess.start(folder.resolve("indexing"), ticker);
                NodeClient pausedClient = new NodeClient(paused.url());
                NodeClient indexingClient = new NodeClient(indexing.url())) {
            long[] nanos = new long[3];
            // The first slice warms all three up and does not count.
            for (int i = 0; i <= SLICES; i++) {
                int from = i * slice;
                List<List<TokenizedText>> batches = model.batches(texts(from, from + slice));
                byte[] body = lines.bytes(from, from + slice, DocumentLines.Vectors.LEFT_OUT);
                List<Turn> turns =
                        List.of(
                                () -> model.run(batches),
                                () -> pausedClient.load(body, slice),
                                () -> indexingClient.load(body, slice));
                for (int turn = 0; turn < turns.size(); turn++) {
                    int whose = (turn + i) % turns.size();
                    long began = ticker.nanos();
                    turns.get(whose).run();
                    if (i > 0) {
                        nanos[whose] += ticker.nanos() - began;
                    }
                }
            }
            check(pausedClient, slice);
            check(indexingClient, slice);
            table(slice, nanos);
        }
    }

    private List<String> texts(int from, int to) {
        return IntStream.range(from, to).mapToObj(corpus::gloss).toList();
    }

    private static void check(NodeClient client, int slice)
            throws IOException, InterruptedException {
        long found = client.stats().path("documents").asLong();
        if (found != (SLICES + 1L) * slice) {
            throw new WrongResultException(
                    "%,d documents were acknowledged, the node counts %,d"
                            .formatted((SLICES + 1) * slice, found));
        }
    }

    private void table(int slice, long[] nanos) {
        double texts = (double) SLICES * slice;
        double bare = texts * 1e9 / nanos[0];
        List<Figure> figures = new ArrayList<>();
        List<String> names = List.of("publisher paused", "publisher on");
        for (int i = 0; i < names.size(); i++) {
            double rate = texts * 1e9 / nanos[i + 1];
            figures.add(
                    new Figure(
                            "acknowledged, " + names.get(i),
                            NodeBench.whole(rate) + " documents/s",
                            NodeBench.whole(bare) + " texts/s",
                            NodeBench.decimals(rate / bare),
                            "≥ .9",
                            Outcome.of(rate / bare >= GOAL)));
        }
        report.table(
                String.format(
                        Locale.ROOT,
                        "ingest-embedding: %d bulk writes of %,d documents, vectors made by the node",
                        SLICES,
                        slice),
                figures,
                List.of(
                        "peer: the model alone in this process, texts tokenized and sorted before,"
                                + " a thread per core",
                        "each bulk write begins and ends with idle cores, which the peer does not"));
    }
}
