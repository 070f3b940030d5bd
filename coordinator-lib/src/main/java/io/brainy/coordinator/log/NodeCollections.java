package io.brainy.coordinator.log;

import io.brainy.coordinator.bucket.Bucket;
import io.brainy.coordinator.journal.ClusterState;
import io.brainy.coordinator.journal.Journal;
import io.brainy.coordinator.journal.JournalEntry;
import io.brainy.coordinator.sequence.ProtocolLoop;
import io.brainy.coordinator.sequence.Sequence;
import io.brainy.coordinator.time.Sleeper;
import io.brainy.model.error.BrainyException;
import io.brainy.model.error.NotFoundException;
import io.brainy.model.error.ProblemType;
import io.brainy.model.error.UnavailableException;
import io.brainy.model.key.CollectionId;
import io.brainy.model.key.CollectionName;
import io.brainy.model.key.NodeId;
import io.brainy.model.key.ShardId;
import io.brainy.model.key.SlotRange;
import io.brainy.model.log.CollectionSettings;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The real [Collections]: the journal on a loop of its own, and the open log of each collection in
/// it.
public final class NodeCollections implements Collections, AutoCloseable {

    private final Bucket bucket;
    private final NodeId node;
    private final Publishing publishing;
    private final Supplier<ProtocolLoop> loops;
    private final Sleeper sleeper;
    private final Function<String, OptionalInt> modelDimensions;
    private final ProtocolLoop journalLoop;
    private final Journal journal;
    private final Map<CollectionId, OpenLog> logs = new ConcurrentHashMap<>();
    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();

    /// Only on the journal's loop.
    private boolean journalRead;

    private record OpenLog(CollectionLogLoop loop, CompletableFuture<CollectionLog> opened) {}

    /// Whether this process publishes the shards of collections that it creates.
    public enum Publishing {
        HERE,
        ELSEWHERE
    }

    /// Told of collections that come and go, in order, on the journal's loop: must be short.
    public interface Watcher {
        /// @param collection as the journal has it now, with claims that followed its creation
        void appeared(ClusterState.Collection collection, CollectionLog log);

        void disappeared(CollectionId collection);
    }

    /// @param loops makes the loop that a log or the journal lives on
    /// @param modelDimensions the dimension of a model, where this node knows it
    public NodeCollections(
            Bucket bucket,
            NodeId node,
            Publishing publishing,
            Supplier<ProtocolLoop> loops,
            Sleeper sleeper,
            Function<String, OptionalInt> modelDimensions) {
        this.bucket = bucket;
        this.node = node;
        this.publishing = publishing;
        this.loops = loops;
        this.sleeper = sleeper;
        this.modelDimensions = modelDimensions;
        this.journalLoop = loops.get();
        this.journal = new Journal(journalLoop, Sequence.RETENTION, this::changed);
    }

    /// To be added before [#start].
    public void watch(Watcher watcher) {
        watchers.add(watcher);
    }

    /// Reads the journal to its end and opens every log; completes when all are open.
    public CompletableFuture<Void> start() {
        CompletableFuture<ClusterState> read = new CompletableFuture<>();
        journalLoop.execute(() -> {
            journal.open();
            forward(journal.probe().thenApply(this::journalRead), read);
        });
        return read.thenCompose(state ->
                CompletableFuture.allOf(
                        state.collections().values().stream()
                                .map(this::open)
                                .toArray(CompletableFuture[]::new)));
    }

    /// What the journal says, as far as this process has read it.
    public ClusterState state() {
        return journal.state();
    }

    /// Takes a shard without a live publisher (J1); completes with its epoch, or empty when another
    /// was faster or the shard is gone.
    public CompletableFuture<Optional<Long>> claim(
            CollectionId collection, ShardId shard, long replacedEpoch) {
        return change(state ->
                        shard(state, collection, shard)
                                .filter(s -> s.epoch() == replacedEpoch)
                                .map(_ ->
                                        new JournalEntry.ShardClaimed(
                                                collection, shard, replacedEpoch, node)))
                .thenApply(state ->
                        shard(state, collection, shard)
                                .filter(s -> node.equals(s.publisher()))
                                .map(ClusterState.Shard::epoch));
    }

    private static Optional<ClusterState.Shard> shard(
            ClusterState state, CollectionId collection, ShardId shard) {
        return state.find(collection).stream()
                .flatMap(c -> c.shards().stream())
                .filter(s -> s.id().equals(shard))
                .findFirst();
    }

    // ---- the port

    @Override
    public Optional<CollectionLog> find(CollectionName name) {
        return state().find(name).flatMap(c -> opened(c.id()));
    }

    private Optional<CollectionLog> opened(CollectionId id) {
        OpenLog log = logs.get(id);
        return log != null && log.opened().isDone() && !log.opened().isCompletedExceptionally()
                ? Optional.of(log.opened().join())
                : Optional.empty();
    }

    @Override
    public CompletableFuture<Optional<CollectionLog>> findStrong(CollectionName name) {
        CompletableFuture<ClusterState> probed = new CompletableFuture<>();
        journalLoop.execute(() -> forward(journal.probe(), probed));
        return probed.thenCompose(state -> {
            Optional<ClusterState.Collection> found = state.find(name);
            return found.isEmpty()
                    ? CompletableFuture.completedFuture(Optional.empty())
                    : open(found.get()).thenApply(Optional::of);
        });
    }

    @Override
    public CompletableFuture<Opened> openOrCreate(
            CollectionName name, CollectionSettings settings) {
        Optional<CollectionLog> known = find(name);
        if (known.isPresent()) {
            return CompletableFuture.completedFuture(new Opened(known.get(), false));
        }
        boolean[] created = {false};
        return change(
                        state -> {
                            // Asked again after each lost number: another may have created it.
                            created[0] = state.find(name).isEmpty();
                            if (!created[0]) {
                                return Optional.empty();
                            }
                            return Optional.of(
                                    new JournalEntry.CollectionCreated(
                                            name,
                                            state.firstCommit(name),
                                            settings,
                                            List.of(SlotRange.ALL),
                                            publisher()));
                        })
                .thenCompose(state ->
                        state.find(name)
                                .map(this::open)
                                .orElseGet(() ->
                                        CompletableFuture.failedFuture(droppedMeanwhile(name))))
                .thenApply(log -> new Opened(log, created[0]));
    }

    private @Nullable NodeId publisher() {
        return publishing == Publishing.HERE ? node : null;
    }

    private static BrainyException droppedMeanwhile(CollectionName name) {
        return new UnavailableException(
                ProblemType.UNAVAILABLE,
                "collection " + name + " was dropped while it was being created; try again",
                Duration.ofSeconds(1));
    }

    /// L10: the log is closed first, then the journal says so. Either half may be found done; who
    /// meets the closing commit without the entry adds it ([#recordDrop]).
    @Override
    public CompletableFuture<Boolean> drop(CollectionName name) {
        return findStrong(name)
                .thenCompose(found -> {
                    if (found.isEmpty()) {
                        return CompletableFuture.completedFuture(false);
                    }
                    CollectionLogLoop log = (CollectionLogLoop) found.get();
                    return log.closeLog()
                            .thenCompose(closing -> recordDrop(log.collection(), closing))
                            .thenApply(_ -> true);
                });
    }

    private CompletableFuture<ClusterState> recordDrop(CollectionId id, long closing) {
        return change(
                state -> state.find(id).map(_ -> new JournalEntry.CollectionDropped(id, closing)));
    }

    @Override
    public List<Listed> list() {
        return state().collections().values().stream()
                .sorted(Comparator.comparing(c -> c.id().name()))
                .map(c ->
                        new Listed(
                                c.id(),
                                opened(c.id()).map(CollectionLog::settings).orElse(c.settings())))
                .toList();
    }

    // ---- the journal's loop

    private CompletableFuture<ClusterState> change(Journal.Change change) {
        CompletableFuture<ClusterState> done = new CompletableFuture<>();
        journalLoop.execute(() -> forward(journal.change(change), done));
        return done;
    }

    /// Entries that are read at the start are history: a collection that was created by one may be
    /// claimed or dropped by the next, so nothing is opened before the end is known.
    private ClusterState journalRead(ClusterState state) {
        journalRead = true;
        changed(state);
        return state;
    }

    private void changed(ClusterState state) {
        if (!journalRead) {
            return;
        }
        for (ClusterState.Collection collection : state.collections().values()) {
            var _ = open(collection);
        }
        for (CollectionId id : List.copyOf(logs.keySet())) {
            if (state.find(id).isEmpty()) {
                forget(id);
            }
        }
    }

    private CompletableFuture<CollectionLog> open(ClusterState.Collection collection) {
        OpenLog open = logs.computeIfAbsent(collection.id(), _ -> newLog(collection));
        if (state().find(collection.id()).isEmpty()) {
            // Dropped since the caller looked.
            journalLoop.execute(() -> forget(collection.id()));
        }
        return open.opened();
    }

    private OpenLog newLog(ClusterState.Collection collection) {
        CollectionLogLoop log =
                new CollectionLogLoop(
                        collection.id(),
                        collection.firstCommit(),
                        collection.settings(),
                        bucket,
                        loops.get(),
                        sleeper,
                        modelDimensions,
                        closing -> {
                            // L10: who meets the closing commit sees to the journal.
                            var _ = recordDrop(collection.id(), closing);
                        });
        return new OpenLog(log, log.open().thenCompose(this::announced));
    }

    /// Watchers hear of it before anybody else can use it, unless it was dropped meanwhile.
    private CompletableFuture<CollectionLog> announced(CollectionLog log) {
        CompletableFuture<CollectionLog> announced = new CompletableFuture<>();
        journalLoop.execute(() -> {
            state().find(log.collection())
                    .ifPresent(now -> watchers.forEach(each -> each.appeared(now, log)));
            announced.complete(log);
        });
        return announced;
    }

    /// On the journal's loop.
    private void forget(CollectionId id) {
        OpenLog gone = logs.remove(id);
        if (gone != null) {
            if (gone.opened().isDone()) {
                watchers.forEach(watcher -> watcher.disappeared(id));
            } else {
                // Its loop stops before it was opened, so nobody else would ever say so.
                gone.opened()
                        .completeExceptionally(
                                new NotFoundException("the collection " + id + " was dropped"));
            }
            Thread.ofVirtual().name("close " + id).start(gone.loop()::close);
        }
    }

    private static <T> void forward(CompletableFuture<T> from, CompletableFuture<T> to) {
        var _ =
                from.whenComplete((value, failure) -> {
                    if (failure != null) {
                        to.completeExceptionally(failure);
                    } else {
                        to.complete(value);
                    }
                });
    }

    /// Waits for the writes that were taken, then stops every loop.
    @Override
    public void close() {
        try (ExecutorService closing = Executors.newVirtualThreadPerTaskExecutor()) {
            logs.values().forEach(log -> closing.execute(log.loop()::close));
        }
        journalLoop.close();
    }
}
