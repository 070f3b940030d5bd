package io.brainy.coordinator.admission;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/// The text that says that a bucket passed, and which: `brainy-certificate 1`, the bucket's
/// description, and a line for each check. A newer version's certificate counts as well, since a
/// later one asks for no less.
final class Certificate {

    private static final String HEAD = "brainy-certificate ";
    private static final int VERSION = 1;
    private static final String BUCKET = "bucket ";

    private Certificate() {}

    static byte[] text(CertificationReport report) {
        String checks =
                report.checks().stream()
                        .map(check -> check.name() + ": " + check.detail() + "\n")
                        .collect(Collectors.joining());
        return (HEAD + VERSION + "\n" + BUCKET + report.bucket() + "\n" + checks)
                .getBytes(StandardCharsets.UTF_8);
    }

    static boolean isOf(String certificate, String bucket) {
        List<String> lines = certificate.lines().toList();
        return lines.size() >= 2
                && lines.getFirst().matches(HEAD + "[1-9][0-9]{0,8}")
                && lines.get(1).equals(BUCKET + bucket);
    }
}
