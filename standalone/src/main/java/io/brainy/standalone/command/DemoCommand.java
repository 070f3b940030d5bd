package io.brainy.standalone.command;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "demo",
        description = "Checks that a bucket keeps the promises that everything rests on.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class DemoCommand implements Callable<Integer> {

    @Mixin private final NodeOptions options;
    private final PrintWriter out;

    DemoCommand(List<String> properties, PrintWriter out) {
        this.options = new NodeOptions(properties);
        this.out = out;
    }

    @Override
    public Integer call() {
        out.println(options.arguments());
        return 0;
    }
}
