package io.brainy.coordinator.port;

import io.brainy.model.document.Document;
import io.brainy.model.document.DocumentId;
import io.brainy.model.key.CollectionId;
import io.brainy.model.query.Filter;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Reads documents for whoever writes: the loops of rule L4 and deletes by filter. Each answer
/// names the position that it is exact at.
public interface DocumentReader {

    /// The document of each id, or null, in order, all as of one position, at least `atLeast`.
    CompletableFuture<Read> read(CollectionId collection, List<DocumentId> ids, long atLeast);

    /// The ids that match, after `after` in the order of a scan, at most `limit`, as of one
    /// position, at least `atLeast`.
    CompletableFuture<Matched> match(
            CollectionId collection,
            Filter where,
            @Nullable DocumentId after,
            int limit,
            long atLeast);

    /// @param versions the documents in the order of the question; null = there is none
    record Read(List<@Nullable Versioned> versions, long position) {}

    record Matched(List<DocumentId> ids, boolean more, long position) {}

    /// @param version the position of the commit that wrote it: its ETag
    record Versioned(Document document, long version) {}
}
