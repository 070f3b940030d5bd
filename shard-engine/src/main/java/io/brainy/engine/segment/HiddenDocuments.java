package io.brainy.engine.segment;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// Since when each document of a segment is no more: the position of the first commit that wrote or
/// deleted its id again. A view of position q leaves out what is hidden at q or before, so that
/// commits may be applied while queries run: they only add positions that no running query has
/// reached.
///
/// That position is a fact about the document, whatever manifest the segment is seen through, so
/// one instance serves a segment as long as it lives. Memory is taken where something is hidden.
final class HiddenDocuments {

    private static final int CHUNK_BITS = 10;
    private static final int CHUNK = 1 << CHUNK_BITS;
    private static final VarHandle POSITION = MethodHandles.arrayElementVarHandle(long[].class);
    static final long NEVER = Long.MAX_VALUE;

    private final AtomicReferenceArray<long[]> chunks;
    private volatile int hidden;

    HiddenDocuments(int documents) {
        this.chunks = new AtomicReferenceArray<>((documents + CHUNK - 1) >>> CHUNK_BITS);
    }

    /// Hides a document from `position` on, unless it is hidden from an earlier one on. True where
    /// it was not hidden at all. One thread at a time.
    synchronized boolean hide(int doc, long position) {
        long[] chunk = chunks.get(doc >>> CHUNK_BITS);
        if (chunk == null) {
            chunk = new long[CHUNK];
            Arrays.fill(chunk, NEVER);
            chunks.set(doc >>> CHUNK_BITS, chunk);
        }
        int at = doc & (CHUNK - 1);
        long before = chunk[at];
        if (position < before) {
            POSITION.setRelease(chunk, at, position);
        }
        if (before == NEVER) {
            hidden = hidden + 1;
        }
        return before == NEVER;
    }

    boolean isHidden(int doc, long at) {
        long[] chunk = chunks.get(doc >>> CHUNK_BITS);
        return chunk != null && (long) POSITION.getAcquire(chunk, doc & (CHUNK - 1)) <= at;
    }

    /// Whether anything was ever hidden, at whatever position.
    boolean isEmpty() {
        return hidden == 0;
    }

    long bytes() {
        long sum = 0;
        for (int i = 0; i < chunks.length(); i++) {
            sum += chunks.get(i) == null ? 0 : (long) CHUNK * Long.BYTES;
        }
        return sum;
    }
}
