package io.brainy.engine.memtable;

import io.brainy.engine.memtable.Layer.Tombstone;
import io.brainy.engine.segment.Segments;
import java.util.HashMap;
import java.util.Map;
import org.apache.lucene.util.BytesRef;

/// Hides in new segments what the memtable over them has written or deleted anew. It may be run
/// while commits are applied, and then once more without, for those that came meanwhile; each write
/// is taken once. One thread at a time.
public final class Carryover {

    private final Segments segments;
    private final Map<Layer, Done> done = new HashMap<>();

    /// How many rows and tombstones of a layer are done.
    private record Done(int rows, int tombstones) {}

    public Carryover(Segments segments) {
        this.segments = segments;
    }

    public void run(Memtable memtable) {
        for (Layer layer : memtable.layers()) {
            Done before = done.getOrDefault(layer, new Done(0, 0));
            Rows rows = layer.rows();
            Done now = new Done(rows.count(), layer.tombstoneCount());
            int first = Math.max(before.rows(), rows.firstAfter(segments.position()));
            for (int row = first; row < now.rows(); row++) {
                segments.hide(new BytesRef(rows.id(row)), rows.born(row));
            }
            for (int i = before.tombstones(); i < now.tombstones(); i++) {
                Tombstone tombstone = layer.tombstone(i);
                if (tombstone.position() > segments.position()) {
                    segments.hide(tombstone.id(), tombstone.position());
                }
            }
            done.put(layer, now);
        }
    }
}
