package io.brainy.inference.batch;

import java.time.Duration;

/// How large a batch may be and how long it may be waited for.
///
/// @param texts the most texts of a batch
/// @param textsBesideQueries the same while queries come, so that a query that finds every session
///   busy waits less; also the most queries of a batch
/// @param paddedTokens the most tokens of a batch, padding included; a longer text runs alone. The
///   work of a batch, and the native memory for it, follow from this and not from the texts
/// @param lookAhead how many waiting texts, oldest first, are sorted to find some of like length
/// @param fillDeadline how long documents wait for more of them while other sessions are busy
/// @param queryMemory how long after a query another one is expected
/// @param documentPatience how long queries may keep documents from running at all
public record BatchLimits(
        int texts,
        int textsBesideQueries,
        int paddedTokens,
        int lookAhead,
        Duration fillDeadline,
        Duration queryMemory,
        Duration documentPatience) {

    /// As measured with the built-in model on the glosses of WordNet: 512 padded tokens run at 951
    /// texts/s, batches of 32 at 867, of 16 at 914, whatever their length. Beyond that a batch
    /// outgrows the processor's cache: texts of 512 tokens run fastest alone.
    public static final BatchLimits DEFAULTS =
            new BatchLimits(
                    32,
                    16,
                    512,
                    512,
                    Duration.ofMillis(5),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(1));

    public BatchLimits {
        if (textsBesideQueries < 1 || textsBesideQueries > texts || lookAhead < texts) {
            throw new IllegalArgumentException(
                    "wanted 1 <= texts beside queries <= texts <= look-ahead, found "
                            + textsBesideQueries
                            + ", "
                            + texts
                            + ", "
                            + lookAhead);
        }
        if (paddedTokens < 1) {
            throw new IllegalArgumentException(
                    "a batch holds at least one token, found " + paddedTokens);
        }
    }
}
