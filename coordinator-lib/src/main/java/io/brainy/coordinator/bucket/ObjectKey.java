package io.brainy.coordinator.bucket;

/// The name of an object: segments joined by single slashes; no key is a folder of another (B4).
public record ObjectKey(String value) {

    public static final int MAX_LENGTH = 900;

    public ObjectKey {
        if (value.isEmpty()
                || value.length() > MAX_LENGTH
                || value.startsWith("/")
                || value.endsWith("/")
                || value.contains("//")) {
            throw new IllegalArgumentException(
                    "an object's key is names joined by single slashes, found '" + value + "'");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
