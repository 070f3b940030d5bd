package io.brainy.engine.serve;

import io.brainy.coordinator.log.CollectionLog;
import io.brainy.coordinator.log.FoldedCommit;
import io.brainy.coordinator.time.Sleeper;
import io.brainy.engine.cache.PinnedSegments;
import io.brainy.engine.cache.SegmentCache;
import io.brainy.model.error.CorruptException;
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
///
/// What is damaged costs no more than it must: behind a damaged commit the shard stands, and goes
/// on answering as of the position before (L12); with a damaged file in a newer manifest it stays
/// on the manifest that it has, and goes on with the log. Only without any manifest that can be
/// read, where there is one, it cannot be opened.
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
    private volatile @Nullable RuntimeException logFailure;
    private volatile @Nullable RuntimeException manifestFailure;
    private final Object resources = new Object();
    private CollectionLog.@Nullable Subscription subscription;
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
                        cannotOpen(unwrapped(reason));
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
            // Nothing can be answered before the segments are here.
            Optional<Manifest> manifest = waiting();
            while (manifest.isPresent() && !adoptPatiently(manifest.get())) {
                manifest = next();
            }
            follow();
            opened.complete(null);
            for (manifest = next(); manifest.isPresent(); manifest = next()) {
                try {
                    adoptPatiently(manifest.get());
                } catch (CorruptException e) {
                    manifestFailure = e;
                    tell(e);
                }
            }
        } catch (InterruptedException _) {
            // Nobody interrupts it but who ends the process.
        } catch (RuntimeException e) {
            cannotOpen(e);
        }
    }

    private Optional<Manifest> waiting() {
        synchronized (mailbox) {
            Optional<Manifest> manifest = Optional.ofNullable(offered);
            offered = null;
            return manifest;
        }
    }

    /// Empty when the shard was closed.
    private Optional<Manifest> next() throws InterruptedException {
        synchronized (mailbox) {
            while (offered == null && !closed) {
                mailbox.wait();
            }
            return closed ? Optional.empty() : waiting();
        }
    }

    /// False where it is of no use any more.
    private boolean adoptPatiently(Manifest manifest) throws InterruptedException {
        Manifest wanted = manifest;
        while (!closed) {
            try {
                adopt(wanted);
                manifestFailure = null;
                return true;
            } catch (UnavailableException e) {
                if (closed) {
                    return false;
                }
                LOG.log(
                        Level.WARNING,
                        "shard {0} of {1} waits for generation {2}: {3}",
                        shard,
                        log.collection(),
                        wanted.generation(),
                        e.getMessage());
                sleeper.sleep(RETRY);
                wanted = waiting().orElse(wanted);
            } catch (NotFoundException e) {
                // Its files were collected: a newer manifest is on its way.
                LOG.log(Level.DEBUG, "generation {0} is gone", wanted.generation());
                return false;
            }
        }
        return false;
    }

    private void adopt(Manifest manifest) {
        if (manifest.generation() <= indexed.generation()) {
            // What is open stands on the newer one's files, which must stay.
            return;
        }
        PinnedSegments files = cache.pin(log.collection(), manifest.files());
        try {
            open.refresh(manifest, files.files());
        } catch (RuntimeException e) {
            files.close();
            throw e;
        }
        keep(files);
        epoch = manifest.epoch();
        indexed = new Indexed(manifest.generation(), manifest.position());
        log.indexed(manifest.position());
    }

    /// The files of the manifest before are not needed any more; after the end, none are.
    private void keep(PinnedSegments files) {
        PinnedSegments before;
        synchronized (resources) {
            before = closed ? files : pinned;
            pinned = closed ? pinned : files;
        }
        if (before != null) {
            before.close();
        }
    }

    private void follow() {
        CollectionLog.Subscription following =
                log.follow(
                        open.position(),
                        new CollectionLog.Follower() {
                            @Override
                            public void apply(FoldedCommit commit) {
                                applyNext(commit);
                            }

                            @Override
                            public void broken(RuntimeException reason) {
                                stand(reason);
                            }
                        });
        synchronized (resources) {
            if (!closed) {
                subscription = following;
                return;
            }
        }
        following.close();
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

    /// L12.
    private void stand(RuntimeException reason) {
        if (!closed) {
            logFailure = reason;
            tell(reason);
            open.halt(reason);
        }
    }

    private void cannotOpen(RuntimeException reason) {
        if (!closed) {
            manifestFailure = reason;
            tell(reason);
            opened.completeExceptionally(reason);
        }
    }

    private void tell(RuntimeException reason) {
        LOG.log(
                Level.ERROR,
                "shard {0} of {1} stands at position {2} and generation {3}: {4}",
                shard,
                log.collection(),
                open.position(),
                open.generation(),
                reason.getMessage());
    }

    private static RuntimeException unwrapped(Throwable reason) {
        Throwable cause = reason instanceof CompletionException ? reason.getCause() : reason;
        return cause instanceof RuntimeException known
                ? known
                : new IllegalStateException("the chain could not be read", cause);
    }

    /// Why it serves no newer position or manifest, if it cannot (L12).
    Optional<RuntimeException> failure() {
        return Optional.ofNullable(logFailure).or(() -> Optional.ofNullable(manifestFailure));
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
        return opened.thenCompose(_ -> open.await(position));
    }

    @Override
    public ShardSnapshot snapshot() {
        if (!isOpen()) {
            throw failure()
                    .orElseGet(() ->
                            new UnavailableException(
                                    ProblemType.UNAVAILABLE,
                                    "shard " + shard + " is still being opened",
                                    Duration.ofSeconds(1)));
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
        CollectionLog.Subscription following;
        PinnedSegments files;
        synchronized (resources) {
            closed = true;
            following = subscription;
            files = pinned;
            subscription = null;
            pinned = null;
        }
        if (following != null) {
            following.close();
        }
        // Not interrupted: Lucene would take that for a failure half-way.
        synchronized (mailbox) {
            mailbox.notifyAll();
        }
        opened.completeExceptionally(
                new UnavailableException(
                        ProblemType.UNAVAILABLE,
                        "shard " + shard + " is not served here any more",
                        Duration.ofSeconds(1)));
        open.close();
        if (files != null) {
            files.close();
        }
    }
}
