package io.brainy.coordinator.port;

import io.brainy.model.key.CollectionName;
import io.brainy.model.key.NodeId;
import io.brainy.model.key.Role;
import io.brainy.model.key.ShardId;
import io.brainy.model.key.SlotRange;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The cluster as this node reads it, for people who look at it: it may be stale, and nothing is
/// decided by it. Calls do not block.
public interface ClusterView {

    List<Node> nodes();

    /// Of all collections, by collection and slots.
    List<Shard> shards();

    /// Moves under way and recent ones, newest first.
    List<Migration> migrations();

    /// What is wrong beside what nodes and shards tell of themselves: a bucket that fails, a disk
    /// that is full.
    List<Concern> concerns();

    /// @param bucket where it keeps everything, as the bucket describes itself
    /// @param heartbeatAge since this node last saw its heartbeat change
    /// @param warmShards those it holds open
    record Node(
            NodeId id,
            Liveness liveness,
            Set<Role> roles,
            URI url,
            String bucket,
            @Nullable String zone,
            @Nullable String region,
            double capacity,
            Load load,
            Duration heartbeatAge,
            int warmShards) {

        public Node {
            roles = Set.copyOf(roles);
        }
    }

    enum Liveness {
        LIVE,
        SUSPECT
    }

    /// @param cpu the share of the machine's processors that the process uses, 0 to 1
    record Load(double cpu, long heapUsedBytes, long heapMaxBytes) {}

    /// @param owners those that serve it or are about to
    /// @param replicas how many should serve it
    record Shard(
            ShardId id,
            CollectionName collection,
            SlotRange slots,
            List<Owner> owners,
            int replicas,
            long epoch,
            long position,
            long documents,
            long bytes) {

        public Shard {
            owners = List.copyOf(owners);
        }
    }

    record Owner(NodeId node, OwnerState state) {}

    sealed interface OwnerState {
        /// It answers for the shard.
        record Serving() implements OwnerState {}

        /// It is loading the shard, or replaying its log.
        record Warming() implements OwnerState {}

        /// It cannot answer for the shard, and will not by itself (L12).
        record Broken(String reason) implements OwnerState {}
    }

    record Migration(
            ShardId shard,
            CollectionName collection,
            NodeId from,
            NodeId to,
            MigrationState state,
            long bytesDone,
            long bytesTotal,
            Instant started,
            String reason) {}

    enum MigrationState {
        WARMING,
        READY,
        DONE,
        FAILED
    }

    /// @param reason what is wrong and what to do, one sentence
    record Concern(Severity severity, String reason) {}

    enum Severity {
        /// Everything is answered, but something needs a look.
        NEEDS_A_LOOK,
        /// Some requests cannot be answered.
        BREAKS_REQUESTS
    }
}
