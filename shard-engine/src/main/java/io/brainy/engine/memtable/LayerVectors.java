package io.brainy.engine.memtable;

import io.brainy.engine.vector.FlatVectors;
import io.brainy.engine.vector.Nearest;
import org.apache.lucene.util.FixedBitSet;

/// A scan of a layer's vectors for one query, on one thread.
public final class LayerVectors {

    private final Rows rows;
    private final int[] owners;
    private final FlatVectors.Scan scan;

    /// @param owners the row of each vector
    LayerVectors(Rows rows, int[] owners, FlatVectors.Scan scan) {
        this.rows = rows;
        this.owners = owners;
        this.scan = scan;
    }

    /// Offers every accepted row that has a vector, its reference being `base` + row. A block of
    /// which no row is accepted is not looked at.
    public void offer(FixedBitSet accepted, long base, Nearest nearest) {
        int count = vectorsBefore(accepted.length());
        int number = 0;
        while (number < count) {
            int block = FlatVectors.blockOf(number);
            int start = FlatVectors.firstRow(block);
            int end = Math.min(count, FlatVectors.firstRow(block + 1));
            if (isAnyAccepted(accepted, owners[start], owners[end - 1])) {
                offer(scan.scores(block), start, end, accepted, base, nearest);
            }
            number = end;
        }
    }

    private void offer(
            float[] scores, int start, int end, FixedBitSet accepted, long base, Nearest nearest) {
        float floor = nearest.floor();
        for (int number = start; number < end; number++) {
            // Few scores reach the floor, so that comes before the question who it is.
            float score = scores[number - start];
            if (score >= floor && accepted.get(owners[number])) {
                nearest.offer(score, base + owners[number]);
                floor = nearest.floor();
            }
        }
    }

    private static boolean isAnyAccepted(FixedBitSet accepted, int first, int last) {
        return accepted.nextSetBit(first) <= last;
    }

    /// How many of the vectors belong to the first rows: vectors lie in the order of their rows.
    private int vectorsBefore(int end) {
        for (int row = Math.min(end, rows.count()) - 1; row >= 0; row--) {
            if (rows.vector(row) != Rows.NONE) {
                return rows.vector(row) + 1;
            }
        }
        return 0;
    }
}
