package io.brainy.coordinator.bucket;

import java.util.Locale;

/// The kinds of request that a bucket is asked for; requests are what a bucket costs.
public enum BucketOperation {
    PUT_IF_ABSENT,
    PUT,
    GET,
    HEAD,
    LIST,
    DELETE;

    /// The name in metrics and reports: `put-if-absent`.
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
