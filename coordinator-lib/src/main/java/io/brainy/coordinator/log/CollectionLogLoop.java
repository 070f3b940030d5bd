package io.brainy.coordinator.log;

import io.brainy.coordinator.bucket.Bucket;
import io.brainy.coordinator.layout.BucketLayout;
import io.brainy.coordinator.layout.SequenceName;
import io.brainy.coordinator.sequence.ProtocolLoop;
import io.brainy.coordinator.sequence.Sequence;
import io.brainy.coordinator.time.Sleeper;
import io.brainy.model.key.CollectionId;
import io.brainy.model.log.CollectionSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The real [CollectionLog]: one [LogMachine] on a loop of its own, with its followers.
final class CollectionLogLoop implements CollectionLog, AutoCloseable {

    /// How long a stop waits for the parts that were taken.
    private static final Duration DRAIN = Duration.ofSeconds(20);

    private static final Duration DRAIN_STEP = Duration.ofMillis(5);

    private final CollectionId id;
    private final SequenceName name;
    private final Bucket bucket;
    private final ProtocolLoop loop;
    private final LogMachine machine;
    private final Sleeper sleeper;
    private final RecentCommits recent = new RecentCommits();
    private final List<LogFollower> followers = new CopyOnWriteArrayList<>();
    private volatile CollectionSettings settings;
    private volatile @Nullable RuntimeException broken;
    private volatile boolean dropped;
    private volatile boolean closed;

    /// @param whenDropped told of the closing commit, on the log's loop
    CollectionLogLoop(
            CollectionId id,
            long firstCommit,
            CollectionSettings createdWith,
            Bucket bucket,
            ProtocolLoop loop,
            Sleeper sleeper,
            Function<String, OptionalInt> modelDimensions,
            LongConsumer whenDropped) {
        this.id = id;
        this.name = BucketLayout.log(id);
        this.bucket = bucket;
        this.loop = loop;
        this.sleeper = sleeper;
        this.settings = createdWith;
        recent.reset(firstCommit - 1);
        this.machine =
                new LogMachine(
                        name,
                        firstCommit,
                        createdWith,
                        loop,
                        Sequence.RETENTION,
                        modelDimensions,
                        CommitPlan::new,
                        new LogMachine.Listener() {
                            @Override
                            public void committed(FoldedCommit commit, CollectionSettings inForce) {
                                settings = inForce;
                                recent.add(commit);
                                if (commit.commit().header().closed()) {
                                    dropped = true;
                                    whenDropped.accept(commit.commit().number());
                                }
                            }

                            @Override
                            public void broken(long last, RuntimeException reason) {
                                broken = reason;
                                recent.end(last, reason);
                            }
                        });
    }

    /// Completes when the end of the log is known, or why it never will be ([#failure]).
    CompletableFuture<CollectionLog> open() {
        CompletableFuture<CollectionLog> opened = new CompletableFuture<>();
        loop.execute(() -> machine.open(() -> opened.complete(this)));
        return opened;
    }

    @Override
    public CollectionId collection() {
        return id;
    }

    @Override
    public long tail() {
        return recent.tail();
    }

    @Override
    public CollectionSettings settings() {
        return settings;
    }

    @Override
    public Optional<RuntimeException> failure() {
        return Optional.ofNullable(broken);
    }

    @Override
    public CompletableFuture<PartOutcome> submit(Part part) {
        if (dropped) {
            return CompletableFuture.completedFuture(new PartOutcome.Dropped());
        }
        CompletableFuture<PartOutcome> outcome = new CompletableFuture<>();
        ask(outcome, () -> forward(machine.submit(part), outcome));
        return outcome;
    }

    @Override
    public CompletableFuture<Long> probe() {
        CompletableFuture<Long> done = new CompletableFuture<>();
        ask(done, () -> machine.probe(done));
        return done;
    }

    @Override
    public CompletableFuture<CollectionSettings> configure(
            UnaryOperator<CollectionSettings> change) {
        CompletableFuture<CollectionSettings> done = new CompletableFuture<>();
        ask(done, () -> machine.configure(change, done));
        return done;
    }

    /// L10, its first half.
    CompletableFuture<Long> closeLog() {
        CompletableFuture<Long> done = new CompletableFuture<>();
        ask(done, () -> machine.close(done));
        return done;
    }

    /// A closed loop runs nothing, so that nobody would ever be answered.
    private void ask(CompletableFuture<?> done, Runnable event) {
        loop.execute(event);
        if (closed) {
            done.completeExceptionally(LogMachine.stopping());
        }
    }

    @Override
    public void indexed(long position) {
        loop.execute(() -> machine.indexed(position));
    }

    @Override
    public Subscription follow(long position, Follower follower) {
        LogFollower following =
                new LogFollower(name, bucket, recent, position, follower, sleeper) {
                    @Override
                    public void close() {
                        super.close();
                        followers.remove(this);
                    }
                };
        followers.add(following);
        following.start();
        return following;
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

    /// Waits for what was taken, then stops.
    @Override
    public void close() {
        if (closed) {
            return;
        }
        try {
            for (Duration waited = Duration.ZERO;
                    waited.compareTo(DRAIN) < 0 && !idle();
                    waited = waited.plus(DRAIN_STEP)) {
                sleeper.sleep(DRAIN_STEP);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        followers.forEach(LogFollower::close);
        CompletableFuture<Void> disposed = new CompletableFuture<>();
        loop.execute(() -> {
            machine.dispose();
            disposed.complete(null);
        });
        disposed.orTimeout(5, TimeUnit.SECONDS).exceptionally(_ -> null).join();
        closed = true;
        loop.close();
    }

    private boolean idle() {
        CompletableFuture<Boolean> idle = new CompletableFuture<>();
        loop.execute(() -> idle.complete(machine.idle()));
        return idle.completeOnTimeout(true, 5, TimeUnit.SECONDS).join();
    }
}
