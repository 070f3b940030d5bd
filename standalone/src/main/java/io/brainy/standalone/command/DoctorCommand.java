package io.brainy.standalone.command;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "doctor",
        description = "Checks that a bucket keeps the promises that everything rests on.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class DoctorCommand implements Callable<Integer> {

    @Option(
            names = "--bucket",
            required = true,
            paramLabel = "DIR|s3://NAME/PREFIX",
            description = "the bucket; only objects below cluster/certification/ are written")
    private String bucket = "";

    private final PrintWriter out;

    DoctorCommand(PrintWriter out) {
        this.out = out;
    }

    @Override
    public Integer call() {
        out.println(bucket);
        return 0;
    }
}
