package io.brainy.coordinator.log;

import io.brainy.model.key.CollectionId;
import io.brainy.model.key.CollectionName;
import io.brainy.model.log.CollectionSettings;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// The collections of the cluster, as the journal has them. Methods do not block.
public interface Collections {

    /// The collection's log, opened; empty where this process knows none of that name.
    Optional<CollectionLog> find(CollectionName name);

    /// As [#find], after the journal was probed to its end (R1).
    CompletableFuture<Optional<CollectionLog>> findStrong(CollectionName name);

    /// Finds it or creates it with these settings, if nobody else did (L9).
    CompletableFuture<Opened> openOrCreate(CollectionName name, CollectionSettings settings);

    /// Drops it whole (L10); true if it was there.
    CompletableFuture<Boolean> drop(CollectionName name);

    List<Listed> list();

    record Opened(CollectionLog log, boolean created) {}

    record Listed(CollectionId id, CollectionSettings settings) {}
}
