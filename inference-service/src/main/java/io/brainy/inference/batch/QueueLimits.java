package io.brainy.inference.batch;

/// How much may wait. What is beyond is refused, never dropped.
///
/// @param queries the most texts in the lane of queries
/// @param documents the most texts in the lane of documents
/// @param bytes the most text, in UTF-8, that either lane was given
public record QueueLimits(int queries, int documents, long bytes) {

    public static final QueueLimits DEFAULTS = new QueueLimits(2_048, 8_192, 64L << 20);

    public QueueLimits {
        if (queries < 1 || documents < 1 || bytes < 1) {
            throw new IllegalArgumentException(
                    "a queue holds at least one text and one byte, found "
                            + queries
                            + ", "
                            + documents
                            + ", "
                            + bytes);
        }
    }
}
