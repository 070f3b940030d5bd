package io.brainy.standalone.terminal;

import io.brainy.coordinator.time.Ticker;
import io.brainy.standalone.terminal.Terminal.Letters;
import io.brainy.standalone.terminal.Terminal.Motion;
import java.time.Duration;
import java.util.Locale;

/// How far something is, with its rate and the time that is left. On a terminal one line that is
/// redrawn at most ten times a second; elsewhere a plain line each tenth of the way, so that a log
/// stays readable. Safe for concurrent use.
public final class ProgressBar {

    private static final int CELLS = 30;
    private static final int TENTHS = 10;
    private static final Duration REDRAW = Duration.ofMillis(100);

    private final Terminal terminal;
    private final String name;
    private final long total;
    private final Ticker ticker;
    private final long started;
    private long done;
    private long drawn;
    private long tenthsSaid;

    /// @param total at least 1
    public ProgressBar(Terminal terminal, String name, long total, Ticker ticker) {
        if (total < 1) {
            throw new IllegalArgumentException("there is at least one to be done, found " + total);
        }
        this.terminal = terminal;
        this.name = name;
        this.total = total;
        this.ticker = ticker;
        this.started = ticker.nanos();
        this.drawn = started - REDRAW.toNanos();
    }

    public synchronized void advance(long more) {
        done = Math.min(total, done + more);
        long now = ticker.nanos();
        switch (terminal.motion()) {
            case REDRAWN -> {
                if (done == total || now - drawn >= REDRAW.toNanos()) {
                    drawn = now;
                    terminal.err().print("\r" + bar(now) + "\033[K" + (done == total ? "\n" : ""));
                    terminal.err().flush();
                }
            }
            case LINE_BY_LINE -> {
                if (done * TENTHS / total > tenthsSaid) {
                    tenthsSaid = done * TENTHS / total;
                    terminal.err().println(plain(now));
                }
            }
        }
    }

    /// Ends the line where it stopped short, so that what follows stands on its own.
    public synchronized void abandon() {
        if (terminal.motion() == Motion.REDRAWN && done < total) {
            terminal.err().println();
        }
    }

    private String bar(long now) {
        int full = (int) (done * CELLS / total);
        boolean half = done * CELLS * 2 / total % 2 == 1;
        boolean unicode = terminal.letters() == Letters.UNICODE;
        String ahead = (unicode ? "━" : "#").repeat(full) + (half ? unicode ? "╸" : "-" : "");
        String open = " ".repeat(CELLS - full - (half ? 1 : 0));
        return "%s  %s%s %s".formatted(name, terminal.cyan(ahead), open, figures(now));
    }

    private String plain(long now) {
        return name + " " + figures(now);
    }

    private String figures(long now) {
        double seconds = Math.max(1e-9, (now - started) / 1e9);
        double rate = done / seconds;
        String time =
                done == total
                        ? String.format(Locale.ROOT, "in %.1f s", seconds)
                        : String.format(Locale.ROOT, "%.0f s left", (total - done) / rate);
        return String.format(
                Locale.ROOT,
                "%3d%%  %,d/%,d  %,.0f/s  %s",
                done * 100 / total,
                done,
                total,
                rate,
                time);
    }
}
