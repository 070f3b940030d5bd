package io.brainy.model.key;

import io.brainy.model.error.CorruptException;

/// A shard's name, `<journal number of the entry that made it>-<ordinal>`; never used again (C3).
public record ShardId(long entry, int ordinal) implements Comparable<ShardId> {

    public ShardId {
        if (entry < 1 || ordinal < 0) {
            throw new IllegalArgumentException("no shard is named " + entry + "-" + ordinal);
        }
    }

    /// Reads the form that [#toString] writes, and no other: a shard has one name.
    public static ShardId parse(String text) {
        int dash = text.indexOf('-');
        ShardId id;
        try {
            id =
                    new ShardId(
                            Long.parseLong(text.substring(0, Math.max(dash, 0))),
                            Integer.parseInt(text.substring(dash + 1)));
        } catch (IllegalArgumentException e) {
            throw new CorruptException(misnamed(text), e);
        }
        if (!id.toString().equals(text)) {
            throw new CorruptException(misnamed(text));
        }
        return id;
    }

    private static String misnamed(String text) {
        return "a shard's name is <entry>-<ordinal>, found '" + text + "'";
    }

    @Override
    public int compareTo(ShardId other) {
        int byEntry = Long.compare(entry, other.entry);
        return byEntry != 0 ? byEntry : Integer.compare(ordinal, other.ordinal);
    }

    @Override
    public String toString() {
        return entry + "-" + ordinal;
    }
}
