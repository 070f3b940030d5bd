package io.brainy.ingest.indexer;

import java.time.Duration;

/// When what was applied is published: by size or age, never per write, since freshness comes from
/// the log.
///
/// @param bytes of commits
/// @param records after which a flat scan of the tail would cost more than a small segment
/// @param age of the eldest commit that is not published
public record PublishPolicy(long bytes, int records, Duration age) {

    public static final PublishPolicy DEFAULT =
            new PublishPolicy(32L << 20, 20_000, Duration.ofMinutes(2));

    boolean isDue(long unpublishedBytes, int unpublishedRecords, Duration eldest) {
        return unpublishedBytes >= bytes
                || unpublishedRecords >= records
                || eldest.compareTo(age) >= 0;
    }
}
