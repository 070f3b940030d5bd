package io.brainy.coordinator.bucket;

/// The name of an object: segments joined by single slashes; no key is a folder of another (B4).
/// Their order is that of their UTF-8 bytes, the order of every listing.
public record ObjectKey(String value) implements Comparable<ObjectKey> {

    public static final int MAX_LENGTH = 900;

    public ObjectKey {
        if (!isKey(value)) {
            throw new IllegalArgumentException(
                    "an object's key is names joined by single slashes, found '" + value + "'");
        }
    }

    /// Whether this may be a key. Others, such as the `folder/` that consoles make, are never made
    /// by Brainy and are left out of listings.
    public static boolean isKey(String value) {
        return !value.isEmpty()
                && value.length() <= MAX_LENGTH
                && !value.startsWith("/")
                && !value.endsWith("/")
                && !value.contains("//");
    }

    @Override
    public int compareTo(ObjectKey other) {
        return compareAsBytes(value, other.value);
    }

    /// Compares two keys, or parts of keys, as their UTF-8 bytes would compare. Only surrogates,
    /// which stand for the greatest code points, are out of place among Java's own characters.
    static int compareAsBytes(String one, String other) {
        int shorter = Math.min(one.length(), other.length());
        for (int i = 0; i < shorter; i++) {
            char a = one.charAt(i);
            char b = other.charAt(i);
            if (a != b) {
                boolean surrogate = Character.isSurrogate(a);
                return surrogate == Character.isSurrogate(b)
                        ? Character.compare(a, b)
                        : surrogate ? 1 : -1;
            }
        }
        return Integer.compare(one.length(), other.length());
    }

    @Override
    public String toString() {
        return value;
    }
}
