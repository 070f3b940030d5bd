package io.brainy.search.testing;

import io.brainy.coordinator.log.CollectionLog;
import io.brainy.coordinator.log.Collections;
import io.brainy.engine.serve.ShardDirectory;
import io.brainy.engine.serve.ShardHandle;
import io.brainy.model.key.CollectionId;
import io.brainy.model.key.CollectionName;
import io.brainy.model.log.CollectionSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// The collections that a node knows of, those that it would only learn of by a probe, and their
/// shards.
public final class TestNode implements Collections, ShardDirectory {

    private final Map<CollectionName, TestCollection> known = new HashMap<>();
    private final Map<CollectionName, TestCollection> real = new HashMap<>();

    public TestCollection add(TestCollection collection) {
        known.put(collection.collection().name(), collection);
        return addElsewhere(collection);
    }

    /// Another node created it.
    public TestCollection addElsewhere(TestCollection collection) {
        real.put(collection.collection().name(), collection);
        return collection;
    }

    public void remove(TestCollection collection) {
        known.remove(collection.collection().name());
        real.remove(collection.collection().name());
    }

    @Override
    public Optional<CollectionLog> find(CollectionName name) {
        return Optional.ofNullable(known.get(name));
    }

    @Override
    public CompletableFuture<Optional<CollectionLog>> findStrong(CollectionName name) {
        known.clear();
        known.putAll(real);
        return CompletableFuture.completedFuture(find(name));
    }

    @Override
    public List<ShardHandle> of(CollectionId id) {
        TestCollection collection = real.get(id.name());
        return collection == null ? List.of() : List.copyOf(collection.shards());
    }

    @Override
    public CompletableFuture<Opened> openOrCreate(
            CollectionName name, CollectionSettings settings) {
        throw new UnsupportedOperationException("the read side never creates");
    }

    @Override
    public CompletableFuture<Boolean> drop(CollectionName name) {
        throw new UnsupportedOperationException("the read side never drops");
    }

    @Override
    public List<Listed> list() {
        return List.of();
    }
}
