package io.brainy.coordinator.layout;

import io.brainy.coordinator.bucket.ObjectKey;
import io.brainy.model.error.CorruptException;
import java.util.Locale;

/// Where a sequence lies: its entries below `<prefix>/`, its floors below `<prefix>-floor/`, both
/// named by 20 digits.
public record SequenceName(String prefix) {

    private static final int DIGITS = 20;

    public ObjectKey entry(long number) {
        return new ObjectKey(entries() + digits(number));
    }

    public ObjectKey floor(long number) {
        return new ObjectKey(floors() + digits(number));
    }

    /// The listing prefix of the entries.
    public String entries() {
        return prefix + "/";
    }

    /// The listing prefix of the floors.
    public String floors() {
        return prefix + "-floor/";
    }

    /// The number that an entry's or a floor's key ends with.
    public static long numberOf(ObjectKey key) {
        String name = key.value().substring(key.value().lastIndexOf('/') + 1);
        if (name.length() != DIGITS || !name.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw notANumber(key);
        }
        if (name.equals("9".repeat(DIGITS))) {
            return Long.MAX_VALUE;
        }
        try {
            return Long.parseLong(name);
        } catch (NumberFormatException _) {
            throw notANumber(key);
        }
    }

    private static CorruptException notANumber(ObjectKey key) {
        return new CorruptException(
                "an entry's name has 20 digits, found '"
                        + key
                        + "'; something else writes into this bucket's prefix");
    }

    private static String digits(long number) {
        return number == Long.MAX_VALUE
                ? "9".repeat(DIGITS)
                : String.format(Locale.ROOT, "%020d", number);
    }

    @Override
    public String toString() {
        return prefix;
    }
}
