package io.brainy.coordinator.admission;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// What a certification found.
///
/// @param bucket the bucket's own description
public record CertificationReport(String bucket, List<Check> checks) {

    /// One thing that was tried.
    ///
    /// @param detail what was found, for people
    /// @param requests how many the check cost
    public record Check(
            String name, boolean passed, String detail, Duration duration, long requests) {}

    public CertificationReport {
        checks = List.copyOf(checks);
    }

    public boolean passed() {
        return checks.stream().allMatch(Check::passed);
    }

    public List<Check> failures() {
        return checks.stream().filter(check -> !check.passed()).toList();
    }

    public long requests() {
        return checks.stream().mapToLong(Check::requests).sum();
    }

    /// The checks as lines of a table, for a terminal.
    public List<String> table() {
        int width = checks.stream().mapToInt(check -> check.name().length()).max().orElse(0);
        return checks.stream()
                .map(check ->
                        String.format(
                                Locale.ROOT,
                                "%-4s  %-" + Math.max(1, width) + "s  %6d ms  %4d requests  %s",
                                check.passed() ? "ok" : "FAIL",
                                check.name(),
                                check.duration().toMillis(),
                                check.requests(),
                                check.detail()))
                .toList();
    }

    @Override
    public String toString() {
        return table().stream().collect(Collectors.joining("\n", bucket + "\n", "\n"));
    }
}
