package io.brainy.search.scan;

import io.brainy.engine.serve.ShardSnapshot.Found;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// @param position of the first call's snapshots
/// @param cursor of the next page, or null: this is the end
public record ScanPage(List<Found> documents, long position, @Nullable String cursor) {
    public ScanPage {
        documents = List.copyOf(documents);
    }
}
