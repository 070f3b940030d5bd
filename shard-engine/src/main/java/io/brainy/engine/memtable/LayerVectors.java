package io.brainy.engine.memtable;

import io.brainy.engine.vector.FlatVectors;
import io.brainy.engine.vector.Nearest;
import org.apache.lucene.util.FixedBitSet;

/// A scan of a layer's vectors for one query, on one thread.
public final class LayerVectors {

    private final Rows rows;
    private final FlatVectors.Scan scan;

    LayerVectors(Rows rows, FlatVectors.Scan scan) {
        this.rows = rows;
        this.scan = scan;
    }

    /// Offers every accepted row that has a vector, its reference being `base` + row. A block of
    /// which no row is accepted is not looked at.
    public void offer(FixedBitSet accepted, long base, Nearest nearest) {
        int first = accepted.nextSetBit(0);
        while (first < accepted.length()) {
            int number = rows.vector(first);
            if (number == Rows.NONE) {
                first = next(accepted, first + 1);
                continue;
            }
            int block = FlatVectors.blockOf(number);
            float[] scores = scan.scores(block);
            int blockStart = FlatVectors.firstRow(block);
            int blockEnd = FlatVectors.firstRow(block + 1);
            float floor = nearest.floor();
            int row = first;
            while (number < blockEnd) {
                float score = scores[number - blockStart];
                if (score >= floor) {
                    nearest.offer(score, base + row);
                    floor = nearest.floor();
                }
                row = nextWithVector(accepted, row + 1);
                if (row >= accepted.length()) {
                    break;
                }
                number = rows.vector(row);
            }
            first = row;
        }
    }

    private int nextWithVector(FixedBitSet accepted, int from) {
        int row = next(accepted, from);
        while (row < accepted.length() && rows.vector(row) == Rows.NONE) {
            row = next(accepted, row + 1);
        }
        return row;
    }

    private static int next(FixedBitSet accepted, int from) {
        // Lucene's answer for "none" is the greatest int, which is beyond every length.
        return from >= accepted.length() ? accepted.length() : accepted.nextSetBit(from);
    }
}
