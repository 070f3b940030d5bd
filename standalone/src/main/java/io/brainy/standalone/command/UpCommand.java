package io.brainy.standalone.command;

import io.brainy.standalone.node.NodeProperties;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "up",
        description = "Starts one node and runs until it is stopped.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Any property can be given as --name=value, such as --server.address=…;"
                    + " docs/configuration.md lists them."
        })
final class UpCommand implements Callable<Integer> {

    @Mixin private final NodeOptions options;
    private final PrintWriter out;

    UpCommand(List<String> properties, PrintWriter out) {
        this.options = new NodeOptions(properties);
        this.out = out;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (RunningNode running = RunningNode.start(options.arguments(Map.of()), Map.of())) {
            welcome(out, running.node().url(), running.node().properties());
            running.await();
        }
        return BrainyCommand.OK;
    }

    /// What whoever started it wants to know, once it takes requests.
    static void welcome(PrintWriter out, URI url, NodeProperties node) {
        double seconds = ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0;
        out.printf(Locale.ROOT, "brainy is ready at %s after %.1f s%n", url, seconds);
        out.printf("  bucket  %s%n", node.bucket());
        out.printf(
                "  roles   %s%n",
                node.roles().stream().map(Object::toString).collect(Collectors.joining(", ")));
        out.printf("  see     %s/ (status), %s/openapi.json (every call)%n", url, url);
        out.printf("  stop    Ctrl-C or SIGTERM%n");
        out.flush();
    }
}
