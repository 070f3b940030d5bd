package io.brainy.engine.segment;

import io.brainy.engine.filter.StoredDocuments;
import io.brainy.model.error.BrainyException;
import java.io.IOException;
import java.util.List;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/// The segments of one manifest, open: exactly the log up to [#position]. Whoever uses them holds
/// them by [#tryAcquire] and lets go by [#release]; the last one to do so closes the files.
public final class Segments {

    private final long position;
    private final long generation;
    private final long bytes;
    private final @Nullable DirectoryReader reader;
    private final List<SegmentLeaf> leaves;
    private SegmentLeaf.Lookup @Nullable [] lookups;

    Segments(
            long position,
            long generation,
            long bytes,
            @Nullable DirectoryReader reader,
            List<SegmentLeaf> leaves) {
        this.position = position;
        this.generation = generation;
        this.bytes = bytes;
        this.reader = reader;
        this.leaves = List.copyOf(leaves);
    }

    /// What a shard stands on before its first manifest.
    ///
    /// @param position the number before the log's first
    public static Segments none(long position) {
        return empty(position, 0);
    }

    /// A manifest without files.
    static Segments empty(long position, long generation) {
        return new Segments(position, generation, 0, null, List.of());
    }

    public long position() {
        return position;
    }

    public long generation() {
        return generation;
    }

    public long bytes() {
        return bytes;
    }

    public List<SegmentLeaf> leaves() {
        return leaves;
    }

    /// The Lucene reader over all leaves, or null before the first manifest.
    public @Nullable DirectoryReader reader() {
        return reader;
    }

    public int documents() {
        return reader == null ? 0 : reader.numDocs();
    }

    /// How filters read what they must verify.
    public StoredDocuments stored() {
        return leaf -> leaves.get(leaf.ord).open()::document;
    }

    /// Holds the segments open; false where they were closed already.
    public boolean tryAcquire() {
        return reader == null || reader.tryIncRef();
    }

    public void release() {
        if (reader != null) {
            try {
                reader.decRef();
            } catch (IOException e) {
                throw IndexFailure.of("closing segments of position " + position, e);
            }
        }
    }

    /// Hides an id's document from a position on; true where there was one that nothing had hidden.
    /// One thread at a time.
    public boolean hide(BytesRef id, long from) {
        try {
            SegmentLeaf.Lookup[] finders = lookups();
            for (int i = 0; i < finders.length; i++) {
                int doc = finders[i].find(id);
                if (doc >= 0) {
                    // An id has one document that is not deleted, so no other leaf has it.
                    return leaves.get(i).hidden().hide(doc, from);
                }
            }
            return false;
        } catch (IOException e) {
            throw failure("looking up an id", e);
        }
    }

    private SegmentLeaf.Lookup[] lookups() throws IOException {
        SegmentLeaf.Lookup[] finders = lookups;
        if (finders == null) {
            finders = new SegmentLeaf.Lookup[leaves.size()];
            for (int i = 0; i < finders.length; i++) {
                finders[i] = leaves.get(i).lookup();
            }
            lookups = finders;
        }
        return finders;
    }

    public BrainyException failure(String doing, IOException thrown) {
        return IndexFailure.of(doing + " in segments of position " + position, thrown);
    }
}
