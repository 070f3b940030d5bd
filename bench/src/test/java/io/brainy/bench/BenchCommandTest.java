package io.brainy.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is measured here means nothing; that it is measured, and the answers right, is the test.
class BenchCommandTest {

    private static final Pattern RECALL =
            Pattern.compile("(?m)^(.*), recall@10 +([01]\\.\\d{3}) +([01]\\.\\d{3}) .*$");

    @TempDir Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void searchIsMeasuredAndExactWhereThereIsNoGraph() {
        int status = run("search", "filters", "memtable", "--documents", "300", "--queries", "20");

        assertThat(err.toString()).doesNotContain("brainy:");
        assertThat(status).isZero();
        Matcher recalls = RECALL.matcher(out.toString());
        int rows = 0;
        while (recalls.find()) {
            assertThat(recalls.group(2)).as(recalls.group()).isEqualTo("1.000");
            rows++;
        }
        assertThat(rows).isEqualTo(4);
        assertThat(out.toString())
                .contains("cores", "load", "75 in the memtable, p50", "filter of 1 %, p99")
                .contains("at 3 graphs: left out, it takes 63,000 documents");
    }

    @Test
    void aNodeIsMeasured() {
        int status = run("visible", "--documents", "100", "--queries", "5");

        assertThat(err.toString()).doesNotContain("brainy:");
        assertThat(status).isZero();
        assertThat(out.toString()).contains("25 single writes", "acknowledged to found, p99");
    }

    @ParameterizedTest
    @CsvSource({"serch, search", "http-serach, http-search", "ingets, ingest"})
    void aMisspeltNameIsOneLineWithTheNearestOne(String given, String meant) {
        assertThat(run(given)).isEqualTo(2);
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(err.toString()).contains("'" + given + "'", "did you mean '" + meant + "'?");
    }

    @ParameterizedTest
    @CsvSource({
        "--documents, 99",
        "--documents, 110001",
        "--queries, 0",
        "--queries, 2001",
        "--documents, many"
    })
    void aNumberOutOfRangeIsOneLine(String option, String value) {
        assertThat(run("search", option, value)).isEqualTo(2);
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(err.toString()).contains(option);
    }

    private int run(String... arguments) {
        String[] all = new String[arguments.length + 2];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--cache";
        all[arguments.length + 1] = folder.toString();
        return BenchCommand.run(new PrintWriter(out, true), new PrintWriter(err, true), all);
    }
}
