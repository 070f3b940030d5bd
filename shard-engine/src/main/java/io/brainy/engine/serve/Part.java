package io.brainy.engine.serve;

import io.brainy.engine.memtable.Layer;
import io.brainy.engine.part.PartReader;
import io.brainy.engine.segment.SegmentLeaf;
import java.util.ArrayList;
import java.util.List;

/// One part of a view. Its documents are referred to by the part's number in the view and their own
/// in the part, in one `long`.
sealed interface Part {

    record OfSegment(SegmentLeaf leaf) implements Part {
        @Override
        public PartReader open() {
            return leaf.open();
        }
    }

    record OfLayer(Layer layer) implements Part {
        @Override
        public PartReader open() {
            return layer.open();
        }
    }

    PartReader open();

    /// The segments first, in Lucene's order, then the layers.
    static List<Part> of(View view) {
        List<Part> parts = new ArrayList<>();
        view.base().leaves().forEach(leaf -> parts.add(new OfSegment(leaf)));
        view.memtable().layers().forEach(layer -> parts.add(new OfLayer(layer)));
        return List.copyOf(parts);
    }

    static long ref(int part, int doc) {
        return ((long) part << Integer.SIZE) | doc;
    }

    static int partOf(long ref) {
        return (int) (ref >>> Integer.SIZE);
    }

    static int docOf(long ref) {
        return (int) ref;
    }
}
