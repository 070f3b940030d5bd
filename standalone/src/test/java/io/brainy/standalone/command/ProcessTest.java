package io.brainy.standalone.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.brainy.standalone.BrainyApplication;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A node as a process of its own, since how it ends is the process's.
class ProcessTest {

    private static final Pattern READY =
            Pattern.compile("brainy is ready at http://127\\.0\\.0\\.1:(\\d+) after \\d+\\.\\d s");

    @TempDir Path folder;

    @Test
    void itSaysWhereItListensAndEndsWithZeroWhenItIsStopped() throws Exception {
        Process process =
                start("up", "--port", "0", "--bucket", folder.resolve("bucket").toString());

        try (BufferedReader out = process.inputReader()) {
            Matcher ready = READY.matcher(String.valueOf(out.readLine()));
            assertThat(ready.matches()).isTrue();
            assertThat(Integer.parseInt(ready.group(1))).isPositive();

            // Unlike the process, its handle leaves the streams open.
            process.toHandle().destroy();
            out.lines().forEach(line -> assertThat(line).startsWith("  "));
        }

        assertThat(process.waitFor()).isZero();
    }

    private Process start(String... arguments) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BrainyApplication.class.getName());
        builder.command().addAll(List.of(arguments));
        return builder.directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
