package io.brainy.coordinator.journal;

import io.brainy.coordinator.journal.JournalEntry.CollectionCreated;
import io.brainy.coordinator.journal.JournalEntry.CollectionDropped;
import io.brainy.coordinator.journal.JournalEntry.ShardClaimed;
import io.brainy.model.key.CollectionId;
import io.brainy.model.key.CollectionName;
import io.brainy.model.key.NodeId;
import io.brainy.model.key.ShardId;
import io.brainy.model.key.SlotRange;
import io.brainy.model.log.CollectionSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What the journal says up to an entry: immutable, and a pure function of the entries.
///
/// @param position the number of the last entry
/// @param collections those that are there, by name
/// @param closings the closing commit of the last collection of a dropped name, after which a new
///   one begins (L10)
public record ClusterState(
        long position,
        Map<CollectionName, Collection> collections,
        Map<CollectionName, Long> closings) {

    public static final ClusterState EMPTY = new ClusterState(0, Map.of(), Map.of());

    public ClusterState {
        collections = Map.copyOf(collections);
        closings = Map.copyOf(closings);
    }

    public record Collection(
            CollectionId id, long firstCommit, CollectionSettings settings, List<Shard> shards) {
        public Collection {
            shards = List.copyOf(shards);
        }
    }

    /// @param epoch the number of the entry that gave the shard to its publisher (C2)
    public record Shard(ShardId id, SlotRange slots, long epoch, @Nullable NodeId publisher) {}

    public Optional<Collection> find(CollectionName name) {
        return Optional.ofNullable(collections.get(name));
    }

    public Optional<Collection> find(CollectionId id) {
        return find(id.name()).filter(c -> c.id().equals(id));
    }

    /// The state after the next entry; void entries only move the position.
    public ClusterState after(long number, JournalEntry entry) {
        if (number != position + 1) {
            throw new IllegalStateException(
                    "entry %d follows, found %d".formatted(position + 1, number));
        }
        return switch (entry) {
            case CollectionCreated created -> afterCreation(number, created);
            case CollectionDropped dropped -> afterDrop(number, dropped);
            case ShardClaimed claimed -> afterClaim(number, claimed);
        };
    }

    /// The number of the first commit of a new collection of this name (L10).
    public long firstCommit(CollectionName name) {
        return closings.getOrDefault(name, 0L) + 1;
    }

    private ClusterState afterCreation(long number, CollectionCreated created) {
        if (collections.containsKey(created.name())
                || created.firstCommit() != firstCommit(created.name())) {
            return at(number);
        }
        List<Shard> shards = new ArrayList<>();
        for (SlotRange range : created.shards()) {
            shards.add(
                    new Shard(
                            new ShardId(number, shards.size()),
                            range,
                            number,
                            created.publisher()));
        }
        return with(
                number,
                new Collection(
                        new CollectionId(created.name(), number),
                        created.firstCommit(),
                        created.settings(),
                        shards));
    }

    private ClusterState afterDrop(long number, CollectionDropped dropped) {
        if (find(dropped.collection()).isEmpty()) {
            return at(number);
        }
        CollectionName name = dropped.collection().name();
        Map<CollectionName, Collection> rest = new TreeMap<>(collections);
        rest.remove(name);
        Map<CollectionName, Long> closed = new TreeMap<>(closings);
        closed.put(name, dropped.closingCommit());
        return new ClusterState(number, rest, closed);
    }

    private ClusterState afterClaim(long number, ShardClaimed claimed) {
        Optional<Collection> found = find(claimed.collection());
        if (found.isEmpty()) {
            return at(number);
        }
        Collection collection = found.get();
        List<Shard> shards = new ArrayList<>(collection.shards());
        shards.replaceAll(shard ->
                shard.id().equals(claimed.shard()) && shard.epoch() == claimed.replacedEpoch()
                        ? new Shard(shard.id(), shard.slots(), number, claimed.publisher())
                        : shard);
        return with(
                number,
                new Collection(
                        collection.id(), collection.firstCommit(), collection.settings(), shards));
    }

    private ClusterState at(long number) {
        return new ClusterState(number, collections, closings);
    }

    private ClusterState with(long number, Collection collection) {
        Map<CollectionName, Collection> all = new TreeMap<>(collections);
        all.put(collection.id().name(), collection);
        return new ClusterState(number, all, closings);
    }
}
