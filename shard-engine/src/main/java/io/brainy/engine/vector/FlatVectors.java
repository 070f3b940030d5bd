package io.brainy.engine.vector;

import io.brainy.model.log.CollectionSettings.Similarity;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Rows of vectors outside the heap, scanned whole.
///
/// A block holds its rows side by side, component by component: all first components, then all
/// second ones. A scan then adds up many rows at once in a loop without a dependency between its
/// steps, which the compiler turns into vector instructions by itself; a dot product row by row it
/// does not, since the order of float additions must be kept. So the scan is as fast as with the
/// Vector API and needs no flag. The components pass through a small array on their way, because
/// the compiler vectorises loops over arrays only.
///
/// One thread appends. Others may read every row below a count that was published to them after the
/// row was appended; blocks never move.
public final class FlatVectors {

    /// Rows of a block. The first is smaller, since most memtables are small.
    private static final int BLOCK_ROWS = 256;

    private static final int FIRST_BLOCK_ROWS = 64;

    /// Components that one pass of the loop takes.
    private static final int STEP = 4;

    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT;

    private final Arena arena;
    private final int dimension;
    private final int maxRows;
    private final List<MemorySegment> growing = new ArrayList<>();
    private volatile MemorySegment[] blocks = {};
    private int rows;

    public FlatVectors(Arena arena, int dimension, int maxRows) {
        this.arena = arena;
        this.dimension = dimension;
        this.maxRows = maxRows;
    }

    public int dimension() {
        return dimension;
    }

    /// Adds a row and returns its number.
    public int append(float[] vector) {
        if (vector.length != dimension || rows == maxRows) {
            throw new IllegalArgumentException(
                    "wanted at most "
                            + maxRows
                            + " rows of "
                            + dimension
                            + " components, found row "
                            + rows
                            + " of "
                            + vector.length);
        }
        int block = blockOf(rows);
        int rowsInBlock = rowsIn(block);
        if (block == growing.size()) {
            growing.add(arena.allocate((long) Float.BYTES * rowsInBlock * dimension, 64));
            blocks = growing.toArray(MemorySegment[]::new);
        }
        MemorySegment target = growing.get(block);
        long at = (long) rows - firstRow(block);
        for (float component : vector) {
            target.setAtIndex(FLOAT, at, component);
            at += rowsInBlock;
        }
        return rows++;
    }

    /// Copies a row's components.
    public float[] read(int row) {
        int block = blockOf(row);
        int rowsInBlock = rowsIn(block);
        MemorySegment source = blocks[block];
        float[] vector = new float[dimension];
        long at = (long) row - firstRow(block);
        for (int i = 0; i < dimension; i++) {
            vector[i] = source.getAtIndex(FLOAT, at);
            at += rowsInBlock;
        }
        return vector;
    }

    public static int blockOf(int row) {
        return row < FIRST_BLOCK_ROWS ? 0 : 1 + (row - FIRST_BLOCK_ROWS) / BLOCK_ROWS;
    }

    public static int firstRow(int block) {
        return block == 0 ? 0 : FIRST_BLOCK_ROWS + (block - 1) * BLOCK_ROWS;
    }

    private static int rowsIn(int block) {
        return block == 0 ? FIRST_BLOCK_ROWS : BLOCK_ROWS;
    }

    public long bytes() {
        long sum = 0;
        for (MemorySegment block : blocks) {
            sum += block.byteSize();
        }
        return sum;
    }

    /// Makes ready to compare rows with a query, on one thread.
    ///
    /// @param query as [VectorSpace#indexed] made it
    public Scan scan(VectorSpace space, float[] query) {
        return new Scan(space, query);
    }

    /// Scores of a block at a time.
    public final class Scan {

        private final VectorSpace space;
        private final float[] query;
        private final float[] tile = new float[STEP * BLOCK_ROWS];
        private final float[] sums = new float[BLOCK_ROWS];

        private Scan(VectorSpace space, float[] query) {
            this.space = space;
            // Padded, so that the last pass needs no other loop.
            this.query = Arrays.copyOf(query, (dimension + STEP - 1) / STEP * STEP);
        }

        /// The scores of a block's rows, in order, on the scale of [VectorSpace#function]. The
        /// array is used again by the next call; what stands behind the last row has no meaning.
        public float[] scores(int block) {
            int count = rowsIn(block);
            MemorySegment source = blocks[block];
            Arrays.fill(sums, 0, count, 0);
            for (int i = 0; i < dimension; i += STEP) {
                fill(source, i, count);
                if (space.similarity() == Similarity.EUCLIDEAN) {
                    addDistances(tile, query, i, sums, count);
                } else {
                    addProducts(tile, query, i, sums, count);
                }
            }
            for (int i = 0; i < count; i++) {
                sums[i] = space.rank(sums[i]);
            }
            return sums;
        }

        /// Brings the next components of a block's rows into the tile, each to a place of its own.
        private void fill(MemorySegment source, int first, int count) {
            int components = Math.min(STEP, dimension - first);
            long at = (long) Float.BYTES * first * count;
            if (count == BLOCK_ROWS) {
                MemorySegment.copy(source, FLOAT, at, tile, 0, components * BLOCK_ROWS);
            } else {
                for (int i = 0; i < components; i++) {
                    MemorySegment.copy(source, FLOAT, at, tile, i * BLOCK_ROWS, count);
                    at += (long) Float.BYTES * count;
                }
            }
            if (components < STEP) {
                Arrays.fill(tile, components * BLOCK_ROWS, tile.length, 0);
            }
        }
    }

    // The distances in the tile are constants: with variables the compiler does not vectorise.

    private static void addProducts(float[] tile, float[] query, int at, float[] sums, int count) {
        float q0 = query[at];
        float q1 = query[at + 1];
        float q2 = query[at + 2];
        float q3 = query[at + 3];
        for (int i = 0; i < count; i++) {
            float first = Math.fma(q1, tile[BLOCK_ROWS + i], Math.fma(q0, tile[i], sums[i]));
            sums[i] =
                    Math.fma(
                            q3,
                            tile[3 * BLOCK_ROWS + i],
                            Math.fma(q2, tile[2 * BLOCK_ROWS + i], first));
        }
    }

    private static void addDistances(float[] tile, float[] query, int at, float[] sums, int count) {
        float q0 = query[at];
        float q1 = query[at + 1];
        float q2 = query[at + 2];
        float q3 = query[at + 3];
        for (int i = 0; i < count; i++) {
            float d0 = q0 - tile[i];
            float d1 = q1 - tile[BLOCK_ROWS + i];
            float d2 = q2 - tile[2 * BLOCK_ROWS + i];
            float d3 = q3 - tile[3 * BLOCK_ROWS + i];
            float first = Math.fma(d1, d1, Math.fma(d0, d0, sums[i]));
            sums[i] = Math.fma(d3, d3, Math.fma(d2, d2, first));
        }
    }
}
