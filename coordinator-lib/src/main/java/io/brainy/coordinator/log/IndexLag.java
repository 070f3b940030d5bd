package io.brainy.coordinator.log;

import java.util.ArrayDeque;

/// How far the log runs ahead of the published segments; beyond a limit writers must wait, since
/// every search server holds that tail in memory.
final class IndexLag {

    static final long MAX_RECORDS = 200_000;
    static final long MAX_BYTES = 512L << 20;

    private final ArrayDeque<long[]> commits = new ArrayDeque<>();
    private long records;
    private long bytes;

    void committed(long position, long addedRecords, long addedBytes) {
        commits.addLast(new long[] {position, addedRecords, addedBytes});
        records += addedRecords;
        bytes += addedBytes;
    }

    void indexed(long position) {
        while (!commits.isEmpty() && commits.peekFirst()[0] <= position) {
            long[] commit = commits.removeFirst();
            records -= commit[1];
            bytes -= commit[2];
        }
    }

    boolean exceeded() {
        return records > MAX_RECORDS || bytes > MAX_BYTES;
    }

    long records() {
        return records;
    }

    long bytes() {
        return bytes;
    }
}
