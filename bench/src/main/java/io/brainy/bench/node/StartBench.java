package io.brainy.bench.node;

import io.brainy.bench.data.Corpus;
import io.brainy.bench.data.Neighbours;
import io.brainy.bench.report.Figure;
import io.brainy.bench.report.Latencies;
import io.brainy.bench.report.Report;
import io.brainy.coordinator.time.Ticker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// From the start of a process until it takes requests: on a bucket that is not there yet, which it
/// has to certify, and on one that holds the corpus.
final class StartBench {

    private static final int TIMES = 3;

    private final Corpus corpus;
    private final Path folder;
    private final Report report;
    private final Ticker ticker;

    StartBench(Corpus corpus, Path folder, Report report, Ticker ticker) {
        this.corpus = corpus;
        this.folder = folder;
        this.report = report;
        this.ticker = ticker;
    }

    void run(Path loaded) throws IOException, InterruptedException {
        byte[] question = new DocumentLines(corpus).question(corpus.query(0), Neighbours.K);
        Latencies empty = new Latencies();
        Latencies filled = new Latencies();
        Latencies firstAnswer = new Latencies();
        for (int i = 0; i < TIMES; i++) {
            try (NodeProcess node = NodeProcess.start(folder.resolve("empty-" + i), ticker)) {
                empty.add(node.startNanos());
            }
            try (NodeProcess node = NodeProcess.start(loaded, ticker);
                    NodeClient client = new NodeClient(node.url())) {
                filled.add(node.startNanos());
                long began = ticker.nanos();
                client.send(client.search(question));
                firstAnswer.add(node.startNanos() + ticker.nanos() - began);
            }
        }
        report.table(
                "startup: a new process, median of %d, in turn".formatted(TIMES),
                List.of(
                        Figure.plain("empty bucket, until ready", empty.describe(50)),
                        Figure.plain(
                                "%,d documents, until ready".formatted(corpus.documents()),
                                filled.describe(50)),
                        Figure.plain(
                                "%,d documents, until the first search is answered"
                                        .formatted(corpus.documents()),
                                firstAnswer.describe(50))),
                List.of("all roles, the model opened and warm, bucket in the page cache"));
    }
}
