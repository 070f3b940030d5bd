package io.brainy.bench.report;

import java.util.Arrays;
import java.util.Locale;

/// Samples of one call's time, in nanoseconds. For one thread.
public final class Latencies {

    private long[] samples = new long[1024];
    private int size;
    private boolean sorted;

    public void add(long nanos) {
        if (size == samples.length) {
            samples = Arrays.copyOf(samples, 2 * size);
        }
        samples[size++] = nanos;
        sorted = false;
    }

    /// Takes in another one's samples.
    public void addAll(Latencies other) {
        for (int i = 0; i < other.size; i++) {
            add(other.samples[i]);
        }
    }

    public int size() {
        return size;
    }

    /// The least sample that `percent` of all samples do not exceed.
    public long percentile(double percent) {
        if (size == 0 || !(percent > 0) || percent > 100) {
            throw new IllegalArgumentException(
                    "wanted 0 < percent <= 100 of at least one sample, found "
                            + percent
                            + " of "
                            + size);
        }
        if (!sorted) {
            Arrays.sort(samples, 0, size);
            sorted = true;
        }
        return samples[(int) Math.ceil(percent / 100 * size) - 1];
    }

    /// As people read it.
    public String describe(double percent) {
        return time(percentile(percent));
    }

    public static String time(long nanos) {
        if (nanos < 1_000_000) {
            return String.format(Locale.ROOT, "%.0f µs", nanos / 1e3);
        }
        if (nanos < 1_000_000_000) {
            return String.format(Locale.ROOT, "%.2f ms", nanos / 1e6);
        }
        return String.format(Locale.ROOT, "%.2f s", nanos / 1e9);
    }
}
