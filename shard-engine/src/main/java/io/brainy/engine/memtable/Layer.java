package io.brainy.engine.memtable;

import io.brainy.engine.filter.StoredDocuments;
import io.brainy.engine.part.PartReader;
import io.brainy.engine.segment.IndexFailure;
import io.brainy.engine.vector.FlatVectors;
import io.brainy.engine.vector.VectorSpace;
import io.brainy.model.document.Document;
import io.brainy.model.document.Vector;
import io.brainy.model.error.CorruptException;
import io.brainy.model.log.RecordCodec;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.FixedBitSet;
import org.jspecify.annotations.Nullable;

/// The writes of consecutive commits: documents as rows, and the ids that were deleted. Bodies and
/// vectors lie outside the heap, words and filter fields in a [LayerIndex].
///
/// One thread writes. Readers hold a layer by [#tryAcquire]; the last to let go frees its memory.
public final class Layer {

    /// As many rows as whole blocks of vectors hold; 5,184.
    public static final int MAX_ROWS = FlatVectors.firstRow(21);

    /// Of vectors and bodies; a single larger document fits nevertheless.
    public static final long MAX_BYTES = 16L << 20;

    private static final int BODY_CHUNK = 64 << 10;

    /// An id that a commit deleted.
    record Tombstone(BytesRef id, long position) {}

    private final VectorSpace space;
    private final int maxRows;
    private final Arena arena = Arena.ofShared();
    private final AtomicInteger holders = new AtomicInteger(1);
    private final LayerIndex index;
    private final AtomicLong allocatedBytes = new AtomicLong();
    private volatile Rows rows = new Rows();
    private volatile @Nullable FlatVectors vectors;

    /// The row of each vector, in their order.
    private volatile int[] vectorRows = new int[FlatVectors.firstRow(1)];

    private volatile Tombstone[] tombstones = new Tombstone[8];
    private volatile int tombstoneCount;

    private MemorySegment chunk = MemorySegment.NULL;
    private volatile long lastPosition;
    private volatile boolean ended;

    Layer(VectorSpace space, LayerIndex index, int maxRows) {
        this.space = space;
        this.maxRows = maxRows;
        this.index = index;
    }

    /// Whether the next write needs a new layer.
    boolean isFull() {
        return rows.count() == maxRows || tombstoneCount == maxRows || bytes() >= MAX_BYTES;
    }

    /// Adds a document as of a position.
    void add(Document document, long position) throws IOException {
        byte[] body = RecordCodec.encodeDocument(document);
        MemorySegment stored = allocate(body.length);
        MemorySegment.copy(body, 0, stored, ValueLayout.JAVA_BYTE, 0, body.length);
        int number = Rows.NONE;
        MemorySegment given = null;
        Vector vector = document.vector();
        Rows target = rows.withRoom();
        if (vector != null) {
            float[] components = vector.components();
            float[] indexed = space.indexed(components);
            number = addVector(indexed, target.count(), position);
            if (!Arrays.equals(indexed, components)) {
                given = allocate(Float.BYTES * components.length);
                MemorySegment.copy(
                        components,
                        0,
                        given,
                        ValueLayout.JAVA_FLOAT_UNALIGNED,
                        0,
                        components.length);
            }
        }
        index.add(document);
        target.add(
                Rows.utf8(document.id().value()), position, document.slot(), stored, number, given);
        rows = target;
        lastPosition = position;
    }

    private int addVector(float[] vector, int row, long position) {
        FlatVectors target = vectors;
        if (target == null) {
            target = new FlatVectors(arena, vector.length, maxRows);
            vectors = target;
        } else if (target.dimension() != vector.length) {
            throw new CorruptException(
                    "commit %d has a vector of %d components among those of %d"
                            .formatted(position, vector.length, target.dimension()));
        }
        int number = target.append(vector);
        int[] owners = vectorRows;
        if (number == owners.length) {
            owners = Arrays.copyOf(owners, 2 * number);
        }
        owners[number] = row;
        vectorRows = owners;
        return number;
    }

    /// Notes that an id was deleted, for segments to come.
    void delete(byte[] id, long position) {
        Tombstone[] target = tombstones;
        int count = tombstoneCount;
        if (count == target.length) {
            target = Arrays.copyOf(target, 2 * count);
        }
        target[count] = new Tombstone(new BytesRef(id), position);
        tombstones = target;
        tombstoneCount = count + 1;
        lastPosition = position;
    }

    private MemorySegment allocate(int bytes) {
        if (bytes > BODY_CHUNK / 4) {
            allocatedBytes.addAndGet(bytes);
            return arena.allocate(bytes, Float.BYTES);
        }
        if (chunk.byteSize() < bytes) {
            chunk = arena.allocate(BODY_CHUNK, Float.BYTES);
            allocatedBytes.addAndGet(BODY_CHUNK);
        }
        MemorySegment piece = chunk.asSlice(0, bytes);
        chunk = chunk.asSlice(bytes);
        return piece;
    }

    Rows rows() {
        return rows;
    }

    int tombstoneCount() {
        return tombstoneCount;
    }

    Tombstone tombstone(int number) {
        return tombstones[number];
    }

    long lastPosition() {
        return lastPosition;
    }

    /// Outside the heap.
    public long bytes() {
        FlatVectors flat = vectors;
        return allocatedBytes.get() + (flat == null ? 0 : flat.bytes());
    }

    public long heapBytes() {
        return rows.heapBytes() + index.heapBytes();
    }

    /// No more writes: the index becomes one segment.
    void seal() {
        if (!ended) {
            ended = true;
            index.seal();
        }
    }

    boolean tryAcquire() {
        int before = holders.get();
        while (before > 0) {
            if (holders.compareAndSet(before, before + 1)) {
                return true;
            }
            before = holders.get();
        }
        return false;
    }

    void release() {
        if (holders.decrementAndGet() == 0) {
            try {
                index.close();
            } finally {
                arena.close();
            }
        }
    }

    /// The row of an id that a view sees, or -1.
    public int find(BytesRef id, long base, long at) {
        return rows.find(Arrays.copyOfRange(id.bytes, id.offset, id.offset + id.length), base, at);
    }

    /// The rows that a view sees; the set is as long as there are rows up to its position.
    public FixedBitSet visible(long base, long at) {
        return rows.visible(base, at);
    }

    /// The layer's words and filter fields, at least of the rows born up to a position. Its
    /// documents are the rows, by the same numbers. To be let go by `decRef`.
    public DirectoryReader reader(long at) {
        try {
            return index.reader(rows.firstAfter(at));
        } catch (IOException e) {
            throw IndexFailure.of("reading the memtable's index", e);
        }
    }

    /// The layer's vectors, or null where it has none.
    ///
    /// @param query as the collection's space indexes it
    public @Nullable LayerVectors vectors(float[] query) {
        FlatVectors flat = vectors;
        return flat == null ? null : new LayerVectors(rows, vectorRows, flat.scan(space, query));
    }

    /// The dimension of its vectors, or 0 where it has none.
    public int dimension() {
        FlatVectors flat = vectors;
        return flat == null ? 0 : flat.dimension();
    }

    /// How filters read what they must verify.
    public StoredDocuments stored() {
        return leaf -> row -> open().document(leaf.docBase + row);
    }

    public PartReader open() {
        return new LayerPartReader(rows, vectors);
    }
}
