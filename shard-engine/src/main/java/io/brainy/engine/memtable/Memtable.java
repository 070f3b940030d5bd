package io.brainy.engine.memtable;

import io.brainy.engine.segment.IndexFailure;
import io.brainy.engine.segment.Segments;
import io.brainy.engine.vector.VectorSpace;
import io.brainy.model.document.Document;
import io.brainy.model.document.DocumentId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.util.BytesRef;

/// The layers over a shard's segments, an immutable list, the oldest first. The shard itself holds
/// each layer from its making until it is dropped; whoever uses a list meanwhile holds it by
/// [#acquire].
public final class Memtable {

    private final VectorSpace space;
    private final int maxRows;
    private final List<Layer> layers;

    private Memtable(VectorSpace space, int maxRows, List<Layer> layers) {
        this.space = space;
        this.maxRows = maxRows;
        this.layers = List.copyOf(layers);
    }

    /// @param maxRows of a layer, [Layer#MAX_ROWS] but for tests
    public static Memtable empty(VectorSpace space, int maxRows) {
        return new Memtable(space, maxRows, List.of());
    }

    public List<Layer> layers() {
        return layers;
    }

    /// This memtable or one with a layer more, so that a write finds room.
    public Memtable withRoom() {
        if (!layers.isEmpty()) {
            Layer last = layers.getLast();
            if (!last.isFull()) {
                return this;
            }
            last.seal();
        }
        List<Layer> more = new ArrayList<>(layers);
        try {
            more.add(new Layer(space, new LayerIndex(), maxRows));
        } catch (IOException e) {
            throw IndexFailure.of("adding a layer to the memtable", e);
        }
        return new Memtable(space, maxRows, more);
    }

    /// Writes a document as of a position, where there is room. True where the id had a document
    /// before.
    ///
    /// @param base the segments below, in which an older document of the id is hidden
    public boolean write(Document document, long position, Segments base) {
        boolean existed = end(document.id(), position, base);
        try {
            layers.getLast().add(document, position);
        } catch (IOException e) {
            throw IndexFailure.of("indexing a document in the memtable", e);
        }
        return existed;
    }

    /// Deletes an id as of a position, where there is room. True where it had a document.
    public boolean delete(DocumentId id, long position, Segments base) {
        boolean existed = end(id, position, base);
        layers.getLast().delete(Rows.utf8(id.value()), position);
        return existed;
    }

    /// Ends whatever document the id has, at a position.
    private boolean end(DocumentId id, long position, Segments base) {
        byte[] utf8 = Rows.utf8(id.value());
        for (Layer layer : layers.reversed()) {
            Rows rows = layer.rows();
            int row = rows.newest(utf8);
            if (row != Rows.NONE) {
                boolean alive = rows.isAlive(row);
                if (alive) {
                    rows.end(row, position);
                }
                if (rows.born(row) > base.position()) {
                    // That write has hidden the id in the segments already.
                    return alive;
                }
                break;
            }
        }
        return base.hide(new BytesRef(utf8), position);
    }

    /// Without the layers that segments of a position cover. A layer that they cover in part stays:
    /// its older rows are invisible over them.
    public Memtable above(long position) {
        return new Memtable(
                space,
                maxRows,
                layers.stream().filter(layer -> layer.lastPosition() > position).toList());
    }

    /// Keeps every layer for a user; the caller knows that none is freed yet.
    public void acquire() {
        for (Layer layer : layers) {
            if (!layer.tryAcquire()) {
                throw new IllegalStateException("a layer of the memtable is freed already");
            }
        }
    }

    public void release() {
        layers.forEach(Layer::release);
    }

    /// Lets go of the layers that `next` has no more.
    public void releaseAllBut(Memtable next) {
        for (Layer layer : layers) {
            if (next.layers.stream().noneMatch(kept -> kept.equals(layer))) {
                layer.release();
            }
        }
    }

    /// Documents that a view sees in the memtable.
    public long documents(long base, long at) {
        return layers.stream().mapToLong(layer -> layer.visible(base, at).cardinality()).sum();
    }

    /// Outside the heap.
    public long bytes() {
        return layers.stream().mapToLong(Layer::bytes).sum();
    }

    public long heapBytes() {
        return layers.stream().mapToLong(Layer::heapBytes).sum();
    }
}
