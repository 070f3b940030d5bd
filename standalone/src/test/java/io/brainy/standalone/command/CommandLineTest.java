package io.brainy.standalone.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "up --prot 1 | 'brainy up' has no option '--prot'; did you mean '--port'?",
                "up --port=x | a port is 0 to 65535, found 'x'",
                "up --port 65536 | a port is 0 to 65535, found '65536'",
                "up --port -1 | a port is 0 to 65535, found '-1'",
                "up --roles ingest,serach | a role is ingest, indexer, search, graph or inference,"
                        + " found 'serach'",
                "up --capacity much | 'much' is not a double",
                "up elsewhere | 'brainy up' does not take 'elsewhere'",
                "dmeo | 'brainy' does not take 'dmeo'; did you mean 'demo'?",
                "demo --exti | 'brainy demo' has no option '--exti'; did you mean '--exit'?",
                "doctor | Missing required option: '--bucket",
                "up --brainy.bucket | --brainy.bucket needs a value: --brainy.bucket=",
                "up --brainy.buket=x | there is no property 'brainy.buket'; did you mean"
                        + " 'brainy.bucket'?",
                "up --capacity 0 --port 0 | brainy.capacity is more than 0 and at most 1000, found 0",
                "up --roles= --port 0 | role"
            })
    void aMistakeIsOneLineAndEndsWithTwo(String line, String said) {
        int status = BrainyCommand.run(writer(out), writer(err), line.split(" "));

        assertThat(err.toString().strip())
                .startsWith("brainy: ")
                .contains(said)
                .doesNotContain("\n");
        assertThat(status).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "up --help", "demo -h", "doctor --help"})
    void helpIsShownAndEndsWithZero(String line) {
        int status = BrainyCommand.run(writer(out), writer(err), line.split(" "));

        assertThat(out.toString()).startsWith("Usage: brainy");
        assertThat(err.toString()).isEmpty();
        assertThat(status).isZero();
    }

    @Test
    void aPortThatIsTakenIsOneLineAndEndsWithOne() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();

            int status =
                    BrainyCommand.run(
                            writer(out), writer(err), "up", "--port", Integer.toString(port));

            assertThat(err.toString().strip())
                    .isEqualTo(
                            "brainy: port "
                                    + port
                                    + " is in use; stop what listens there, or choose another one"
                                    + " with --port (0 picks one)");
            assertThat(status).isEqualTo(1);
        }
    }

    @Test
    void doctorShowsEveryCheckOfAGoodBucketAndEndsWithZero(@TempDir Path folder) {
        int status =
                BrainyCommand.run(
                        writer(out), writer(err), "doctor", "--bucket", folder.toString());

        assertThat(out.toString().lines().filter(line -> line.startsWith("  ok")))
                .hasSizeGreaterThanOrEqualTo(7);
        assertThat(out.toString())
                .contains("put-if-absent", "read-after-write", "list-after-write", "date")
                .endsWith("this bucket can be used\n");
        assertThat(status).isZero();
    }

    @Test
    void doctorTellsInOneLineWhyABucketCannotBeOpened(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "no directory");

        int status =
                BrainyCommand.run(writer(out), writer(err), "doctor", "--bucket", file.toString());

        assertThat(err.toString().strip()).startsWith("brainy: ").doesNotContain("\n");
        assertThat(status).isEqualTo(1);
    }

    @Test
    void anAddressThatOthersReachIsRefusedInOneLine() {
        int status =
                BrainyCommand.run(
                        writer(out), writer(err), "up", "--port", "0", "--server.address=0.0.0.0");

        assertThat(err.toString().strip())
                .contains("no authentication is set")
                .contains("brainy.auth.token")
                .doesNotContain("\n");
        assertThat(status).isNotZero();
    }

    private static PrintWriter writer(StringWriter into) {
        return new PrintWriter(into, true);
    }
}
