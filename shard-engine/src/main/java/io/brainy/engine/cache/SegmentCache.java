package io.brainy.engine.cache;

import io.brainy.coordinator.bucket.Bucket;
import io.brainy.coordinator.bucket.ObjectKey;
import io.brainy.coordinator.layout.BucketLayout;
import io.brainy.model.error.BrainyException;
import io.brainy.model.error.CorruptException;
import io.brainy.model.error.UnavailableException;
import io.brainy.model.key.CollectionId;
import io.brainy.model.manifest.SegmentFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;

/// The segment files of manifests as local paths, for whoever opens a shard.
///
/// - Where the bucket is a local directory its own files are used in place and cost no budget.
///   Otherwise a file is downloaded once, whoever asks, into a file named by its SHA-256.
/// - Length and SHA-256 are compared before a path is given out, once per process: what a restart
///   finds on the disk is compared at its first use. A difference in a downloaded file costs one
///   more download, then it is a [CorruptException] that names the object.
/// - The budget is kept: what is not pinned goes, least recently used first; when that is not
///   enough a pin is refused with [UnavailableException], so a shard that swaps generations keeps
///   the one it has.
/// - A process may stop anywhere: a file appears under its name by a rename, a partial one is
///   continued later. One process at a time uses a directory.
public final class SegmentCache implements AutoCloseable {

    /// GETs under way at once; each holds one chunk of a few MiB in memory.
    private static final int MAX_REQUESTS = 6;

    private final Bucket bucket;
    private final CacheDirectory directory;
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(
                    Thread.ofVirtual().name("segment-cache-", 0).factory());
    private final LongAdder downloadedBytes = new LongAdder();
    private final SegmentDownload download;
    private final CacheLedger ledger;

    /// Opens the cache on `directory`, made where it is missing, with what an earlier process left.
    public SegmentCache(Path directory, long budgetBytes, Bucket bucket) {
        this.bucket = bucket;
        this.directory = CacheDirectory.open(directory);
        this.ledger = new CacheLedger(budgetBytes, this.directory);
        this.download =
                new SegmentDownload(bucket, threads, new Semaphore(MAX_REQUESTS), downloadedBytes);
    }

    /// Blocks until every file is here and verified, and keeps them until the result is closed.
    /// Fails with [CorruptException], with [UnavailableException] where bucket, disk or budget
    /// refuse, and with [io.brainy.model.error.NotFoundException] (`gone`) where the bucket has an
    /// object no longer.
    public PinnedSegments pin(CollectionId collection, List<SegmentFile> files) {
        Map<SegmentFile, Source> sources = new HashMap<>();
        for (SegmentFile file : files) {
            ObjectKey key = BucketLayout.segmentFile(collection, file.key());
            sources.put(file, new Source(key, bucket.localFile(key)));
        }
        List<CacheLedger.Claim> claims =
                ledger.claim(files, file -> source(sources, file).inPlace().isPresent());
        Runnable release = () -> ledger.release(claims);
        try {
            for (CacheLedger.Claim claim : claims) {
                if (claim.mine()) {
                    Source source = source(sources, claim.file());
                    threads.execute(() -> prepare(claim, source));
                }
            }
            Map<String, Path> paths = new HashMap<>();
            for (CacheLedger.Claim claim : claims) {
                paths.put(claim.file().name(), joined(claim.ready()));
            }
            return new PinnedSegments(paths, release);
        } catch (RuntimeException e) {
            release.run();
            throw e;
        }
    }

    /// Takes over a file that its publisher has just uploaded, so that it is not downloaded again;
    /// linked where the disk can, else copied. A hint: does nothing where the budget, the disk or
    /// an in-place bucket make it useless.
    public void offer(CollectionId collection, SegmentFile file, Path uploaded) {
        ObjectKey key = BucketLayout.segmentFile(collection, file.key());
        if (bucket.localFile(key).isPresent()) {
            return;
        }
        ledger.admit(file, () -> directory.adopt(file.sha256(), uploaded));
    }

    public CacheUsage usage() {
        return ledger.usage(downloadedBytes.sum());
    }

    /// Pins must be released before; downloads under way end first.
    @Override
    public void close() {
        threads.close();
        directory.close();
    }

    private record Source(ObjectKey key, Optional<Path> inPlace) {}

    private static Source source(Map<SegmentFile, Source> sources, SegmentFile file) {
        Source source = sources.get(file);
        if (source == null) {
            throw new IllegalStateException("no source for " + file);
        }
        return source;
    }

    private void prepare(CacheLedger.Claim claim, Source source) {
        SegmentFile file = claim.file();
        try {
            Path path =
                    source.inPlace().isPresent()
                            ? verifiedInPlace(source.inPlace().get(), source.key(), file)
                            : cached(source.key(), file);
            ledger.prepared(claim, path);
        } catch (BrainyException e) {
            ledger.failed(claim, e);
        } catch (IOException | RuntimeException e) {
            ledger.failed(
                    claim,
                    new UnavailableException(
                            "the segment file "
                                    + source.key()
                                    + " could not be made ready in "
                                    + directory
                                    + "; check the disk: "
                                    + e,
                            e));
        }
    }

    private static Path verifiedInPlace(Path path, ObjectKey key, SegmentFile file)
            throws IOException {
        Optional<String> difference = SegmentDigest.difference(path, file);
        if (difference.isPresent()) {
            throw damaged(key, difference.get());
        }
        return path;
    }

    private Path cached(ObjectKey key, SegmentFile file) throws IOException {
        Path whole = directory.whole(file.sha256());
        if (Files.exists(whole)) {
            if (SegmentDigest.difference(whole, file).isEmpty()) {
                return whole;
            }
            Files.deleteIfExists(whole);
        }
        Path part = directory.part(file.sha256());
        Optional<String> difference = downloaded(key, file, part);
        if (difference.isPresent()) {
            Files.deleteIfExists(part);
            difference = downloaded(key, file, part);
        }
        if (difference.isPresent()) {
            Files.deleteIfExists(part);
            throw damaged(key, difference.get());
        }
        return Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE);
    }

    private Optional<String> downloaded(ObjectKey key, SegmentFile file, Path part)
            throws IOException {
        try {
            download.fetch(key, file, part);
        } catch (SegmentDownload.ShortObjectException _) {
            return Optional.of("wanted " + file.bytes() + " bytes, the object is shorter");
        }
        return SegmentDigest.difference(part, file);
    }

    private static CorruptException damaged(ObjectKey key, String difference) {
        return new CorruptException(
                "the segment file "
                        + key
                        + " is damaged: "
                        + difference
                        + "; restore the object, or rebuild the shard from its log");
    }

    private static Path joined(CompletableFuture<Path> ready) {
        try {
            return ready.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof BrainyException cause) {
                throw cause;
            }
            throw e;
        }
    }
}
