package io.brainy.standalone.command;

import io.brainy.coordinator.admission.BucketCertification;
import io.brainy.coordinator.admission.CertificationReport;
import io.brainy.coordinator.admission.CertificationReport.Check;
import io.brainy.coordinator.bucket.Bucket;
import io.brainy.coordinator.bucket.BucketException;
import io.brainy.coordinator.bucket.Buckets;
import io.brainy.coordinator.bucket.s3.S3Buckets;
import io.brainy.coordinator.time.SystemTime;
import io.brainy.standalone.terminal.Terminal;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "doctor",
        description =
                "Tries on a bucket what everything rests on, the same as a node does at its first"
                        + " start. Ends with 0 when the bucket can be used, else with 1. Nothing but"
                        + " objects below cluster/certification/ is written, and those are removed.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class DoctorCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Option(
            names = "--bucket",
            required = true,
            paramLabel = "DIR|s3://NAME/PREFIX",
            description = "the bucket to try")
    private String bucket = "";

    DoctorCommand(PrintWriter out, PrintWriter err) {
        this.terminal = Terminal.ofProcess(out, err);
    }

    @Override
    public Integer call() {
        CertificationReport report;
        try (Bucket opened = new Buckets(S3Buckets.ofEnvironment(System::getenv)).open(bucket)) {
            report =
                    new BucketCertification(
                                    SystemTime.random(), SystemTime.instants(), SystemTime.ticker())
                            .certify(opened);
        } catch (BucketException e) {
            throw new CommandFailure(BrainyCommand.FAILED, String.valueOf(e.getMessage()), e);
        }
        show(report);
        return report.passed() ? BrainyCommand.OK : BrainyCommand.FAILED;
    }

    private void show(CertificationReport report) {
        PrintWriter out = terminal.out();
        out.println(terminal.bold(report.bucket()));
        int width =
                report.checks().stream().mapToInt(check -> check.name().length()).max().orElse(1);
        for (Check check : report.checks()) {
            out.printf(
                    Locale.ROOT,
                    "  %s  %-" + width + "s  %6d ms  %4d requests  %s%n",
                    check.passed() ? terminal.green("ok  ") : terminal.red("FAIL"),
                    check.name(),
                    check.duration().toMillis(),
                    check.requests(),
                    check.detail());
        }
        if (report.passed()) {
            out.println(terminal.green("this bucket can be used"));
        } else {
            out.println(
                    terminal.red("this bucket cannot be used: ")
                            + report.failures().stream()
                                    .map(Check::name)
                                    .collect(Collectors.joining(", "))
                            + " failed");
        }
        out.flush();
    }
}
