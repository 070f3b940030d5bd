package io.brainy.bench.report;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Prints tables as they come and counts the goals that were missed. For one thread.
public final class Report {

    private static final List<String> HEADINGS =
            List.of("measured", "ours", "peer", "ratio", "goal", "met");

    private static final List<Function<Figure, String>> COLUMNS =
            List.of(
                    Figure::what,
                    Figure::ours,
                    Figure::peer,
                    Figure::ratio,
                    Figure::goal,
                    figure -> figure.outcome().toString());

    private final PrintWriter out;
    private int missed;
    private int met;

    public Report(PrintWriter out) {
        this.out = out;
    }

    /// What is about to happen, since some of it takes minutes.
    public void say(String line) {
        out.println(line);
        out.flush();
    }

    /// A table with the machine's facts as of now, then `notes` a line each.
    public void table(String title, List<Figure> figures, List<String> notes) {
        out.println();
        out.println("== " + title);
        out.println(Machine.describe());
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEADINGS);
        for (Figure figure : figures) {
            rows.add(COLUMNS.stream().map(column -> column.apply(figure)).toList());
            switch (figure.outcome()) {
                case MET -> met++;
                case MISSED -> missed++;
                case NO_GOAL -> {}
            }
        }
        int[] widths = new int[COLUMNS.size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
            }
            out.println(line.toString().stripTrailing());
        }
        notes.forEach(note -> out.println("  " + note));
        out.flush();
    }

    /// How it went, all tables together.
    public void end() {
        out.println();
        out.printf("%d goals met, %d missed%n", met, missed);
        out.flush();
    }
}
