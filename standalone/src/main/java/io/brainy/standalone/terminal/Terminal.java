package io.brainy.standalone.terminal;

import java.io.Console;
import java.io.PrintWriter;
import java.util.Optional;
import picocli.CommandLine.Help.Ansi;

/// Where a command shows things, and what can be shown there.
///
/// @param out for results
/// @param err for progress, so that results can be redirected
/// @param motion whether a line can be drawn over
/// @param colour whether colours are wanted and understood (`NO_COLOR` is honoured)
/// @param letters which signs there are
public record Terminal(
        PrintWriter out, PrintWriter err, Motion motion, Colour colour, Letters letters) {

    public enum Motion {
        REDRAWN,
        LINE_BY_LINE
    }

    public enum Colour {
        ON,
        OFF
    }

    public enum Letters {
        UNICODE,
        ASCII
    }

    /// This process's own.
    public static Terminal ofProcess(PrintWriter out, PrintWriter err) {
        // There is none in a pipe, or one that is no terminal, by version and provider of the JDK.
        boolean interactive =
                Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
        return new Terminal(
                out,
                err,
                interactive ? Motion.REDRAWN : Motion.LINE_BY_LINE,
                Ansi.AUTO.enabled() ? Colour.ON : Colour.OFF,
                System.err.charset().newEncoder().canEncode('━') ? Letters.UNICODE : Letters.ASCII);
    }

    /// The text in bold, where there are colours.
    public String bold(String text) {
        return coloured(1, text);
    }

    public String faint(String text) {
        return coloured(2, text);
    }

    public String green(String text) {
        return coloured(32, text);
    }

    public String red(String text) {
        return coloured(31, text);
    }

    public String cyan(String text) {
        return coloured(36, text);
    }

    private String coloured(int code, String text) {
        return colour == Colour.ON ? "\033[" + code + "m" + text + "\033[0m" : text;
    }
}
