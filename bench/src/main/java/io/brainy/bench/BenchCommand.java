package io.brainy.bench;

import io.brainy.bench.data.BuiltInModel;
import io.brainy.bench.data.Corpus;
import io.brainy.bench.data.EmbeddingCache;
import io.brainy.bench.engine.SearchBench;
import io.brainy.bench.node.EmbeddingBench;
import io.brainy.bench.node.NodeBench;
import io.brainy.bench.report.Report;
import io.brainy.bench.report.WrongResultException;
import io.brainy.coordinator.time.SystemTime;
import io.brainy.coordinator.time.Ticker;
import io.brainy.standalone.settings.Nearest;
import io.brainy.standalone.terminal.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "brainy bench",
        description = {
            "Measures and compares, on WordNet's glosses: search, filters, memtable, ingest,",
            "requests, http-search, visible, memory, startup, ingest-embedding, or all (default)."
        },
        footer = {
            "",
            "Ends with 0 also where a goal is missed, which it says, and with 1 where an answer is"
                    + " wrong."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class BenchCommand implements Callable<Integer> {

    private static final int OK = 0;
    private static final int FAILED = 1;
    private static final int WRONG_USE = 2;

    private static final String ALL = "all";
    private static final int MOST_FRESH = 5_000;
    private static final int LEAST = 100;

    private final Terminal terminal;
    private final Ticker ticker = SystemTime.ticker();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(arity = "0..*", paramLabel = "NAME", description = "what to measure")
    private List<String> names = new ArrayList<>();

    @Option(
            names = "--documents",
            paramLabel = "N",
            description = "how many are indexed, 100 to 110,000 (${DEFAULT-VALUE})")
    private int documents = 100_000;

    @Option(
            names = "--queries",
            paramLabel = "N",
            description = "how many glosses are asked for, 1 to 2,000 (${DEFAULT-VALUE})")
    private int queries = 500;

    @Option(
            names = "--cache",
            paramLabel = "DIR",
            description = "where embeddings are kept (${DEFAULT-VALUE})")
    private Path cache = Path.of(".brainy", "bench");

    private BenchCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /// Runs a command line and returns what the process ends with.
    static int run(String... arguments) {
        return run(
                new PrintWriter(System.out, true, System.out.charset()),
                new PrintWriter(System.err, true, System.err.charset()),
                arguments);
    }

    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        return new CommandLine(new BenchCommand(Terminal.ofProcess(out, err)))
                .setOut(out)
                .setErr(err)
                .setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler((mistake, _) -> {
                    err.println("brainy: " + String.valueOf(mistake.getMessage()));
                    return WRONG_USE;
                })
                .setExecutionExceptionHandler((thrown, _, _) -> {
                    if (thrown instanceof WrongResultException wrong) {
                        err.println("brainy: a wrong answer: " + wrong.getMessage());
                        return FAILED;
                    }
                    throw thrown;
                })
                .execute(arguments);
    }

    @Override
    public Integer call() throws Exception {
        Set<Measurement> wanted = wanted();
        checkRange("--documents", documents, LEAST, 110_000);
        checkRange("--queries", queries, 1, 2_000);
        Report report = new Report(terminal.out());
        try (EmbeddingCache embeddings = EmbeddingCache.open(cache, BuiltInModel.model())) {
            Corpus corpus =
                    Corpus.load(
                            new Corpus.Size(
                                    queries, documents, Math.min(MOST_FRESH, documents / 4)),
                            embeddings,
                            new BuiltInModel(terminal, report, ticker));
            Path folder = Files.createTempDirectory(cache.toAbsolutePath(), "run-");
            try {
                measure(wanted, corpus, folder, report);
            } finally {
                delete(folder);
            }
        }
        report.end();
        return OK;
    }

    private void measure(Set<Measurement> wanted, Corpus corpus, Path folder, Report report)
            throws Exception {
        Set<SearchBench.Part> engine = EnumSet.noneOf(SearchBench.Part.class);
        Set<NodeBench.Part> node = EnumSet.noneOf(NodeBench.Part.class);
        for (Measurement each : wanted) {
            each.engine().ifPresent(engine::add);
            each.node().ifPresent(node::add);
        }
        if (!engine.isEmpty()) {
            Path own = Files.createDirectory(folder.resolve("engine"));
            new SearchBench(corpus, own, report, ticker).run(engine);
            delete(own);
        }
        if (!node.isEmpty()) {
            Path own = Files.createDirectory(folder.resolve("node"));
            new NodeBench(corpus, own, report, ticker, SystemTime.sleeper()).run(node);
            delete(own);
        }
        if (wanted.contains(Measurement.INGEST_EMBEDDING)) {
            Path own = Files.createDirectory(folder.resolve("embedding"));
            new EmbeddingBench(corpus, own, report, ticker).run();
        }
    }

    private Set<Measurement> wanted() {
        Set<Measurement> wanted = EnumSet.noneOf(Measurement.class);
        for (String name : names) {
            if (name.equals(ALL)) {
                wanted.addAll(EnumSet.allOf(Measurement.class));
            } else {
                wanted.add(Measurement.named(name).orElseThrow(() -> unknown(name)));
            }
        }
        return wanted.isEmpty() ? EnumSet.allOf(Measurement.class) : wanted;
    }

    private ParameterException unknown(String name) {
        Optional<String> near = Nearest.to(name, Measurement.names());
        return new ParameterException(
                spec.commandLine(),
                "there is no measurement '%s'%s; there are: %s, %s"
                        .formatted(
                                name,
                                near.map(word -> ", did you mean '" + word + "'?").orElse(""),
                                String.join(", ", Measurement.names()),
                                ALL));
    }

    private void checkRange(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new ParameterException(
                    spec.commandLine(),
                    "%s is %,d to %,d, found %,d".formatted(option, least, most, value));
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
