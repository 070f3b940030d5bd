package io.brainy.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The program that users run to see whether a node keeps its word, on the node of this build.
class KillNineIT {

    /// It takes a minute where nothing else runs; this is for machines where much does.
    private static final Duration LIMIT = Duration.ofMinutes(8);

    @TempDir Path folder;

    @Test
    void whatWasAcknowledgedOutlivesFiveKills() throws Exception {
        Path output = folder.resolve("output");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();

        Process process =
                new ProcessBuilder(
                                java,
                                "-Djava.io.tmpdir=" + folder,
                                Repository.ROOT.resolve("scripts/KillNine.java").toString(),
                                "--rounds",
                                "5",
                                "--seed",
                                "9",
                                "--",
                                java,
                                "-Xmx256m",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                BrainyApplication.class.getName(),
                                "up")
                        .redirectErrorStream(true)
                        .redirectOutput(Redirect.to(output.toFile()))
                        .start();
        boolean ended = process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
        if (!ended) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }

        String said = Repository.read(output);
        assertThat(ended).as("it ends within %s; it said:%n%s", LIMIT, said).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        assertThat(said.lines().filter(line -> line.startsWith("round "))).hasSize(5);
    }
}
