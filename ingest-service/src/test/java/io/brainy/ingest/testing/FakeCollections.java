package io.brainy.ingest.testing;

import io.brainy.coordinator.log.CollectionLog;
import io.brainy.coordinator.log.Collections;
import io.brainy.model.key.CollectionId;
import io.brainy.model.key.CollectionName;
import io.brainy.model.log.CollectionSettings;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/// Collections in memory, each with a [FakeCollectionLog].
public final class FakeCollections implements Collections {

    private final Map<CollectionName, FakeCollectionLog> logs = new TreeMap<>();
    private long journal;

    @Override
    public synchronized Optional<CollectionLog> find(CollectionName name) {
        return Optional.ofNullable(logs.get(name));
    }

    @Override
    public CompletableFuture<Optional<CollectionLog>> findStrong(CollectionName name) {
        return CompletableFuture.completedFuture(find(name));
    }

    @Override
    public synchronized CompletableFuture<Opened> openOrCreate(
            CollectionName name, CollectionSettings settings) {
        boolean created = !logs.containsKey(name);
        FakeCollectionLog log =
                logs.computeIfAbsent(
                        name,
                        _ ->
                                new FakeCollectionLog(
                                        new CollectionId(name, ++journal),
                                        settings,
                                        FakeEmbedder.DIMENSION));
        return CompletableFuture.completedFuture(new Opened(log, created));
    }

    @Override
    public synchronized CompletableFuture<Boolean> drop(CollectionName name) {
        FakeCollectionLog log = logs.remove(name);
        if (log != null) {
            log.close();
        }
        return CompletableFuture.completedFuture(log != null);
    }

    @Override
    public synchronized List<Listed> list() {
        return logs.values().stream()
                .map(log -> new Listed(log.collection(), log.settings()))
                .toList();
    }

    public synchronized boolean exists(String name) {
        return logs.containsKey(new CollectionName(name));
    }

    public synchronized FakeCollectionLog log(String name) {
        return Objects.requireNonNull(logs.get(new CollectionName(name)), name);
    }

    synchronized FakeCollectionLog log(CollectionId id) {
        return log(id.name().value());
    }
}
