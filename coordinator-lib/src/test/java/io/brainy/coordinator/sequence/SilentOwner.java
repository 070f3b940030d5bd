package io.brainy.coordinator.sequence;

import io.brainy.coordinator.bucket.BucketException;
import io.brainy.model.error.CorruptException;
import java.time.Instant;
import java.util.Optional;

/// An owner that wants nothing.
final class SilentOwner implements Sequence.Owner {
    @Override
    public void folded(long number, byte[] bytes) {}

    @Override
    public Optional<byte[]> propose(long number, Instant date) {
        return Optional.empty();
    }

    @Override
    public void won(long number) {}

    @Override
    public void lost(long number) {}

    @Override
    public void refused(long number, BucketException reason) {}

    @Override
    public void unknown(long number) {}

    @Override
    public void truncated(long floor) {}

    @Override
    public void damaged(CorruptException reason) {}
}
