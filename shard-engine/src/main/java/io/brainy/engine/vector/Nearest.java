package io.brainy.engine.vector;

import java.util.Arrays;
import java.util.function.LongPredicate;

/// The best of what was seen, bounded, without boxing: a binary heap whose root is the worst. Of
/// equal scores the lower reference is better, so that the outcome does not depend on the order in
/// which they were offered.
public final class Nearest {

    private static final int FIRST_SIZE = 64;

    private final int capacity;
    private float[] scores;
    private long[] refs;
    private int size;

    public Nearest(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("wanted room for at least 1, found " + capacity);
        }
        this.capacity = capacity;
        this.scores = new float[Math.min(capacity, FIRST_SIZE)];
        this.refs = new long[scores.length];
    }

    public int size() {
        return size;
    }

    /// What a score must reach to be taken.
    public float floor() {
        return size < capacity ? Float.NEGATIVE_INFINITY : scores[0];
    }

    public void offer(float score, long ref) {
        if (size < capacity) {
            if (size == scores.length) {
                int larger = Math.min(capacity, 2 * size);
                scores = Arrays.copyOf(scores, larger);
                refs = Arrays.copyOf(refs, larger);
            }
            rise(size++, score, ref);
        } else if (score > scores[0] || (score == scores[0] && ref < refs[0])) {
            sink(score, ref);
        }
    }

    /// Forgets those whose reference passes the test.
    public void removeIf(LongPredicate test) {
        int before = size;
        size = 0;
        for (int i = 0; i < before; i++) {
            if (!test.test(refs[i])) {
                // What was read already is overwritten: the heap never outruns the reading.
                rise(size++, scores[i], refs[i]);
            }
        }
    }

    /// The references, in no order.
    public long[] refs() {
        return Arrays.copyOf(refs, size);
    }

    private void rise(int from, float score, long ref) {
        int at = from;
        while (at > 0) {
            int parent = (at - 1) >>> 1;
            if (!isWorse(score, ref, parent)) {
                break;
            }
            scores[at] = scores[parent];
            refs[at] = refs[parent];
            at = parent;
        }
        scores[at] = score;
        refs[at] = ref;
    }

    private void sink(float score, long ref) {
        int at = 0;
        while (true) {
            int child = 2 * at + 1;
            if (child >= size) {
                break;
            }
            if (child + 1 < size && isWorse(scores[child + 1], refs[child + 1], child)) {
                child++;
            }
            if (isWorse(score, ref, child)) {
                break;
            }
            scores[at] = scores[child];
            refs[at] = refs[child];
            at = child;
        }
        scores[at] = score;
        refs[at] = ref;
    }

    private boolean isWorse(float score, long ref, int than) {
        return score < scores[than] || (score == scores[than] && ref > refs[than]);
    }
}
