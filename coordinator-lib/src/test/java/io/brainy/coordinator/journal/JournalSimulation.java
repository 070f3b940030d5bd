package io.brainy.coordinator.journal;

import io.brainy.coordinator.bucket.ObjectKey;
import io.brainy.coordinator.journal.ClusterState.Collection;
import io.brainy.coordinator.journal.ClusterState.Shard;
import io.brainy.coordinator.journal.JournalEntry.CollectionCreated;
import io.brainy.coordinator.journal.JournalEntry.CollectionDropped;
import io.brainy.coordinator.journal.JournalEntry.ShardClaimed;
import io.brainy.coordinator.layout.BucketLayout;
import io.brainy.coordinator.layout.SequenceName;
import io.brainy.coordinator.sequence.Sequence;
import io.brainy.coordinator.testing.HostileBucket;
import io.brainy.coordinator.testing.Simulation;
import io.brainy.model.key.CollectionId;
import io.brainy.model.key.CollectionName;
import io.brainy.model.key.NodeId;
import io.brainy.model.key.ShardId;
import io.brainy.model.key.SlotRange;
import io.brainy.model.log.CollectionSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Three nodes that create, drop and claim at once, over one journal in a hostile bucket. Checked
/// as entries appear, as nodes fold them and as callers are answered: all fold the same; a name has
/// one living folder; a folder's first commit follows the closing of the one before (L10); a claim
/// holds for one (J1); what was acknowledged is in the journal, once.
final class JournalSimulation {

    /// How a change is decided.
    enum Planning {
        /// J2: anew after each lost number.
        ANEW,
        /// Once and for all; callers know that it may have been void.
        ONCE,
        /// Once and for all, and taken for done when it is in the journal.
        ONCE_AND_BELIEVED
    }

    private final Simulation simulation;
    private final HostileBucket bucket;
    private final Journal.Fold fold;
    private final Planning planning;
    private final List<JournalEntry> truth = new ArrayList<>();

    /// Of each position, as the first node there folded it.
    private final List<ClusterState> states = new ArrayList<>(List.of(ClusterState.EMPTY));

    /// The end of each folder's log, as who closed it first has made it.
    private final Map<CollectionId, Long> closings = new HashMap<>();

    private final Map<String, NodeId> claimed = new HashMap<>();
    private final Set<NodeId> marks = new HashSet<>();
    private int actions;
    private int created;
    private int dropped;
    private int claims;

    JournalSimulation(long seed, Journal.Fold fold, Planning planning) {
        this.simulation = new Simulation(seed);
        this.bucket = new HostileBucket(simulation, 0.15, Set.of());
        this.fold = fold;
        this.planning = planning;
        bucket.onCreation(this::appeared);
    }

    /// Runs two virtual hours; returns a digest of the run.
    long run() {
        for (int i = 0; i < 3; i++) {
            new Node("node" + i).start();
        }
        simulation.run(Duration.ofHours(2));
        return simulation.digest();
    }

    int created() {
        return created;
    }

    int dropped() {
        return dropped;
    }

    int claims() {
        return claims;
    }

    // ---- what is true of the journal

    private void appeared(String key, byte[] bytes) {
        if (!key.startsWith(BucketLayout.JOURNAL.entries())) {
            return;
        }
        long number = SequenceName.numberOf(new ObjectKey(key));
        if (number != truth.size() + 1) {
            throw simulation.violation("entry " + number + " is not the next one");
        }
        JournalEntry entry = JournalCodec.decode(number, bytes, key);
        truth.add(entry);
        NodeId mark = mark(entry);
        if (mark != null && !marks.add(mark)) {
            throw simulation.violation("the change of " + mark + " is in the journal twice");
        }
    }

    /// Which action an entry is of: each acts under a name of its own.
    private static @Nullable NodeId mark(JournalEntry entry) {
        return switch (entry) {
            case CollectionCreated it -> it.publisher();
            case ShardClaimed it -> it.publisher();
            case CollectionDropped _ -> null;
        };
    }

    private void folded(String who, ClusterState state) {
        int position = (int) state.position();
        if (position > truth.size()) {
            throw simulation.violation(who + " folds what is not in the journal");
        }
        if (position < states.size()) {
            if (!states.get(position).equals(state)) {
                throw simulation.violation(
                        "%s folds another state at %d: %s instead of %s"
                                .formatted(who, position, state, states.get(position)));
            }
            return;
        }
        ClusterState before = states.getLast();
        for (Collection collection : state.collections().values()) {
            check(before, collection);
        }
        states.add(state);
    }

    private void check(ClusterState before, Collection now) {
        Collection was = before.collections().get(now.id().name());
        if (was == null) {
            long last =
                    closings.entrySet().stream()
                            .filter(e -> e.getKey().name().equals(now.id().name()))
                            .filter(e -> e.getKey().created() < now.id().created())
                            .mapToLong(Map.Entry::getValue)
                            .max()
                            .orElse(0);
            if (now.firstCommit() != last + 1) {
                throw simulation.violation(
                        "%s begins at %d, the one before was closed at %d"
                                .formatted(now.id(), now.firstCommit(), last));
            }
        } else if (!was.id().equals(now.id())) {
            throw simulation.violation(
                    "%s has a second folder beside %s".formatted(now.id(), was.id()));
        } else {
            for (int i = 0; i < now.shards().size(); i++) {
                if (now.shards().get(i).epoch() < was.shards().get(i).epoch()) {
                    throw simulation.violation("an epoch of " + now.id() + " fell");
                }
            }
        }
    }

    // ---- the nodes

    private final class Node {
        private final String name;
        private HostileBucket.Client client;
        private Journal journal;

        Node(String name) {
            this.name = name;
            this.client = bucket.client(name);
            this.journal = journal();
        }

        private Journal journal() {
            return new Journal(client, Sequence.RETENTION, fold, state -> folded(name, state));
        }

        void start() {
            journal.open();
            act();
            simulation.after(
                    simulation.between(Duration.ofMinutes(1), Duration.ofMinutes(30)),
                    this::disturb);
        }

        private void disturb() {
            if (simulation.chance(0.6)) {
                client.pause(simulation.between(Duration.ofSeconds(1), Duration.ofMinutes(40)));
            } else {
                client.kill();
                client = bucket.client(name);
                journal = journal();
                journal.open();
                act();
            }
            simulation.after(
                    simulation.between(Duration.ofMinutes(1), Duration.ofMinutes(30)),
                    this::disturb);
        }

        private void act() {
            HostileBucket.Client living = client;
            client.after(
                    simulation.between(Duration.ofMillis(50), Duration.ofSeconds(90)),
                    () -> {
                        if (living == client) {
                            CollectionName collection =
                                    new CollectionName("c" + simulation.random().nextInt(2));
                            switch (simulation.random().nextInt(5)) {
                                case 0 -> drop(collection);
                                case 1, 2 -> claim(collection);
                                default -> create(collection);
                            }
                            act();
                        }
                    });
        }

        private NodeId newMark() {
            return new NodeId(name + "x" + ++actions);
        }

        private void create(CollectionName collection) {
            NodeId mark = newMark();
            change(
                    state ->
                            state.find(collection).isPresent()
                                    ? Optional.empty()
                                    : Optional.of(
                                            new CollectionCreated(
                                                    collection,
                                                    state.firstCommit(collection),
                                                    CollectionSettings.DEFAULTS,
                                                    List.of(SlotRange.ALL),
                                                    mark)),
                    (state, appended) -> {
                        if (state.find(collection).isEmpty() && planning != Planning.ONCE) {
                            throw simulation.violation(
                                    "%s was acknowledged, but is not there".formatted(collection));
                        }
                        if (appended) {
                            created++;
                            checkInJournal(mark);
                        }
                    });
        }

        /// L10: the log is closed first, by whoever comes first; then the journal says so.
        private void drop(CollectionName collection) {
            Optional<Collection> found = journal.state().find(collection);
            if (found.isEmpty()) {
                return;
            }
            CollectionId id = found.get().id();
            long closing =
                    closings.computeIfAbsent(
                            id, _ -> found.get().firstCommit() + simulation.random().nextLong(10));
            change(
                    state -> state.find(id).map(_ -> new CollectionDropped(id, closing)),
                    (state, appended) -> {
                        if (state.find(id).isPresent() && planning != Planning.ONCE) {
                            throw simulation.violation("the drop of " + id + " did not hold");
                        }
                        if (appended) {
                            dropped++;
                        }
                    });
        }

        private void claim(CollectionName collection) {
            Optional<Collection> found = journal.state().find(collection);
            if (found.isEmpty()) {
                return;
            }
            CollectionId id = found.get().id();
            Shard suspected = found.get().shards().getFirst();
            NodeId mark = newMark();
            change(
                    state ->
                            shard(state, id, suspected.id())
                                    .filter(s -> s.epoch() == suspected.epoch())
                                    .map(_ ->
                                            new ShardClaimed(
                                                    id, suspected.id(), suspected.epoch(), mark)),
                    (state, appended) -> {
                        boolean holds =
                                shard(state, id, suspected.id())
                                        .filter(s -> mark.equals(s.publisher()))
                                        .isPresent();
                        if (holds) {
                            claims++;
                            checkInJournal(mark);
                            NodeId other =
                                    claimed.putIfAbsent(
                                            suspected.id() + " " + suspected.epoch(), mark);
                            if (other != null) {
                                throw simulation.violation(
                                        "%s and %s both replaced epoch %d of %s"
                                                .formatted(
                                                        other,
                                                        mark,
                                                        suspected.epoch(),
                                                        suspected.id()));
                            }
                        }
                    });
        }

        private void checkInJournal(NodeId mark) {
            if (!marks.contains(mark)) {
                throw simulation.violation(
                        "the change of %s was acknowledged, but is not in the journal"
                                .formatted(mark));
            }
        }

        /// @param then told of the state in which the change is done, and whether an entry of its
        ///   own did it
        private void change(Journal.Change change, BiConsumer<ClusterState, Boolean> then) {
            HostileBucket.Client living = client;
            boolean[] appended = {false};
            List<Optional<JournalEntry>> plan = new ArrayList<>();
            CompletableFuture<ClusterState> done =
                    journal.change(state -> {
                        Optional<JournalEntry> entry =
                                planning != Planning.ANEW && !plan.isEmpty()
                                        ? plan.getFirst()
                                        : change.entry(state);
                        plan.add(entry);
                        appended[0] = entry.isPresent();
                        return entry;
                    });
            var _ =
                    done.whenComplete((state, failure) -> {
                        if (failure != null) {
                            throw simulation.violation(name + " fails: " + failure);
                        }
                        if (living == client) {
                            then.accept(state, appended[0]);
                        }
                    });
        }

        private static Optional<Shard> shard(ClusterState state, CollectionId id, ShardId shard) {
            return state.find(id).stream()
                    .flatMap(c -> c.shards().stream())
                    .filter(s -> s.id().equals(shard))
                    .findFirst();
        }
    }
}
