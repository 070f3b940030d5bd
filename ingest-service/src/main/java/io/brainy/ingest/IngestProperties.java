package io.brainy.ingest;

import io.brainy.ingest.write.WriteLimits;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// @param timeout how long one commit, or one step of a conditional write, may take
/// @param patience how long a bulk write waits without progress before its items are refused
/// @param linger how long a document of a bulk write waits for company in its commit
/// @param partsInFlight how many commits of one bulk write may be under way
/// @param memory what the unwritten documents of all requests may take
@ConfigurationProperties("brainy.ingest")
public record IngestProperties(
        @DefaultValue("30s") Duration timeout,
        @DefaultValue("60s") Duration patience,
        @DefaultValue("1s") Duration linger,
        @DefaultValue("3") int partsInFlight,
        @DefaultValue("96MB") DataSize memory) {

    public IngestProperties {
        if (partsInFlight < 1) {
            throw new IllegalArgumentException(
                    "brainy.ingest.parts-in-flight is at least 1, found " + partsInFlight);
        }
    }

    WriteLimits limits() {
        return new WriteLimits(timeout, patience, linger, partsInFlight, memory.toBytes());
    }
}
