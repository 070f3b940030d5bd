package io.brainy.engine.memtable;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.FixedBitSet;
import org.jspecify.annotations.Nullable;

/// The rows of a layer, column by column, and a table of their ids. One thread adds and ends rows;
/// others read what was there when they looked, and more: a row is complete before the table leads
/// to it. A table that is full is copied; who reads the old one misses only rows and ends that are
/// beyond the position it reads at.
final class Rows {

    static final long NEVER = Long.MAX_VALUE;
    static final int NONE = -1;

    private static final int LEAST = 64;
    private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);
    private static final VarHandle INTS = MethodHandles.arrayElementVarHandle(int[].class);

    private final long[] born;
    private final long[] died;
    private final int[] slots;
    private final int[] vectors;

    /// The row of the same id before this one, in this layer.
    private final int[] older;

    private final byte[][] ids;
    private final MemorySegment[] bodies;
    private final @Nullable MemorySegment[] given;

    /// Row + 1 by hash, at most half full; 0 is free. Of an id the newest row.
    private final int[] table;

    private volatile int count;

    /// Whether any row has ended, so that a view need not look at each.
    private volatile boolean anyEnded;

    Rows() {
        this(LEAST);
    }

    private Rows(int capacity) {
        this.born = new long[capacity];
        this.died = new long[capacity];
        this.slots = new int[capacity];
        this.vectors = new int[capacity];
        this.older = new int[capacity];
        this.ids = new byte[capacity][];
        this.bodies = new MemorySegment[capacity];
        this.given = new MemorySegment[capacity];
        this.table = new int[2 * Integer.highestOneBit(2 * capacity - 1)];
    }

    /// The same rows with room for more.
    private Rows larger() {
        Rows copy = new Rows(2 * born.length);
        int rows = count;
        System.arraycopy(born, 0, copy.born, 0, rows);
        System.arraycopy(died, 0, copy.died, 0, rows);
        System.arraycopy(slots, 0, copy.slots, 0, rows);
        System.arraycopy(vectors, 0, copy.vectors, 0, rows);
        System.arraycopy(older, 0, copy.older, 0, rows);
        System.arraycopy(ids, 0, copy.ids, 0, rows);
        System.arraycopy(bodies, 0, copy.bodies, 0, rows);
        System.arraycopy(given, 0, copy.given, 0, rows);
        copy.count = rows;
        copy.anyEnded = anyEnded;
        for (int row = 0; row < rows; row++) {
            INTS.setRelease(copy.table, copy.place(ids[row]), row + 1);
        }
        return copy;
    }

    /// These rows or a copy of them, with room for one more.
    Rows withRoom() {
        return count < born.length ? this : larger();
    }

    /// Adds a row where there is room.
    ///
    /// @param vector its number among the layer's vectors, or [#NONE]
    /// @param givenVector the vector as it was given, where that differs, or null
    int add(
            byte[] id,
            long position,
            int slot,
            MemorySegment body,
            int vector,
            @Nullable MemorySegment givenVector) {
        int row = count;
        int place = place(id);
        born[row] = position;
        died[row] = NEVER;
        slots[row] = slot;
        vectors[row] = vector;
        older[row] = table[place] - 1;
        ids[row] = id;
        bodies[row] = body;
        given[row] = givenVector;
        count = row + 1;
        INTS.setRelease(table, place, row + 1);
        return row;
    }

    /// Ends a row at a position.
    void end(int row, long position) {
        LONGS.setRelease(died, row, position);
        anyEnded = true;
    }

    /// The rows that a view sees.
    FixedBitSet visible(long base, long at) {
        int first = firstAfter(base);
        int end = firstAfter(at);
        FixedBitSet visible = new FixedBitSet(Math.max(1, end));
        if (first >= end) {
            return visible;
        }
        visible.set(first, end);
        if (anyEnded) {
            for (int row = first; row < end; row++) {
                if ((long) LONGS.getAcquire(died, row) <= at) {
                    visible.clear(row);
                }
            }
        }
        return visible;
    }

    int count() {
        return count;
    }

    /// The newest row of an id, or [#NONE].
    int newest(byte[] id) {
        return (int) INTS.getAcquire(table, place(id)) - 1;
    }

    /// The row of an id that a view sees, or [#NONE].
    int find(byte[] id, long base, long at) {
        int row = newest(id);
        while (row != NONE && !isVisible(row, base, at)) {
            row = older[row];
        }
        return row;
    }

    boolean isVisible(int row, long base, long at) {
        return base < born[row] && born[row] <= at && at < (long) LONGS.getAcquire(died, row);
    }

    boolean isAlive(int row) {
        return (long) LONGS.getAcquire(died, row) == NEVER;
    }

    long born(int row) {
        return born[row];
    }

    int slot(int row) {
        return slots[row];
    }

    int vector(int row) {
        return vectors[row];
    }

    byte[] id(int row) {
        return ids[row];
    }

    MemorySegment body(int row) {
        return bodies[row];
    }

    @Nullable MemorySegment given(int row) {
        return given[row];
    }

    /// The first row born after a position: rows lie in the order of their births.
    int firstAfter(long position) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (born[middle] <= position) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private int place(byte[] id) {
        int mask = table.length - 1;
        int hash = Arrays.hashCode(id);
        int place = (hash ^ (hash >>> 15)) & mask;
        while (true) {
            int row = (int) INTS.getAcquire(table, place) - 1;
            if (row == NONE || Arrays.equals(ids[row], id)) {
                return place;
            }
            place = (place + 1) & mask;
        }
    }

    static byte[] utf8(String id) {
        return id.getBytes(StandardCharsets.UTF_8);
    }

    static BytesRef ref(byte[] id) {
        return new BytesRef(id);
    }

    /// A rough count of the heap that the columns and ids take.
    long heapBytes() {
        return 64L
                + born.length * (2L * Long.BYTES + 3L * Integer.BYTES + 24 + 64)
                + (long) table.length * Integer.BYTES;
    }
}
