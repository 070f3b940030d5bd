package io.brainy.model.log;

/// The random 128 bits by which a part is known wherever it is committed (L2); also the form of the
/// nonce of an attempt (S2).
public record BatchId(long high, long low) {

    @Override
    public String toString() {
        return "%016x%016x".formatted(high, low);
    }
}
