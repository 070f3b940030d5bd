package io.brainy.coordinator.json;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The names that an object of the contract may have, at most 64, in the order in which they are
/// told to a user who wrote another one.
public final class KnownFields {

    private static final int MAX_FIELDS = 64;

    private final List<String> names;

    private KnownFields(List<String> names) {
        if (names.size() > MAX_FIELDS) {
            throw new IllegalArgumentException("at most 64 fields, found " + names.size());
        }
        this.names = names;
    }

    public static KnownFields of(String... names) {
        return new KnownFields(List.of(names));
    }

    public List<String> names() {
        return names;
    }

    int indexOf(String name) {
        return names.indexOf(name);
    }

    /// The known name that the user most likely meant: the same but for case and separators, or
    /// within a few slips of the keyboard.
    public Optional<String> nearest(String name) {
        String wanted = plain(name);
        String best = null;
        int bestDistance = 1 + Math.max(1, wanted.length() / 3);
        for (String known : names) {
            int distance = distance(wanted, plain(known));
            if (distance < bestDistance) {
                best = known;
                bestDistance = distance;
            }
        }
        return Optional.ofNullable(best);
    }

    /// The end of a message about an unknown name: the nearest one, and all there are.
    String hint(String name) {
        return nearest(name).map(near -> "; did you mean '" + near + "'?").orElse("")
                + " Known are: "
                + String.join(", ", names);
    }

    private static String plain(String name) {
        String shortened = name.length() > 64 ? name.substring(0, 64) : name;
        return shortened.replace("_", "").replace("-", "").toLowerCase(Locale.ROOT);
    }

    /// Edit distance (Levenshtein), two rows at a time.
    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, 1 + Math.min(previous[j], row[j - 1]));
            }
            int[] swap = previous;
            previous = row;
            row = swap;
        }
        return previous[b.length()];
    }
}
