package io.brainy.bench.node;

import io.brainy.coordinator.time.Ticker;
import io.brainy.standalone.BrainyApplication;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A node in a process of its own, with the flags of the launcher and its default heap.
final class NodeProcess implements AutoCloseable {

    private static final Pattern READY = Pattern.compile("brainy is ready at (http://\\S+) .*");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final List<String> FLAGS =
            List.of(
                    "-Xmx512m",
                    "--enable-native-access=ALL-UNNAMED",
                    "-XX:+ExitOnOutOfMemoryError",
                    "-XX:+UseSerialGC");

    private final Process process;
    private final URI url;
    private final long startNanos;

    private NodeProcess(Process process, URI url, long startNanos) {
        this.process = process;
        this.url = url;
        this.startNanos = startNanos;
    }

    /// Returns when the node says that it takes requests.
    static NodeProcess start(Path bucket, Ticker ticker, String... options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(BrainyApplication.class.getName());
        command.addAll(List.of("up", "--port", "0", "--bucket", bucket.toString()));
        command.addAll(List.of(options));
        command.add("--logging.level.io.brainy=warn");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        long began = ticker.nanos();
        Process process = builder.start();
        try {
            BufferedReader out = process.inputReader();
            URI url = awaitReady(out);
            long startNanos = ticker.nanos() - began;
            drain(out);
            return new NodeProcess(process, url, startNanos);
        } catch (IOException | RuntimeException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /// Passes over what the JVM says when it was given flags by JAVA_TOOL_OPTIONS.
    private static URI awaitReady(BufferedReader out) throws IOException {
        String line = out.readLine();
        while (line != null) {
            Matcher ready = READY.matcher(line);
            if (ready.matches()) {
                return URI.create(ready.group(1));
            }
            line = out.readLine();
        }
        throw new IOException("the node ended before it was ready; its reason is above");
    }

    /// A pipe that nobody reads would stop the node once it is full.
    private static void drain(BufferedReader out) {
        Thread.ofVirtual()
                .name("node's output")
                .start(() -> {
                    try {
                        while (out.readLine() != null) {
                            // Read to be forgotten.
                        }
                    } catch (IOException e) {
                        // The process has ended.
                    }
                });
    }

    URI url() {
        return url;
    }

    long pid() {
        return process.pid();
    }

    /// From the start of the process until it took requests.
    long startNanos() {
        return startNanos;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new UncheckedIOException(
                        new IOException("a node did not stop within " + PATIENCE));
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
