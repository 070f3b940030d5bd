package io.brainy.ingest.write;

import io.brainy.coordinator.log.CollectionLog;
import io.brainy.coordinator.log.Collections;
import io.brainy.model.error.NotFoundException;
import io.brainy.model.key.CollectionName;
import io.brainy.model.log.CollectionSettings;
import java.time.Duration;
import java.util.Optional;

/// Finds the log of the collection that a request names.
final class WriteTarget {

    private final Collections collections;
    private final Duration timeout;

    WriteTarget(Collections collections, Duration timeout) {
        this.collections = collections;
        this.timeout = timeout;
    }

    /// What this node knows without asking the bucket.
    Optional<CollectionLog> known(CollectionName name) {
        return collections.find(name);
    }

    /// A write's collection, which it creates where there is none.
    CollectionLog open(CollectionName name) {
        return collections
                .find(name)
                .orElseGet(() ->
                        Await.value(
                                        collections.openOrCreate(name, CollectionSettings.DEFAULTS),
                                        timeout,
                                        "creating the collection " + name)
                                .log());
    }

    /// The same after the log that was known turned out to be of a collection that was dropped.
    CollectionLog reopen(CollectionName name) {
        return Await.value(
                        collections.openOrCreate(name, CollectionSettings.DEFAULTS),
                        timeout,
                        "creating the collection " + name)
                .log();
    }

    /// The collection of a call that creates none.
    CollectionLog existing(CollectionName name) {
        return collections.find(name).orElseGet(() -> existingStrong(name));
    }

    /// The same, after the journal was asked.
    CollectionLog existingStrong(CollectionName name) {
        return Await.value(collections.findStrong(name), timeout, "looking for " + name)
                .orElseThrow(() ->
                        new NotFoundException(
                                "there is no collection '"
                                        + name
                                        + "'; the first write creates it"));
    }
}
