package io.brainy.engine.serve;

import io.brainy.engine.part.PartReader;
import io.brainy.engine.segment.SegmentLeaf;
import io.brainy.engine.serve.ShardSnapshot.ScanKey;
import io.brainy.model.key.Slots;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.FixedBitSet;
import org.jspecify.annotations.Nullable;

/// The next matching documents in the order of a scan: slot, then id as bytes. That order is the
/// documents' own, so it is the same whatever the segments are.
///
/// Segments are asked for a window of slots at a time, about as wide as the page needs, and only as
/// many documents as the page has are kept; so memory is bounded by the page.
final class SlotScan {

    /// How much wider than expected a window is, so that one mostly suffices.
    private static final double MARGIN = 1.5;

    private static final Comparator<Found> ORDER =
            Comparator.comparingInt(Found::slot).thenComparing(Found::id);

    private final View view;
    private final List<Part> parts;
    private final List<PartMatches> matches;
    private final @Nullable Found after;
    private final int limit;
    private final PriorityQueue<Found> kept = new PriorityQueue<>(ORDER.reversed());

    /// A document on its page.
    record Found(int slot, BytesRef id, long ref) {}

    SlotScan(
            View view,
            List<Part> parts,
            List<PartMatches> matches,
            @Nullable ScanKey after,
            int limit) {
        this.view = view;
        this.parts = parts;
        this.matches = matches;
        this.after =
                after == null ? null : new Found(after.slot(), new BytesRef(after.id().value()), 0);
        this.limit = limit;
    }

    List<Found> page() throws IOException {
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i) instanceof Part.OfLayer layer
                    && matches.get(i) instanceof PartMatches.Chosen(FixedBitSet rows, int _)) {
                addAll(i, layer.open(), rows);
            }
        }
        DirectoryReader reader = view.base().reader();
        if (reader != null) {
            addWindows(reader);
        }
        List<Found> page = new ArrayList<>(kept);
        page.sort(ORDER);
        return page;
    }

    private void addAll(int part, PartReader reader, FixedBitSet rows) throws IOException {
        int row = rows.nextSetBit(0);
        while (row != DocIdSetIterator.NO_MORE_DOCS) {
            add(part, reader, row);
            row =
                    row + 1 < rows.length()
                            ? rows.nextSetBit(row + 1)
                            : DocIdSetIterator.NO_MORE_DOCS;
        }
    }

    private void addWindows(DirectoryReader reader) throws IOException {
        IndexSearcher searcher = new IndexSearcher(reader);
        searcher.setQueryCache(null);
        long matching = 0;
        for (PartMatches found : matches) {
            matching += found.count();
        }
        int from = after == null ? 0 : after.slot();
        int width =
                (int)
                        Math.clamp(
                                MARGIN * limit * Slots.COUNT / Math.max(1, matching),
                                1,
                                Slots.COUNT);
        while (from < Slots.COUNT) {
            int to = Math.min(from + width, Slots.COUNT) - 1;
            Weight window =
                    searcher.createWeight(
                            searcher.rewrite(SegmentLeaf.slots(from, to)),
                            ScoreMode.COMPLETE_NO_SCORES,
                            1);
            for (int i = 0; i < parts.size(); i++) {
                if (parts.get(i) instanceof Part.OfSegment(SegmentLeaf leaf)) {
                    addWindow(i, leaf, window);
                }
            }
            Found last = kept.peek();
            if (last != null && kept.size() == limit && last.slot() <= to) {
                return;
            }
            from = to + 1;
            // What was guessed too narrow widens fast: documents may lie in few slots.
            width = Math.min(2 * width, Slots.COUNT);
        }
    }

    private void addWindow(int part, SegmentLeaf leaf, Weight window) throws IOException {
        Scorer scorer = window.scorer(leaf.context());
        if (scorer == null) {
            return;
        }
        Bits accepted =
                switch (matches.get(part)) {
                    case PartMatches.Visible(Bits visible, int _) -> visible;
                    case PartMatches.Chosen(FixedBitSet documents, int _) -> documents;
                };
        PartReader reader = leaf.open();
        DocIdSetIterator docs = scorer.iterator();
        for (int doc = docs.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = docs.nextDoc()) {
            if (accepted == null || accepted.get(doc)) {
                add(part, reader, doc);
            }
        }
    }

    private void add(int part, PartReader reader, int doc) throws IOException {
        int slot = reader.slot(doc);
        Found last = kept.size() == limit ? kept.peek() : null;
        if ((after != null && slot < after.slot()) || (last != null && slot > last.slot())) {
            return;
        }
        Found found = new Found(slot, BytesRef.deepCopyOf(reader.id(doc)), Part.ref(part, doc));
        if (after != null && ORDER.compare(found, after) <= 0) {
            return;
        }
        if (last == null) {
            kept.add(found);
        } else if (ORDER.compare(found, last) < 0) {
            kept.poll();
            kept.add(found);
        }
    }
}
