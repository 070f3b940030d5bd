package io.brainy.coordinator.log;

import io.brainy.model.key.CollectionId;
import io.brainy.model.log.CollectionSettings;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/// One collection's log in this process: what requests and indexers may ask of it. Methods never
/// block; futures complete on the log's own loop, so continuations there must be short.
public interface CollectionLog {

    CollectionId collection();

    /// The last commit that this process knows to be the log's.
    long tail();

    /// As of [#tail].
    CollectionSettings settings();

    /// Hands over a part to be committed. The future completes when the commit that holds it is in
    /// the bucket (acknowledged = durable), when its check failed and it was left out, or
    /// exceptionally: [io.brainy.model.error.OverloadedException] when the queue is full,
    /// [io.brainy.model.error.UnavailableException] with `outcome-unknown` at the part's deadline.
    CompletableFuture<PartOutcome> submit(Part part);

    /// Completes with a tail that covers every write acknowledged before the call (R1).
    CompletableFuture<Long> probe();

    /// Changes the settings by a commit, if they change at all (L9); completes with those then in
    /// force, or with what `change` threw. It may be asked several times.
    CompletableFuture<CollectionSettings> configure(UnaryOperator<CollectionSettings> change);

    /// Tells what published segments cover: writers wait when the log runs too far ahead.
    void indexed(long position);

    /// Why this log cannot go on, if it cannot (L12).
    Optional<RuntimeException> failure();

    /// Delivers every commit after `position`, strictly in order and one at a time, on a thread of
    /// the follower's own. A slow follower slows only itself.
    Subscription follow(long position, Follower follower);

    interface Follower {
        void apply(FoldedCommit commit);

        /// The log cannot be followed any further: an entry is damaged (L12) or what was still to
        /// be read was truncated (S5).
        void broken(RuntimeException reason);
    }

    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
