package io.brainy.ingest.write;

import java.time.Duration;

/// How long and how much.
///
/// @param timeout how long one part, or one step of a conditional write, may take
/// @param patience how long a stream waits without progress while others are served first
/// @param linger how long a document of a stream waits for company in its part
/// @param partsInFlight how many parts of one stream may be on their way
/// @param bytesInFlight what all requests of this node may hold
public record WriteLimits(
        Duration timeout,
        Duration patience,
        Duration linger,
        int partsInFlight,
        long bytesInFlight) {

    public static final WriteLimits DEFAULTS =
            new WriteLimits(
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(1),
                    3,
                    96L << 20);
}
