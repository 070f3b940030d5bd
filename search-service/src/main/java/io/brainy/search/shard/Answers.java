package io.brainy.search.shard;

import java.util.List;

/// What the shards said, in the order of their slots; those that could not answer are told beside
/// it. Closing it releases the snapshots.
public record Answers<T>(List<ShardAnswer<T>> answers, List<ShardFailure> failures)
        implements AutoCloseable {

    public Answers {
        answers = List.copyOf(answers);
        failures = List.copyOf(failures);
    }

    /// The least position over the shards that answered, or `none` where no shard was asked.
    public long position(long none) {
        return answers.stream().mapToLong(a -> a.snapshot().position()).min().orElse(none);
    }

    @Override
    public void close() {
        answers.forEach(a -> a.snapshot().close());
    }
}
