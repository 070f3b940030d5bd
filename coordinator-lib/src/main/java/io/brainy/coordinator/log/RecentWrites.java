package io.brainy.coordinator.log;

import java.util.Arrays;

/// Which commit last wrote an id, for the ids written lately (L4): by the id's 64-bit hash, since
/// the ids themselves would not fit. Two ids of one hash can only make a check fail that would have
/// passed, which its caller answers by reading again.
final class RecentWrites {

    /// So many are remembered for sure, and up to twice as many; 16 bytes each at half load.
    static final int GENERATION = 1 << 18;

    private Table current = new Table();
    private Table previous = new Table();
    private long from;
    private long currentFrom;

    /// @param from the position after which every write is put here
    RecentWrites(long from) {
        this.from = from;
        this.currentFrom = from;
    }

    /// The writes after this position are known.
    long from() {
        return from;
    }

    void put(long hash, long position) {
        if (current.size == GENERATION) {
            previous = current;
            from = currentFrom;
            // This commit is in both tables, so the new one alone knows only what follows it.
            currentFrom = position;
            current = new Table();
        }
        current.put(hash, position);
    }

    /// The last commit after [#from] that wrote the id, or -1.
    long last(long hash) {
        long found = current.get(hash);
        return found >= 0 ? found : previous.get(hash);
    }

    /// Open addressing with linear probing; positions are never 0, so 0 marks a free place.
    private static final class Table {
        private static final int SMALLEST = 1 << 10;
        private long[] hashes = new long[SMALLEST];
        private long[] positions = new long[SMALLEST];
        private int size;

        void put(long hash, long position) {
            if (size * 2 >= hashes.length) {
                grow();
            }
            int at = place(hash);
            if (positions[at] == 0) {
                size++;
                hashes[at] = hash;
            }
            positions[at] = position;
        }

        long get(long hash) {
            long position = positions[place(hash)];
            return position == 0 ? -1 : position;
        }

        private int place(long hash) {
            int mask = hashes.length - 1;
            int at = (int) (hash ^ (hash >>> 32)) & mask;
            while (positions[at] != 0 && hashes[at] != hash) {
                at = (at + 1) & mask;
            }
            return at;
        }

        private void grow() {
            long[] oldHashes = hashes;
            long[] oldPositions = positions;
            hashes = new long[oldHashes.length * 2];
            positions = new long[hashes.length];
            for (int i = 0; i < oldHashes.length; i++) {
                if (oldPositions[i] != 0) {
                    int at = place(oldHashes[i]);
                    hashes[at] = oldHashes[i];
                    positions[at] = oldPositions[i];
                }
            }
            Arrays.fill(oldPositions, 0);
        }
    }
}
