package io.brainy.model.key;

import io.brainy.model.error.InvalidException;
import java.util.regex.Pattern;

/// The name of a collection as users write it: `[a-z0-9][a-z0-9_-]{0,62}`.
public record CollectionName(String value) implements Comparable<CollectionName> {

    private static final Pattern SHAPE = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");

    public CollectionName {
        if (!SHAPE.matcher(value).matches()) {
            throw new InvalidException(
                    "collection",
                    "a collection's name is 1 to 63 of a-z, 0-9, '_' and '-', beginning with a letter"
                            + " or digit; found '"
                            + (value.length() > 80 ? value.substring(0, 80) + "…" : value)
                            + "'");
        }
    }

    @Override
    public int compareTo(CollectionName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
