package io.brainy.bench.node;

import io.brainy.bench.data.Corpus;
import io.brainy.bench.data.Neighbours;
import io.brainy.bench.report.Figure;
import io.brainy.bench.report.Figure.Outcome;
import io.brainy.bench.report.Latencies;
import io.brainy.bench.report.Report;
import io.brainy.bench.report.WrongResultException;
import io.brainy.coordinator.time.Sleeper;
import io.brainy.coordinator.time.Ticker;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A node on a directory bucket that is given the corpus, vectors included, and is then asked.
/// Whatever is measured of it, it has to be loaded first.
public final class NodeBench {

    /// What may be measured.
    public enum Part {
        INGEST,
        REQUESTS,
        SEARCH,
        VISIBLE,
        MEMORY,
        START
    }

    private static final int STREAMS = 2;
    private static final int PARSED_LINES = 4_000;
    private static final double INGEST_GOAL = 5_000;
    private static final long MEMORY_GOAL = 1L << 30;
    private static final int WRITES = 200;
    private static final Duration POLL = Duration.ofMillis(200);

    private final Corpus corpus;
    private final Path folder;
    private final Report report;
    private final Ticker ticker;
    private final Sleeper sleeper;
    private final DocumentLines lines;

    /// @param folder an empty one; the bucket is made in it
    public NodeBench(Corpus corpus, Path folder, Report report, Ticker ticker, Sleeper sleeper) {
        this.corpus = corpus;
        this.folder = folder;
        this.report = report;
        this.ticker = ticker;
        this.sleeper = sleeper;
        this.lines = new DocumentLines(corpus);
    }

    public void run(Set<Part> wanted) throws Exception {
        Path bucket = folder.resolve("bucket");
        try (NodeProcess node = NodeProcess.start(bucket, ticker);
                NodeClient client = new NodeClient(node.url())) {
            load(client, wanted);
            if (wanted.contains(Part.SEARCH) || wanted.contains(Part.MEMORY)) {
                Neighbours neighbours = Neighbours.of(corpus);
                new HttpSearch(corpus, client, report, ticker)
                        .run(
                                neighbours,
                                wanted.contains(Part.SEARCH)
                                        ? HttpSearch.Extent.MEASURED
                                        : HttpSearch.Extent.WARMED_UP);
            }
            if (wanted.contains(Part.MEMORY)) {
                memory(node);
            }
            if (wanted.contains(Part.VISIBLE) || wanted.contains(Part.REQUESTS)) {
                visible(client, wanted);
            }
        }
        if (wanted.contains(Part.START)) {
            new StartBench(corpus, folder, report, ticker).run(bucket);
        }
    }

    // --- loading

    private void load(NodeClient client, Set<Part> wanted) throws Exception {
        int documents = corpus.documents();
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < STREAMS; i++) {
            Path file = folder.resolve("documents-" + i + ".ndjson");
            lines.write(file, first(i), first(i + 1));
            files.add(file);
        }
        double parsed = parsedPerSecond(files.getFirst());
        Map<String, Long> requestsBefore = client.bucketRequests();
        long began = ticker.nanos();
        loadAtOnce(client, files);
        long acknowledged = ticker.nanos() - began;
        Map<String, Long> requestsAcknowledged = client.bucketRequests();
        // A write is found long before it is indexed, and a node with little to index takes its
        // time.
        if (!wanted.equals(Set.of(Part.VISIBLE))) {
            awaitIndexed(client);
        }
        long indexed = ticker.nanos() - began;
        Map<String, Long> requestsIndexed = client.bucketRequests();
        for (Path file : files) {
            Files.delete(file);
        }
        JsonNode stats = client.stats();
        if (stats.path("documents").asLong() != documents) {
            throw new WrongResultException(
                    "%,d documents were acknowledged, the node counts %,d"
                            .formatted(documents, stats.path("documents").asLong()));
        }
        if (wanted.contains(Part.INGEST)) {
            ingestTable(acknowledged, indexed, parsed, stats);
        }
        if (wanted.contains(Part.REQUESTS)) {
            report.table(
                    "requests: bucket requests per 1,000 documents, %,d documents in %d bulk writes"
                            .formatted(documents, STREAMS),
                    List.of(
                            perThousand(
                                    "acknowledged",
                                    requestsBefore,
                                    requestsAcknowledged,
                                    documents),
                            perThousand("indexed", requestsBefore, requestsIndexed, documents)),
                    List.of("by the node's own count, polls of journal and log included"));
        }
    }

    private int first(int stream) {
        return (int) ((long) corpus.documents() * stream / STREAMS);
    }

    private void loadAtOnce(NodeClient client, List<Path> files)
            throws InterruptedException, ExecutionException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> loads = new ArrayList<>();
            for (int i = 0; i < files.size(); i++) {
                Path file = files.get(i);
                int count = first(i + 1) - first(i);
                loads.add(
                        threads.submit(() -> {
                            client.load(file, count);
                            return file;
                        }));
            }
            for (Future<?> load : loads) {
                load.get();
            }
        }
    }

    private void awaitIndexed(NodeClient client) throws IOException, InterruptedException {
        JsonNode stats = client.stats();
        while (stats.path("unindexedCommits").asLong() > 0) {
            sleeper.sleep(POLL);
            stats = client.localStats();
        }
    }

    /// What a bare JSON parser does with the same lines, on one thread.
    private double parsedPerSecond(Path file) throws IOException {
        List<String> read = new ArrayList<>();
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            String line = reader.readLine();
            while (line != null && read.size() < PARSED_LINES) {
                read.add(line);
                line = reader.readLine();
            }
        }
        JsonMapper json = JsonMapper.shared();
        double best = 0;
        for (int round = 0; round < 3; round++) {
            long began = ticker.nanos();
            int fields = 0;
            for (String line : read) {
                fields += json.readTree(line).size();
            }
            if (fields < read.size()) {
                throw new IOException("lines without fields in " + file);
            }
            best = Math.max(best, read.size() * 1e9 / (ticker.nanos() - began));
        }
        return best;
    }

    private void ingestTable(long acknowledged, long indexed, double parsed, JsonNode stats) {
        int documents = corpus.documents();
        double rate = documents * 1e9 / acknowledged;
        report.table(
                "ingest: %,d documents with vectors as NDJSON over HTTP, %d streams"
                        .formatted(documents, STREAMS),
                List.of(
                        new Figure(
                                "acknowledged, durable",
                                "%s documents/s".formatted(whole(rate)),
                                whole(parsed) + " lines/s",
                                decimals(rate / parsed),
                                "≥ 5,000/s",
                                Outcome.of(rate >= INGEST_GOAL)),
                        Figure.plain("until all are acknowledged", Latencies.time(acknowledged)),
                        Figure.plain("until all are indexed", Latencies.time(indexed))),
                List.of(
                        "peer: a bare JSON parser over the same lines, one thread, nothing else",
                        "%d segments of %,d MiB when indexed; a node leaves less than 20,000"
                                        .formatted(
                                                stats.path("segments").asInt(),
                                                stats.path("bytes").asLong() >> 20)
                                + " records or 32 MiB unindexed for up to 2 minutes by design"));
    }

    private static Figure perThousand(
            String what, Map<String, Long> before, Map<String, Long> after, int documents) {
        StringBuilder parts = new StringBuilder();
        double sum = 0;
        for (Map.Entry<String, Long> operation : after.entrySet()) {
            double each =
                    (operation.getValue() - before.getOrDefault(operation.getKey(), 0L))
                            * 1000.0
                            / documents;
            sum += each;
            if (each > 0) {
                parts.append(parts.isEmpty() ? "" : ", ")
                        .append(operation.getKey())
                        .append(' ')
                        .append(String.format(Locale.ROOT, "%.2f", each));
            }
        }
        return Figure.plain(what, String.format(Locale.ROOT, "%.2f (%s)", sum, parts));
    }

    // --- what it takes

    private void memory(NodeProcess node) {
        Optional<Footprint> found = Footprint.of(node.pid());
        String title =
                "memory: %,d × %d after loading, indexing and searching"
                        .formatted(corpus.documents(), corpus.dimension());
        if (found.isEmpty()) {
            report.table(title, List.of(), List.of("left out: this system does not tell"));
            return;
        }
        Footprint footprint = found.get();
        report.table(
                title,
                List.of(
                        Figure.plain("anonymous", mebibytes(footprint.anonymous())),
                        Figure.plain("mapped files", mebibytes(footprint.mapped())),
                        new Figure(
                                "both",
                                mebibytes(footprint.sum()),
                                "",
                                "",
                                "≤ 1,024 MiB",
                                Outcome.of(footprint.sum() <= MEMORY_GOAL))),
                List.of("heap limit 512 MiB, the launcher's default"));
    }

    // --- how soon a write is found

    private void visible(NodeClient client, Set<Part> wanted)
            throws IOException, InterruptedException {
        Latencies acknowledged = new Latencies();
        Latencies found = new Latencies();
        int writes = Math.min(WRITES, corpus.fresh());
        Map<String, Long> before = client.bucketRequests();
        int searches = 0;
        for (int i = 0; i < writes; i++) {
            int ordinal = corpus.documents() + i;
            byte[] document = lines.bytes(ordinal, ordinal + 1, DocumentLines.Vectors.GIVEN);
            var search = client.search(lines.question(corpus.vector(ordinal), 2 * Neighbours.K));
            String id = "\"" + corpus.id(ordinal) + "\"";
            long began = ticker.nanos();
            client.write(document);
            long written = ticker.nanos();
            boolean there = false;
            while (!there) {
                there = new String(client.send(search), StandardCharsets.UTF_8).contains(id);
                searches++;
            }
            acknowledged.add(written - began);
            found.add(ticker.nanos() - written);
        }
        if (wanted.contains(Part.VISIBLE)) {
            report.table(
                    "visible: %d single writes, each searched for until it is found"
                            .formatted(writes),
                    List.of(
                            Figure.plain("write to acknowledged, p50", acknowledged.describe(50)),
                            Figure.plain("write to acknowledged, p99", acknowledged.describe(99)),
                            Figure.plain("acknowledged to found, p50", found.describe(50)),
                            Figure.plain("acknowledged to found, p99", found.describe(99))),
                    List.of(
                            "%.2f searches a write; the last search's own time is in it"
                                    .formatted((double) searches / writes)));
        }
        if (wanted.contains(Part.REQUESTS)) {
            report.table(
                    "requests: bucket requests per 1,000 documents, %d written one by one"
                            .formatted(writes),
                    List.of(perThousand("acknowledged", before, client.bucketRequests(), writes)),
                    List.of());
        }
    }

    static String whole(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }

    static String decimals(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    private static String mebibytes(long bytes) {
        return String.format(Locale.ROOT, "%,d MiB", bytes >> 20);
    }
}
