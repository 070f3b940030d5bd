package io.brainy.engine.serve;

import io.brainy.coordinator.log.CollectionLog;
import io.brainy.coordinator.log.FoldedCommit;
import io.brainy.coordinator.time.Sleeper;
import io.brainy.engine.cache.PinnedSegments;
import io.brainy.engine.cache.SegmentCache;
import io.brainy.model.error.NotFoundException;
import io.brainy.model.error.ProblemType;
import io.brainy.model.error.UnavailableException;
import io.brainy.model.key.ShardId;
import io.brainy.model.key.SlotRange;
import io.brainy.model.manifest.Manifest;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/// One shard that this process serves: opened from the newest manifest, kept up by the log, moved
/// to newer manifests as they come. Commits are applied on the log follower's thread, and manifests
/// are adopted on one of the shard's own, so that a download never holds up a write's becoming
/// visible.
final class ServedShard implements ShardHandle, AutoCloseable {

    private static final System.Logger LOG = System.getLogger(ServedShard.class.getName());
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final ShardId shard;
    private final SlotRange slots;
    private final CollectionLog log;
    private final SegmentCache cache;
    private final Sleeper sleeper;
    private final OpenShard open;
    private final CompletableFuture<Void> opened = new CompletableFuture<>();
    private final Thread adopter;
    private final Object mailbox = new Object();
    private final long emptyPosition;
    private @Nullable Manifest offered;
    private volatile long epoch;
    private volatile Indexed indexed;
    private volatile boolean closed;
    private volatile @Nullable RuntimeException failure;
    private volatile CollectionLog.@Nullable Subscription subscription;
    private @Nullable PinnedSegments pinned;

    /// @param firstCommit the number that the collection's log begins with
    ServedShard(
            ShardId shard,
            SlotRange slots,
            long epoch,
            long firstCommit,
            CollectionLog log,
            SegmentCache cache,
            Sleeper sleeper) {
        this.shard = shard;
        this.slots = slots;
        this.epoch = epoch;
        this.log = log;
        this.cache = cache;
        this.sleeper = sleeper;
        this.emptyPosition = firstCommit - 1;
        this.indexed = new Indexed(0, emptyPosition);
        this.open = new OpenShard(log.settings().similarity(), emptyPosition);
        this.adopter =
                Thread.ofVirtual()
                        .name("adopt " + log.collection() + " " + shard)
                        .unstarted(this::run);
    }

    /// Begins when the chain's newest manifest is known.
    void start(CompletableFuture<Optional<Manifest>> newest) {
        var _ =
                newest.whenComplete((manifest, reason) -> {
                    if (reason != null) {
                        fail(unwrapped(reason));
                    } else {
                        manifest.ifPresent(this::offer);
                        adopter.start();
                    }
                });
    }

    /// There is a newer manifest. Of several, only the newest is adopted.
    void offer(Manifest manifest) {
        synchronized (mailbox) {
            Manifest waiting = offered;
            if (waiting == null || waiting.generation() < manifest.generation()) {
                offered = manifest;
                mailbox.notifyAll();
            }
        }
    }

    private void run() {
        try {
            Manifest first = takeOffered();
            if (first != null) {
                adoptPatiently(first);
            }
            follow();
            opened.complete(null);
            while (!closed) {
                adoptPatiently(next());
            }
        } catch (InterruptedException _) {
            // Closed.
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    private @Nullable Manifest takeOffered() {
        synchronized (mailbox) {
            Manifest manifest = offered;
            offered = null;
            return manifest;
        }
    }

    private Manifest next() throws InterruptedException {
        synchronized (mailbox) {
            while (offered == null) {
                mailbox.wait();
            }
            Manifest manifest = offered;
            offered = null;
            return manifest;
        }
    }

    private void adoptPatiently(Manifest manifest) throws InterruptedException {
        while (!closed) {
            try {
                adopt(manifest);
                return;
            } catch (UnavailableException e) {
                LOG.log(
                        Level.WARNING,
                        "shard {0} of {1} waits for generation {2}: {3}",
                        shard,
                        log.collection(),
                        manifest.generation(),
                        e.getMessage());
                sleeper.sleep(RETRY);
            } catch (NotFoundException e) {
                // Its files were collected: a newer manifest is on its way.
                LOG.log(Level.DEBUG, "generation {0} is gone", manifest.generation());
                return;
            }
        }
    }

    private void adopt(Manifest manifest) {
        PinnedSegments files = cache.pin(log.collection(), manifest.files());
        try {
            open.refresh(manifest, files.files());
        } catch (RuntimeException e) {
            files.close();
            throw e;
        }
        PinnedSegments before = pinned;
        pinned = files;
        if (before != null) {
            before.close();
        }
        epoch = manifest.epoch();
        indexed = new Indexed(manifest.generation(), manifest.position());
        log.indexed(manifest.position());
    }

    private void follow() {
        subscription =
                log.follow(
                        open.position(),
                        new CollectionLog.Follower() {
                            @Override
                            public void apply(FoldedCommit commit) {
                                applyNext(commit);
                            }

                            @Override
                            public void broken(RuntimeException reason) {
                                fail(reason);
                            }
                        });
    }

    /// A manifest may have jumped ahead of the log's follower: what it covers is skipped.
    private void applyNext(FoldedCommit commit) {
        long number = commit.commit().number();
        try {
            if (number > open.position()) {
                open.apply(commit.commit());
            }
        } catch (IllegalArgumentException e) {
            if (number > open.position()) {
                throw e;
            }
        }
    }

    private void fail(RuntimeException reason) {
        if (closed) {
            return;
        }
        LOG.log(
                Level.ERROR,
                "shard {0} of {1} stands at position {2}: {3}",
                shard,
                log.collection(),
                open.position(),
                reason.getMessage());
        failure = reason;
        opened.completeExceptionally(reason);
    }

    private static RuntimeException unwrapped(Throwable reason) {
        Throwable cause = reason instanceof CompletionException ? reason.getCause() : reason;
        return cause instanceof RuntimeException known
                ? known
                : new IllegalStateException("the chain could not be read", cause);
    }

    /// Why it serves no newer position, if it cannot (L12).
    Optional<RuntimeException> failure() {
        return Optional.ofNullable(failure);
    }

    boolean isOpen() {
        return opened.isDone() && !opened.isCompletedExceptionally();
    }

    /// Completes when it can answer.
    CompletableFuture<Void> opened() {
        return opened.copy();
    }

    @Override
    public ShardId shard() {
        return shard;
    }

    @Override
    public SlotRange range() {
        return slots;
    }

    @Override
    public long epoch() {
        return epoch;
    }

    @Override
    public CompletableFuture<Void> await(long position) {
        if (open.position() >= position && isOpen()) {
            return CompletableFuture.completedFuture(null);
        }
        RuntimeException reason = failure;
        if (reason != null) {
            return CompletableFuture.failedFuture(reason);
        }
        return opened.thenCompose(_ -> open.await(position));
    }

    @Override
    public ShardSnapshot snapshot() {
        if (!isOpen()) {
            RuntimeException reason = failure;
            throw reason != null
                    ? reason
                    : new UnavailableException(
                            ProblemType.UNAVAILABLE,
                            "shard " + shard + " is still being opened",
                            Duration.ofSeconds(1));
        }
        return open.snapshot();
    }

    @Override
    public Indexed indexed() {
        return indexed;
    }

    OpenShard.MemoryUse memory() {
        return open.memory();
    }

    @Override
    public void close() {
        closed = true;
        CollectionLog.Subscription following = subscription;
        if (following != null) {
            following.close();
        }
        adopter.interrupt();
        opened.completeExceptionally(
                new UnavailableException(
                        ProblemType.UNAVAILABLE,
                        "shard " + shard + " is not served here any more",
                        Duration.ofSeconds(1)));
        open.close();
        PinnedSegments files = pinned;
        if (files != null) {
            files.close();
        }
    }
}
