package io.brainy.search;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param positionWait how long a read waits for the position that it must see, and for the bucket
///   to say where journal and log end, before it is answered 503
/// @param deadline how long the shards, and a model that embeds a query, may take
/// @param maxScans how many scans may be open on this node; each keeps the segments that it began
///   with
/// @param scanIdle after how long an open scan that nobody continues is closed
@ConfigurationProperties("brainy.search")
public record SearchProperties(
        @DefaultValue("5s") Duration positionWait,
        @DefaultValue("10s") Duration deadline,
        @DefaultValue("16") int maxScans,
        @DefaultValue("5m") Duration scanIdle) {

    public SearchProperties {
        positive("position-wait", positionWait);
        positive("deadline", deadline);
        positive("scan-idle", scanIdle);
        if (maxScans < 1) {
            throw new IllegalArgumentException(
                    "brainy.search.max-scans is at least 1, found " + maxScans);
        }
    }

    private static void positive(String name, Duration duration) {
        if (!duration.isPositive()) {
            throw new IllegalArgumentException(
                    "brainy.search." + name + " is longer than nothing, found " + duration);
        }
    }
}
