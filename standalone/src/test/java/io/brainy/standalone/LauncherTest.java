package io.brainy.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The launcher on machines with one JDK or another, and with a Maven that only pretends: what it
/// looks for, what it says, what it starts.
class LauncherTest {

    @TempDir Path folder;

    private Path project;
    private Path bin;

    @BeforeEach
    void copyOfTheLauncherInAnOddPlace() throws IOException {
        project = Files.createDirectories(folder.resolve("a place with spaces"));
        Files.copy(Repository.ROOT.resolve("brainy"), project.resolve("brainy"));
        Files.createDirectories(project.resolve(".mvn"));
        for (String module : List.of("standalone", "bench")) {
            Files.createDirectories(project.resolve(module + "/src/main"));
            Files.writeString(project.resolve(module + "/pom.xml"), "<project/>");
        }
        Files.writeString(project.resolve("pom.xml"), "<project/>");
        Files.writeString(project.resolve("standalone/src/main/A"), "1");
        bin = Files.createDirectories(folder.resolve("bin"));
        // Builds what the launcher expects to find, and tells that it was called.
        command(
                bin.resolve("mvn"),
                """
                if [ "$1" = --version ]; then echo "Apache Maven 3.9.9"; exit 0; fi
                echo "mvn $*" >>../calls
                case "$*" in *verify*) exit 0 ;; esac
                [ ! -e ../fail ] || { echo "it is broken"; exit 1; }
                sleep 0.2
                mkdir -p standalone/target
                echo jar >standalone/target/standalone-1.jar
                echo jar >../library.jar
                printf '%s' "$PWD/standalone/target/standalone-1.jar:$(cd .. && pwd)/library.jar" \
                    >standalone/target/classpath.txt
                """);
    }

    @ParameterizedTest
    @CsvSource({
        "upp, up",
        "dmeo, demo",
        "tset, test",
        "docter, doctor",
        "simulat, simulate",
    })
    void aMisspeltCommandIsOneLineWithTheNearestOne(String given, String meant) throws Exception {
        Result result = launch(Map.of(), given);

        assertThat(result.status).isEqualTo(2);
        assertThat(result.err.lines()).hasSize(1);
        assertThat(result.err).contains("'" + given + "'", "did you mean '" + meant + "'?");
    }

    @ParameterizedTest
    @CsvSource({"cluster", "simulate"})
    void whatIsNotThereYetSaysSo(String command) throws Exception {
        Result result = launch(Map.of(), command);

        assertThat(result.status).isEqualTo(2);
        assertThat(result.err).contains("comes with");
    }

    @Test
    void helpNeedsNothing() throws Exception {
        Result result = launch(Map.of("PATH", "/usr/bin:/bin"), "help");

        assertThat(result.status).isZero();
        assertThat(result.out).contains("./brainy up", "./brainy demo");
    }

    @Test
    void aNamedJdkThatIsTooOldIsRefused() throws Exception {
        Path old = jdk("jdk-21", "21.0.2");

        Result result = launch(Map.of("BRAINY_JAVA_HOME", old.toString()), "up");

        assertThat(result.status).isEqualTo(3);
        assertThat(result.err).contains("is version 21, not a JDK 25 or newer");
    }

    @Test
    void javaHomeIsUsedWhereItIsNewEnough() throws Exception {
        Result result =
                launch(Map.of("JAVA_HOME", jdk("jdk-25", "25.0.1").toString()), "up", "--x");

        assertThat(result.status).isZero();
        assertThat(result.out).contains("jdk-25 ran", "BrainyApplication up --x");
    }

    @Test
    void aJdkOfAVersionManagerIsFoundAndTheNewestTaken() throws Exception {
        jdk("home/.sdkman/candidates/java/99.0.1-tem", "99.0.1");
        jdk("home/.sdkman/candidates/java/98-tem", "98");
        Path old = jdk("jdk-21", "21.0.2");

        Result result =
                launch(
                        Map.of(
                                "JAVA_HOME", old.toString(),
                                "HOME", folder.resolve("home").toString(),
                                "PATH", path(old.resolve("bin"))),
                        "up");

        assertThat(result.out).contains("99.0.1-tem ran");
    }

    @Test
    void itBuildsOnlyWhatChanged() throws Exception {
        Map<String, String> environment = jdk25();

        launch(environment, "up");
        launch(environment, "up");
        assertThat(builds()).isEqualTo(1);

        Files.writeString(project.resolve("standalone/src/main/A"), "2");
        launch(environment, "up");
        assertThat(builds()).isEqualTo(2);

        Files.writeString(project.resolve("standalone/src/main/B"), "new");
        launch(environment, "up");
        assertThat(builds()).isEqualTo(3);

        Files.delete(project.resolve("standalone/src/main/B"));
        launch(environment, "up");
        assertThat(builds()).as("the earlier build is still there").isEqualTo(3);

        Files.delete(folder.resolve("library.jar"));
        launch(environment, "up");
        assertThat(builds()).as("a library has gone from Maven's repository").isEqualTo(4);
    }

    @Test
    void aFailedBuildShowsTheEndOfItsLog() throws Exception {
        Files.writeString(folder.resolve("fail"), "");

        Result result = launch(jdk25(), "up");

        assertThat(result.status).isEqualTo(1);
        assertThat(result.err).contains("it is broken");
        assertThat(launch(jdk25(), "up").status).as("and is tried again").isEqualTo(1);
        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void startedTwiceAtOnceItBuildsOnce() throws Exception {
        Process first = start(jdk25(), "up");
        Process second = start(jdk25(), "up");

        assertThat(first.waitFor()).isZero();
        assertThat(second.waitFor()).isZero();
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void itWorksThroughALinkFromElsewhereAndStaysThere() throws Exception {
        Path link = Files.createSymbolicLink(bin.resolve("linked"), project.resolve("brainy"));
        Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));

        Result result = launch(jdk25(), elsewhere, link, "up");

        assertThat(result.out).contains("in " + elsewhere.toRealPath());
    }

    @Test
    void heapAndFlagsReachTheJvmAndOneCollectorOnly() throws Exception {
        Map<String, String> environment = new HashMap<>(jdk25());
        assertThat(launch(environment, "up").out).contains("-Xmx512m", "-XX:+UseSerialGC");

        environment.put("BRAINY_HEAP", "2g");
        environment.put("BRAINY_JVM_OPTS", "-XX:+UseG1GC -Dx=y");
        assertThat(launch(environment, "up").out)
                .contains("-Xmx2g", "-XX:+UseG1GC", "-Dx=y")
                .doesNotContain("-XX:+UseSerialGC");
    }

    @Test
    void testsAreMavensWithTheJdkThatWasFound() throws Exception {
        launch(jdk25(), "test", "-pl", "shared-model");

        assertThat(Files.readString(folder.resolve("calls")))
                .isEqualTo("mvn -B verify -pl shared-model\n");
    }

    private Map<String, String> jdk25() throws IOException {
        return Map.of("JAVA_HOME", jdk("jdk-25", "25").toString());
    }

    /// A JDK that says which one it is and what it was called with.
    private Path jdk(String name, String version) throws IOException {
        Path home = folder.resolve(name);
        if (!Files.exists(home)) {
            Files.createDirectories(home.resolve("bin"));
            Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
            command(
                    home.resolve("bin/java"),
                    "echo \"" + home.getFileName() + " ran $* in $(pwd -P)\"\n");
            command(home.resolve("bin/javac"), "exit 0\n");
        }
        return home;
    }

    private static void command(Path file, String script) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private long builds() throws IOException {
        return Files.readAllLines(folder.resolve("calls")).stream()
                .filter(call -> call.contains(" package "))
                .count();
    }

    private String path(Path first) {
        return first + ":" + bin + ":/usr/bin:/bin";
    }

    private Result launch(Map<String, String> environment, String... arguments) throws Exception {
        return launch(environment, project, project.resolve("brainy"), arguments);
    }

    private Result launch(
            Map<String, String> environment, Path in, Path launcher, String... arguments)
            throws Exception {
        Process process = start(environment, in, launcher, arguments);
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        return new Result(out, Files.readString(in.resolve("err")), status);
    }

    private Process start(Map<String, String> environment, String... arguments) throws IOException {
        return start(environment, project, project.resolve("brainy"), arguments);
    }

    private Process start(
            Map<String, String> environment, Path in, Path launcher, String... arguments)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(launcher.toString());
        builder.command().addAll(List.of(arguments));
        builder.directory(in.toFile()).redirectError(in.resolve("err").toFile());
        builder.environment().clear();
        builder.environment().put("HOME", folder.resolve("nobody").toString());
        builder.environment().put("PATH", path(bin));
        builder.environment().putAll(environment);
        return builder.start();
    }

    private record Result(String out, String err, int status) {}
}
