package io.brainy.standalone.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brainy.standalone.terminal.Terminal.Colour;
import io.brainy.standalone.terminal.Terminal.Letters;
import io.brainy.standalone.terminal.Terminal.Motion;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressBarTest {

    private static final long SECOND = 1_000_000_000L;

    private final StringWriter shown = new StringWriter();
    private long now;

    @Test
    void inAPipeThereIsALineForEachTenthAndNothingToRedraw() {
        ProgressBar bar = bar(Motion.LINE_BY_LINE, Letters.UNICODE, 2_000);

        for (int i = 0; i < 20; i++) {
            now += SECOND;
            bar.advance(100);
        }

        assertThat(shown.toString().lines())
                .hasSize(10)
                .startsWith("load  10%  200/2,000  100/s  18 s left")
                .endsWith("load 100%  2,000/2,000  100/s  in 20.0 s");
        assertThat(shown.toString()).doesNotContain("\r").doesNotContain("\033");
    }

    @Test
    void aStepOverSeveralTenthsIsOneLine() {
        ProgressBar bar = bar(Motion.LINE_BY_LINE, Letters.UNICODE, 10);
        now += SECOND;

        bar.advance(7);

        assertThat(shown.toString().lines()).containsExactly("load  70%  7/10  7/s  0 s left");
    }

    @Test
    void onATerminalItIsRedrawnAtMostTenTimesASecondAndAtTheEnd() {
        ProgressBar bar = bar(Motion.REDRAWN, Letters.UNICODE, 1_000);

        for (int i = 0; i < 1_000; i++) {
            now += SECOND / 1_000;
            bar.advance(1);
        }

        assertThat(shown.toString().chars().filter(c -> c == '\r')).hasSizeBetween(10, 12);
        assertThat(shown.toString()).endsWith("100%  1,000/1,000  1,000/s  in 1.0 s\033[K\n");
    }

    @Test
    void theBarIsAsLongWhateverItsState() {
        ProgressBar bar = bar(Motion.REDRAWN, Letters.UNICODE, 4);
        now += SECOND;
        bar.advance(1);

        assertThat(shown.toString())
                .isEqualTo(
                        "\rload  "
                                + "━".repeat(7)
                                + "╸"
                                + " ".repeat(22)
                                + "  25%  1/4  1/s  3 s left\033[K");
    }

    @Test
    void whereThereAreNoSuchSignsTheBarIsAscii() {
        ProgressBar bar = bar(Motion.REDRAWN, Letters.ASCII, 4);
        now += SECOND;
        bar.advance(1);

        assertThat(shown.toString()).contains("#######-   ").doesNotContain("━");
    }

    @Test
    void moreThanAllIsAll() {
        ProgressBar bar = bar(Motion.LINE_BY_LINE, Letters.ASCII, 4);
        now += SECOND;

        bar.advance(5);

        assertThat(shown.toString()).startsWith("load 100%  4/4");
    }

    @Test
    void nothingToDoIsRefused() {
        assertThatThrownBy(() -> bar(Motion.REDRAWN, Letters.ASCII, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private ProgressBar bar(Motion motion, Letters letters, long total) {
        PrintWriter writer = new PrintWriter(shown, true);
        return new ProgressBar(
                new Terminal(writer, writer, motion, Colour.OFF, letters),
                "load",
                total,
                () -> now);
    }
}
