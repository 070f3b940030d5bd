package io.brainy.ingest.testing;

import io.brainy.coordinator.port.DocumentReader;
import io.brainy.model.document.DocumentId;
import io.brainy.model.key.CollectionId;
import io.brainy.model.query.Filter;
import io.brainy.model.query.Filters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Reads what the fake logs hold, at their tail.
public final class FakeDocumentReader implements DocumentReader {

    private final FakeCollections collections;

    public FakeDocumentReader(FakeCollections collections) {
        this.collections = collections;
    }

    @Override
    public CompletableFuture<Read> read(
            CollectionId collection, List<DocumentId> ids, long atLeast) {
        FakeCollectionLog log = collections.log(collection);
        synchronized (log) {
            checkReachable(log, atLeast);
            List<@Nullable Versioned> versions = new ArrayList<>();
            ids.forEach(id -> versions.add(log.document(id.value())));
            return CompletableFuture.completedFuture(new Read(versions, log.tail()));
        }
    }

    @Override
    public CompletableFuture<Matched> match(
            CollectionId collection,
            Filter where,
            @Nullable DocumentId after,
            int limit,
            long atLeast) {
        FakeCollectionLog log = collections.log(collection);
        synchronized (log) {
            checkReachable(log, atLeast);
            List<DocumentId> all =
                    log.documents().stream()
                            .filter(found -> Filters.matches(where, found.document()))
                            .map(found -> found.document().id())
                            .sorted(Comparator.naturalOrder())
                            .filter(id -> after == null || id.compareTo(after) > 0)
                            .toList();
            return CompletableFuture.completedFuture(
                    new Matched(
                            all.subList(0, Math.min(limit, all.size())),
                            all.size() > limit,
                            log.tail()));
        }
    }

    private static void checkReachable(FakeCollectionLog log, long atLeast) {
        if (atLeast > log.tail()) {
            throw new IllegalArgumentException("there is no commit " + atLeast);
        }
    }
}
