package io.brainy.bench.report;

/// One line of a table.
///
/// @param what was measured
/// @param ours the measured value, with its unit
/// @param peer what it is compared with, measured in the same run, or empty
/// @param ratio of the two, or empty
/// @param goal in words, or empty
public record Figure(
        String what, String ours, String peer, String ratio, String goal, Outcome outcome) {

    public enum Outcome {
        MET("yes"),
        MISSED("MISSED"),
        NO_GOAL("");

        private final String word;

        Outcome(String word) {
            this.word = word;
        }

        /// Whether the goal was reached.
        public static Outcome of(boolean reached) {
            return reached ? MET : MISSED;
        }

        @Override
        public String toString() {
            return word;
        }
    }

    /// A value that is not compared with anything.
    public static Figure plain(String what, String value) {
        return new Figure(what, value, "", "", "", Outcome.NO_GOAL);
    }
}
