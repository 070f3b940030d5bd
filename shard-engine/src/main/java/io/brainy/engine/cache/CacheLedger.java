package io.brainy.engine.cache;

import io.brainy.model.error.ProblemType;
import io.brainy.model.error.UnavailableException;
import io.brainy.model.manifest.SegmentFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Who uses which file, and what goes when the budget is full. Every field is guarded by `lock`,
/// under which nothing is read or written on the disk but deletions.
///
/// | entry | pins | `ready` | on the disk |
/// |---|---|---|---|
/// | left by an earlier process, or failed | 0 | null | whole, partial or nothing |
/// | being prepared | users + 1 | under way | partial |
/// | in use | users | complete | whole, verified |
/// | not in use | 0 | complete | whole, verified |
///
/// An entry without pins may be evicted, whichever it is; one that is in place in the bucket is
/// only remembered while it is pinned.
final class CacheLedger {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final ReentrantLock lock = new ReentrantLock();
    private final long budgetBytes;
    private final CacheDirectory directory;
    private final Map<String, Entry> entries = new HashMap<>();
    private long usedBytes;
    private long uses;
    private long evictedFiles;

    CacheLedger(long budgetBytes, CacheDirectory directory) {
        if (budgetBytes < 1) {
            throw new IllegalArgumentException(
                    "a cache's budget is at least 1 byte, found " + budgetBytes);
        }
        this.budgetBytes = budgetBytes;
        this.directory = directory;
        for (CacheDirectory.Leftover leftover : directory.leftovers()) {
            Entry entry =
                    entries.computeIfAbsent(
                            leftover.sha256(), name -> new Entry(name, Place.CACHE));
            resize(entry, entry.bytes + leftover.bytes());
            entry.reservation = false;
            touch(entry);
        }
        evict();
    }

    /// A pin of one file.
    ///
    /// @param ready completes when the file may be used
    /// @param mine whether it is the claimant's task to prepare the file and to say [#prepared] or
    ///   [#failed]
    record Claim(SegmentFile file, Entry entry, CompletableFuture<Path> ready, boolean mine) {}

    /// Pins all files or none.
    List<Claim> claim(List<SegmentFile> files, Predicate<SegmentFile> inPlace) {
        lock.lock();
        try {
            List<Entry> pinned = new ArrayList<>(files.size());
            for (SegmentFile file : files) {
                pinned.add(pinned(file, inPlace.test(file) ? Place.BUCKET : Place.CACHE));
            }
            makeRoom(pinned, files);
            List<Claim> claims = new ArrayList<>(files.size());
            for (int i = 0; i < pinned.size(); i++) {
                claims.add(claim(files.get(i), pinned.get(i)));
            }
            return claims;
        } finally {
            lock.unlock();
        }
    }

    private void makeRoom(List<Entry> pinned, List<SegmentFile> files) {
        long inUse =
                entries.values().stream().filter(e -> e.pins > 0).mapToLong(e -> e.bytes).sum();
        try {
            if (inUse > budgetBytes) {
                throw refused(files, inUse);
            }
            evict();
        } catch (UnavailableException e) {
            pinned.forEach(this::unpin);
            pinned.stream().distinct().forEach(this::forgetUnlessHere);
            throw e;
        }
    }

    /// An entry that was only a reservation must not stand in the way of what is really here.
    private void forgetUnlessHere(Entry entry) {
        if (entry.pins == 0 && entry.reservation && entries.remove(entry.name, entry)) {
            usedBytes -= entry.bytes;
        }
    }

    private static Claim claim(SegmentFile file, Entry entry) {
        CompletableFuture<Path> ready = entry.ready;
        if (ready != null) {
            return new Claim(file, entry, ready, false);
        }
        ready = new CompletableFuture<>();
        entry.ready = ready;
        entry.reservation = false;
        entry.pins++;
        return new Claim(file, entry, ready, true);
    }

    private UnavailableException refused(List<SegmentFile> files, long inUse) {
        long wanted = files.stream().mapToLong(SegmentFile::bytes).sum();
        return new UnavailableException(
                ProblemType.UNAVAILABLE,
                "the segment cache at %s may hold %d bytes; with the %d that were wanted now, %d would be in use at once; raise its budget"
                        .formatted(directory, budgetBytes, wanted, inUse),
                RETRY_AFTER);
    }

    void release(List<Claim> claims) {
        lock.lock();
        try {
            claims.forEach(claim -> unpin(claim.entry()));
        } finally {
            lock.unlock();
        }
    }

    void prepared(Claim claim, Path path) {
        release(List.of(claim));
        claim.ready().complete(path);
    }

    /// The next claimant tries again.
    void failed(Claim claim, RuntimeException reason) {
        lock.lock();
        try {
            claim.entry().ready = null;
            unpin(claim.entry());
        } finally {
            lock.unlock();
        }
        claim.ready().completeExceptionally(reason);
    }

    /// Makes room for a file that is not here and runs `write`, which puts it there unverified.
    void admit(SegmentFile file, Write write) {
        Optional<Entry> reserved = reserve(file);
        if (reserved.isEmpty()) {
            return;
        }
        try {
            write.run();
        } catch (IOException _) {
            // Only a hint: the file is downloaded when it is wanted.
        } finally {
            lock.lock();
            try {
                unpin(reserved.get());
            } finally {
                lock.unlock();
            }
        }
    }

    private Optional<Entry> reserve(SegmentFile file) {
        lock.lock();
        try {
            if (entries.containsKey(file.sha256().toString())) {
                return Optional.empty();
            }
            Entry entry = pinned(file, Place.CACHE);
            makeRoom(List.of(entry), List.of(file));
            entry.reservation = false;
            return Optional.of(entry);
        } catch (UnavailableException _) {
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    CacheUsage usage(long downloadedBytes) {
        lock.lock();
        try {
            List<Entry> cached =
                    entries.values().stream().filter(e -> e.place == Place.CACHE).toList();
            return new CacheUsage(
                    usedBytes,
                    budgetBytes,
                    cached.size(),
                    (int) cached.stream().filter(e -> e.pins > 0).count(),
                    downloadedBytes,
                    evictedFiles);
        } finally {
            lock.unlock();
        }
    }

    private Entry pinned(SegmentFile file, Place place) {
        String name = place == Place.BUCKET ? file.key() : file.sha256().toString();
        Entry entry = entries.computeIfAbsent(name, n -> new Entry(n, place));
        if (place == Place.CACHE && entry.ready == null) {
            resize(entry, file.bytes());
        }
        entry.pins++;
        touch(entry);
        return entry;
    }

    private void unpin(Entry entry) {
        entry.pins--;
        touch(entry);
        if (entry.pins == 0 && entry.place == Place.BUCKET) {
            entries.remove(entry.name);
        }
    }

    private void touch(Entry entry) {
        entry.lastUse = ++uses;
    }

    private void resize(Entry entry, long bytes) {
        usedBytes += bytes - entry.bytes;
        entry.bytes = bytes;
    }

    /// Ends with what is used and reserved within the budget, as far as pins let it.
    private void evict() {
        while (usedBytes > budgetBytes) {
            Optional<Entry> oldest =
                    entries.values().stream()
                            .filter(e -> e.pins == 0)
                            .min(Comparator.comparingLong(e -> e.lastUse));
            if (oldest.isEmpty()) {
                return;
            }
            Entry entry = oldest.get();
            try {
                directory.delete(entry.name);
            } catch (IOException e) {
                throw new UnavailableException(
                        "the segment cache at " + directory + " cannot delete " + entry.name, e);
            }
            entries.remove(entry.name);
            usedBytes -= entry.bytes;
            evictedFiles++;
        }
    }

    private enum Place {
        CACHE,
        BUCKET
    }

    @FunctionalInterface
    interface Write {
        void run() throws IOException;
    }

    static final class Entry {
        private final String name;
        private final Place place;
        private long bytes;
        private int pins;
        private long lastUse;

        /// Nothing of the file was written yet.
        private boolean reservation = true;

        private @Nullable CompletableFuture<Path> ready;

        private Entry(String name, Place place) {
            this.name = name;
            this.place = place;
        }
    }
}
