package io.brainy.engine.serve;

import io.brainy.model.key.ShardId;
import io.brainy.model.key.SlotRange;
import java.util.concurrent.CompletableFuture;

/// One shard in this process. A reader first awaits the position that it must see, then takes a
/// snapshot. Safe for concurrent use.
public interface ShardHandle {

    ShardId shard();

    /// What a request to this shard is answered for: all of it or nothing (C4).
    SlotRange range();

    /// The journal number of the entry that gave the shard to its publisher.
    long epoch();

    /// Completes when [#snapshot] gives `position` or more, opening the shard where it is not open
    /// yet; `0` asks for no more than an open one. Fails with
    /// [io.brainy.model.error.CorruptException] where the shard stands before a damaged commit or
    /// file (L12), and with [io.brainy.model.error.UnavailableException] where it cannot be opened
    /// or was given away. It has no time limit of its own; cancelling the future, which is the
    /// caller's alone, ends the wait.
    CompletableFuture<Void> await(long position);

    /// The shard as it is now; to be closed. Fails as [#await] does, and with
    /// [io.brainy.model.error.UnavailableException] where the shard is not open.
    ShardSnapshot snapshot();

    /// How far the segments reach that snapshots stand on now.
    Indexed indexed();

    /// @param generation of the adopted manifest; 0 where there is none yet
    /// @param position the last commit that its segments cover
    record Indexed(long generation, long position) {}
}
