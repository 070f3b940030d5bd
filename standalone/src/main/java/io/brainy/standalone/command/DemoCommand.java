package io.brainy.standalone.command;

import io.brainy.coordinator.time.SystemTime;
import io.brainy.standalone.demo.Demo;
import io.brainy.standalone.demo.Demo.Extent;
import io.brainy.standalone.demo.DemoException;
import io.brainy.standalone.node.NodeApplication;
import io.brainy.standalone.terminal.Terminal;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "demo",
        description =
                "Starts a node, loads WordNet over HTTP, shows a few searches, and stays up. Its"
                        + " bucket is ./data/demo unless another one is given; what an earlier run"
                        + " loaded is used again.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class DemoCommand implements Callable<Integer> {

    /// Weaker than any other setting: a bucket of its own, beside the user's.
    private static final Map<String, Object> DEFAULTS = Map.of("brainy.bucket", "./data/demo");

    /// The demonstration is what is to be seen.
    private static final Map<String, String> QUIET = Map.of("logging.level.io.brainy", "warn");

    @Mixin private final NodeOptions options;
    private final Terminal terminal;

    @Option(names = "--all", description = "all 117,791 synsets instead of the 10,000 best known")
    private boolean all;

    @Option(
            names = "--exit",
            description = "end when all was shown: with 0 when it was right, else with the reason")
    private boolean exit;

    DemoCommand(List<String> properties, PrintWriter out, PrintWriter err) {
        this.options = new NodeOptions(properties);
        this.terminal = Terminal.ofProcess(out, err);
    }

    @Override
    public Integer call() throws InterruptedException {
        try (RunningNode running = RunningNode.start(options.arguments(QUIET), DEFAULTS)) {
            NodeApplication node = running.node();
            UpCommand.welcome(terminal.out(), node.url(), node.properties());
            terminal.out().println();
            boolean right = show(node);
            if (exit) {
                return right ? BrainyCommand.OK : BrainyCommand.FAILED;
            }
            stay(node);
            running.await();
        }
        return BrainyCommand.OK;
    }

    private boolean show(NodeApplication node) {
        Demo demo =
                new Demo(
                        node.url(),
                        node.token(),
                        terminal,
                        SystemTime.ticker(),
                        SystemTime.sleeper());
        List<String> failures;
        try {
            failures = demo.run(all ? Extent.ALL : Extent.WELL_KNOWN);
        } catch (DemoException e) {
            failures = List.of(String.valueOf(e.getMessage()));
        }
        terminal.out().println();
        if (failures.isEmpty()) {
            terminal.out().println(terminal.green("all of it was as expected"));
        } else {
            terminal.out().println(terminal.red("not as expected:"));
            failures.forEach(failure -> terminal.out().println("  " + failure));
        }
        terminal.out().flush();
        return failures.isEmpty();
    }

    private void stay(NodeApplication node) {
        String collection = (all ? Extent.ALL : Extent.WELL_KNOWN).collection();
        terminal.out()
                .printf("%nThe node stays up until Ctrl-C. Look at %s/ or ask:%n", node.url());
        terminal.out()
                .printf(
                        "  curl -s %s/v1/collections/%s/find -H 'Content-Type: application/json'"
                                + " -d '{\"query\": \"a place to sleep outdoors\"}'%n",
                        node.url(), collection);
        terminal.out().flush();
    }
}
