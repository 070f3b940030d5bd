package io.brainy.engine.serve;

import io.brainy.model.key.CollectionId;
import java.util.List;

/// The shards that can be asked in this process: what queries, traversals and the cluster's status
/// go through, whoever opened the shards and from what.
public interface ShardDirectory {

    /// The collection's shards as the journal has them now, in the order of their slots, together
    /// covering every slot exactly once. Does not block: a shard that nobody has asked yet is in
    /// the list and is opened by [ShardHandle#await]. Empty where this process serves no shard of
    /// the collection.
    List<ShardHandle> of(CollectionId collection);
}
