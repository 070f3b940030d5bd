package io.brainy.inference.batch;

import io.brainy.inference.tokenize.TokenizedText;

/// A text in a queue, and whose it is. Compared by identity.
final class WaitingText implements QueuedText {

    final EmbeddingJob job;
    final int index;
    final TokenizedText text;
    final int bytes;
    private final long arrivedNanos;

    WaitingText(EmbeddingJob job, int index, TokenizedText text, int bytes, long arrivedNanos) {
        this.job = job;
        this.index = index;
        this.text = text;
        this.bytes = bytes;
        this.arrivedNanos = arrivedNanos;
    }

    @Override
    public int tokens() {
        return text.tokens();
    }

    @Override
    public long arrivedNanos() {
        return arrivedNanos;
    }
}
