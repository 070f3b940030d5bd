package io.brainy.standalone.settings;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// Finds the word that was probably meant, by the least number of letters to change, add, remove or
/// swap with their neighbour (optimal string alignment distance).
public final class Nearest {

    private Nearest() {}

    /// The candidate nearest to `given`, if fewer than half of its letters differ; of equally near
    /// ones the first in their natural order.
    public static Optional<String> to(String given, Collection<String> candidates) {
        return candidates.stream()
                .min(
                        Comparator.comparingInt((String word) -> distance(given, word))
                                .thenComparing(Comparator.naturalOrder()))
                .filter(word ->
                        2 * distance(given, word) < Math.max(given.length(), word.length()));
    }

    static int distance(String from, String to) {
        int[][] steps = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            steps[i][0] = i;
        }
        for (int j = 0; j <= to.length(); j++) {
            steps[0][j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            for (int j = 1; j <= to.length(); j++) {
                int replaced =
                        steps[i - 1][j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                int best = Math.min(replaced, Math.min(steps[i - 1][j], steps[i][j - 1]) + 1);
                boolean swapped =
                        i > 1
                                && j > 1
                                && from.charAt(i - 1) == to.charAt(j - 2)
                                && from.charAt(i - 2) == to.charAt(j - 1);
                steps[i][j] = swapped ? Math.min(best, steps[i - 2][j - 2] + 1) : best;
            }
        }
        return steps[from.length()][to.length()];
    }
}
