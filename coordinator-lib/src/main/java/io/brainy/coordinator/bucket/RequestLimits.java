package io.brainy.coordinator.bucket;

import java.util.List;

/// What a request to any bucket may ask for; every adapter checks it first, so that a request that
/// one store would refuse is refused by all.
public final class RequestLimits {

    /// The most keys of one listing, and the most of one deletion: what S3 allows.
    public static final int MAX_KEYS = 1_000;

    private RequestLimits() {}

    public static void requireRange(long offset, int length) {
        if (offset < 0 || length < 0) {
            throw new IllegalArgumentException(
                    "a range begins at 0 or later and has a length of 0 or more, found "
                            + offset
                            + " and "
                            + length);
        }
    }

    public static void requireLimit(int limit) {
        if (limit < 1 || limit > MAX_KEYS) {
            throw new IllegalArgumentException(
                    "a listing is limited to 1 to " + MAX_KEYS + " keys, found " + limit);
        }
    }

    public static void requireDeletes(List<ObjectKey> keys) {
        if (keys.size() > MAX_KEYS) {
            throw new IllegalArgumentException(
                    "one deletion names at most " + MAX_KEYS + " keys, found " + keys.size());
        }
    }
}
