package io.brainy.coordinator.bucket;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryRaceTest {

    private static final int PROCESSES = 4;
    private static final int ROUNDS = 60;

    @TempDir Path folder;

    @Test
    void exactlyOneOfRacingProcessesCreates() throws Exception {
        Path root = folder.resolve("bucket");
        List<Process> racers = new ArrayList<>();
        for (int i = 0; i < PROCESSES; i++) {
            racers.add(
                    new ProcessBuilder(
                                    Path.of(System.getProperty("java.home"), "bin", "java")
                                            .toString(),
                                    "-XX:+UseSerialGC",
                                    "-XX:TieredStopAtLevel=1",
                                    "-Xshare:auto",
                                    "-Xmx64m",
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    DirectoryRacer.class.getName(),
                                    root.toString(),
                                    "racer-" + i,
                                    Integer.toString(PROCESSES),
                                    Integer.toString(ROUNDS))
                            .redirectError(folder.resolve("error-" + i).toFile())
                            .start());
        }

        Map<Integer, List<String>> winners = new TreeMap<>();
        try {
            for (int i = 0; i < PROCESSES; i++) {
                String output =
                        new String(
                                racers.get(i).getInputStream().readAllBytes(),
                                StandardCharsets.UTF_8);
                assertThat(racers.get(i).waitFor())
                        .as(
                                "exit of racer %s: %s",
                                i, Files.readString(folder.resolve("error-" + i)))
                        .isZero();
                for (String round : output.lines().toList()) {
                    winners.computeIfAbsent(Integer.valueOf(round), _ -> new ArrayList<>())
                            .add("racer-" + i);
                }
            }
        } finally {
            racers.forEach(Process::destroyForcibly);
        }

        assertThat(winners).hasSize(ROUNDS);
        winners.forEach((round, names) ->
                assertThat(names)
                        .as("winners of round %s", round)
                        .singleElement()
                        .satisfies(name ->
                                assertThat(root.resolve("race/" + round)).hasContent(name)));
    }
}
