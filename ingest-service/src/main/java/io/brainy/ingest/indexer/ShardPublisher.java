package io.brainy.ingest.indexer;

import io.brainy.coordinator.bucket.Bucket;
import io.brainy.coordinator.bucket.BucketException;
import io.brainy.coordinator.chain.ManifestChain;
import io.brainy.coordinator.log.CollectionLog;
import io.brainy.coordinator.log.FoldedCommit;
import io.brainy.coordinator.time.Sleeper;
import io.brainy.coordinator.time.Ticker;
import io.brainy.engine.cache.PinnedSegments;
import io.brainy.engine.cache.SegmentCache;
import io.brainy.engine.segment.SegmentPublication;
import io.brainy.engine.segment.SegmentWriter;
import io.brainy.model.error.ConflictException;
import io.brainy.model.error.NotFoundException;
import io.brainy.model.error.UnavailableException;
import io.brainy.model.key.ShardId;
import io.brainy.model.log.BatchId;
import io.brainy.model.manifest.Manifest;
import io.brainy.model.manifest.SegmentFile;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Publishes one shard: log → segments → manifest, on one thread.
///
/// Objects touched: creates `files/<shard>-<epoch>-<unique>`, appends to the shard's chain. Exactly
/// once by construction: a manifest's files are the log up to its position and nothing else (C1),
/// so a crash anywhere is a replay from the last manifest. Crash points: after an upload, before
/// the manifest: files that no manifest names, garbage; after the manifest: done. A publisher that
/// was replaced learns it at its next manifest (C2) and stops.
public final class ShardPublisher implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(ShardPublisher.class.getName());
    private static final int QUEUED_COMMITS = 4;
    private static final Duration TICK = Duration.ofMillis(500);
    private static final Duration RETRY = Duration.ofSeconds(2);
    private static final Duration STOP = Duration.ofSeconds(30);

    /// What a publisher is made of; the same for all of a process.
    public record Tools(
            Bucket bucket,
            SegmentCache cache,
            PublishPolicy policy,
            Ticker ticker,
            Sleeper sleeper,
            Supplier<BatchId> uniqueNames) {}

    private final Tools tools;
    private final ManifestChain chain;
    private final CollectionLog log;
    private final ShardId shard;
    private final long epoch;
    private final long firstCommit;
    private final Path directory;
    private final Thread thread;
    private volatile boolean stopping;
    private volatile boolean cutOff;
    private volatile boolean publishNow;
    private volatile @Nullable RuntimeException failure;
    private volatile long published = -1;
    private long unpublishedBytes;
    private long eldestNanos;

    /// @param firstCommit the number that the collection's log begins with
    /// @param directory scratch, of this publisher alone
    public ShardPublisher(
            Tools tools,
            ManifestChain chain,
            CollectionLog log,
            ShardId shard,
            long epoch,
            long firstCommit,
            Path directory) {
        this.tools = tools;
        this.chain = chain;
        this.log = log;
        this.shard = shard;
        this.epoch = epoch;
        this.firstCommit = firstCommit;
        this.directory = directory;
        this.thread =
                Thread.ofPlatform()
                        .name("index " + log.collection() + " " + shard)
                        .daemon()
                        .unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /// The position of the last manifest that this publisher appended; -1 before the first.
    public long published() {
        return published;
    }

    public Optional<RuntimeException> failure() {
        return Optional.ofNullable(failure);
    }

    /// Publishes what was applied without waiting for the policy.
    public void publishSoon() {
        publishNow = true;
    }

    private void run() {
        while (!stopping) {
            try {
                publishUntilStopped();
            } catch (ConflictException e) {
                // Fenced: somebody else has the shard, and that is all there is to say.
                LOG.log(Level.INFO, "stops publishing: " + e.getMessage());
                failure = e;
                return;
            } catch (UnavailableException | NotFoundException | BucketException e) {
                // The bucket is away, or the manifest that it began with is not the newest by far.
                LOG.log(
                        Level.WARNING,
                        "publishing {0} of {1} begins again from its manifest: {2}",
                        shard,
                        log.collection(),
                        e.getMessage());
                if (!pause()) {
                    return;
                }
            } catch (InterruptedException _) {
                return;
            } catch (RuntimeException e) {
                if (cutOff) {
                    // Lucene tells of interrupts in its own way.
                    return;
                }
                LOG.log(
                        Level.ERROR,
                        "publishing " + shard + " of " + log.collection() + " has stopped",
                        e);
                failure = e;
                return;
            }
        }
    }

    private boolean pause() {
        try {
            tools.sleeper().sleep(RETRY);
            return true;
        } catch (InterruptedException _) {
            return false;
        }
    }

    private void publishUntilStopped() throws InterruptedException {
        Manifest manifest = joined(chain.takeOver(epoch, firstCommit - 1));
        published(manifest.position());
        unpublishedBytes = 0;
        // Of this run alone: a follower of an earlier one may still be about to deliver.
        Tail tail = new Tail();
        try (PinnedSegments files = tools.cache().pin(log.collection(), manifest.files());
                SegmentWriter writer =
                        SegmentWriter.open(
                                directory,
                                log.settings().similarity(),
                                manifest.position(),
                                files.files());
                CollectionLog.Subscription _ = log.follow(manifest.position(), tail)) {
            SegmentUploads uploads =
                    new SegmentUploads(
                            tools.bucket(),
                            tools.cache(),
                            log.collection(),
                            shard,
                            epoch,
                            tools.uniqueNames(),
                            manifest.files());
            while (!stopping) {
                Optional<FoldedCommit> next = tail.next();
                next.ifPresent(commit -> apply(writer, commit));
                if (isDue(writer, tail)) {
                    publish(writer, uploads);
                }
            }
            if (writer.position() > published) {
                publish(writer, uploads);
            }
        }
    }

    /// The commits that wait to be applied.
    private static final class Tail implements CollectionLog.Follower {

        private final BlockingQueue<FoldedCommit> commits =
                new ArrayBlockingQueue<>(QUEUED_COMMITS);
        private final AtomicReference<@Nullable RuntimeException> end = new AtomicReference<>();

        @Override
        public void apply(FoldedCommit commit) {
            try {
                commits.put(commit);
            } catch (InterruptedException _) {
                // The subscription is being closed.
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void broken(RuntimeException reason) {
            end.set(reason);
        }

        /// Fails behind the last commit, when no more can come.
        Optional<FoldedCommit> next() throws InterruptedException {
            RuntimeException reason = end.get();
            FoldedCommit next =
                    reason != null
                            ? commits.poll()
                            : commits.poll(TICK.toMillis(), TimeUnit.MILLISECONDS);
            if (next == null && reason != null) {
                throw reason;
            }
            return Optional.ofNullable(next);
        }

        boolean isEmpty() {
            return commits.isEmpty();
        }
    }

    private void apply(SegmentWriter writer, FoldedCommit commit) {
        if (unpublishedBytes == 0) {
            eldestNanos = tools.ticker().nanos();
        }
        unpublishedBytes += commit.bytes();
        writer.apply(commit.commit());
    }

    private boolean isDue(SegmentWriter writer, Tail tail) {
        if (publishNow && tail.isEmpty()) {
            publishNow = false;
            return writer.position() > published || writer.hasChanges();
        }
        if (unpublishedBytes == 0) {
            // Merges that have finished since are worth a manifest too, but not at once.
            return writer.hasChanges()
                    && tools.ticker().nanos() - eldestNanos > tools.policy().age().toNanos();
        }
        return tools.policy()
                .isDue(
                        unpublishedBytes,
                        writer.unflushedRecords(),
                        Duration.ofNanos(tools.ticker().nanos() - eldestNanos));
    }

    private void publish(SegmentWriter writer, SegmentUploads uploads) throws InterruptedException {
        SegmentPublication publication = writer.flush();
        List<SegmentFile> files = uploads.upload(publication);
        Manifest manifest =
                joined(chain.publish(epoch, publication.position(), files, publication.stats()));
        unpublishedBytes = 0;
        eldestNanos = tools.ticker().nanos();
        published(manifest.position());
    }

    private void published(long position) {
        published = position;
        log.indexed(position);
    }

    /// Can be interrupted, so that a node stops although its bucket does not answer.
    private static <T> T joined(CompletableFuture<T> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("appending a manifest failed", e.getCause());
        }
    }

    /// Stops where it is, as a crash would.
    void abandon() {
        stopping = true;
        try {
            cutOff();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void cutOff() throws InterruptedException {
        cutOff = true;
        thread.interrupt();
        thread.join();
    }

    /// Publishes what was applied, then stops.
    @Override
    public void close() {
        stopping = true;
        try {
            if (!thread.join(STOP)) {
                cutOff();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
