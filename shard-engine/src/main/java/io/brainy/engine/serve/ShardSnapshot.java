package io.brainy.engine.serve;

import io.brainy.model.document.Document;
import io.brainy.model.document.DocumentId;
import io.brainy.model.query.Filter;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A shard as of one position: every answer reflects exactly the commits up to [#position],
/// whatever is applied meanwhile. Safe for concurrent use; to be closed, which releases the
/// segments it pins.
public interface ShardSnapshot extends AutoCloseable {

    long position();

    /// The generation of the manifest whose segments it stands on; 0 where there is none yet.
    long generation();

    Optional<Found> get(DocumentId id);

    /// Compiles a filter once for use by several rankings of one query.
    Matching matching(Filter where);

    /// The `k` nearest by the collection's similarity, best first, among those that match.
    List<Candidate> nearest(float[] vector, int k, Matching matching);

    /// The best `k` by BM25 over the content, best first, among those that match. Any of the words
    /// suffices.
    List<Candidate> words(String text, int k, Matching matching);

    /// Matching documents in the order (slot, id as UTF-8 bytes), after `after` where it is given.
    List<Candidate> scan(@Nullable ScanKey after, int limit, Matching matching);

    long count(Matching matching);

    /// The documents themselves, in order; `vectors` whether to read those too.
    List<Found> fetch(List<Candidate> candidates, Fetch what);

    SnapshotStats stats();

    @Override
    void close();

    enum Fetch {
        WITHOUT_VECTOR,
        WITH_VECTOR
    }

    /// A filter made ready for this snapshot.
    interface Matching {
        /// How it will be run and why, for `explain`.
        String plan();
    }

    /// A document found, not yet read.
    ///
    /// @param ref an opaque reference, valid for this snapshot
    /// @param score higher is better, as the API defines it
    record Candidate(long ref, DocumentId id, long version, double score) {}

    /// Where a scan goes on.
    record ScanKey(int slot, DocumentId id) {}

    /// @param version the position of the commit that wrote it
    record Found(Document document, long version) {}

    /// @param memtableDocuments alive documents that are not in segments yet
    record SnapshotStats(
            long documents,
            long relationships,
            long bytes,
            int segments,
            int graphs,
            long memtableDocuments,
            long memtableBytes) {}
}
