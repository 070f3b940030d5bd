package io.brainy.coordinator.log;

import io.brainy.coordinator.bucket.Bucket;
import io.brainy.coordinator.bucket.BucketException;
import io.brainy.coordinator.layout.SequenceName;
import io.brainy.coordinator.time.Sleeper;
import io.brainy.model.error.CorruptException;
import io.brainy.model.error.NotFoundException;
import io.brainy.model.key.SlotRange;
import io.brainy.model.log.Commit;
import io.brainy.model.log.CommitCodec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/// Delivers the commits of a log one after the other on a virtual thread of its own: from memory
/// while it keeps up, else from the bucket. What it reads there lies at or below the tail that the
/// log knows, and counts when a floor listed *after* the reads has not passed the first of them
/// (S5).
class LogFollower implements CollectionLog.Subscription {

    private static final int READ_AHEAD = 8;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final SequenceName name;
    private final Bucket bucket;
    private final RecentCommits recent;
    private final CollectionLog.Follower follower;
    private final Sleeper sleeper;
    private final Thread thread;
    private long position;
    private volatile boolean closed;

    LogFollower(
            SequenceName name,
            Bucket bucket,
            RecentCommits recent,
            long position,
            CollectionLog.Follower follower,
            Sleeper sleeper) {
        this.name = name;
        this.bucket = bucket;
        this.recent = recent;
        this.position = position;
        this.follower = follower;
        this.sleeper = sleeper;
        this.thread = Thread.ofVirtual().name("follow " + name).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!closed) {
                recent.await(position + 1);
                Optional<FoldedCommit> next = recent.find(position + 1);
                if (next.isPresent()) {
                    deliver(next.get());
                } else {
                    catchUp();
                }
            }
        } catch (InterruptedException _) {
            // Closed.
        } catch (RuntimeException e) {
            if (!closed) {
                follower.broken(e);
            }
        }
    }

    private void deliver(FoldedCommit commit) {
        follower.apply(commit);
        position = commit.commit().number();
    }

    private void catchUp() throws InterruptedException {
        long from = position + 1;
        long to = Math.min(recent.tail(), position + READ_AHEAD);
        List<byte[]> objects = read(from, to);
        long floor = retrying(this::floor);
        if (floor > from) {
            throw new NotFoundException(
                    "commit %d of %s was truncated, the floor is %d; begin again from the newest manifest"
                            .formatted(from, name, floor));
        }
        for (int i = 0; i < objects.size() && !closed; i++) {
            String what = name.entry(from + i).value();
            Commit commit = CommitCodec.decode(objects.get(i), SlotRange.ALL, what);
            if (commit.number() != from + i) {
                throw new CorruptException(
                        "%s: commit %d was wanted, found %d"
                                .formatted(what, from + i, commit.number()));
            }
            deliver(new FoldedCommit(commit, objects.get(i).length));
        }
    }

    private List<byte[]> read(long from, long to) throws InterruptedException {
        try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<byte[]>> reads =
                    LongStream.rangeClosed(from, to)
                            .<Callable<byte[]>>mapToObj(n -> () -> retrying(() -> object(n)))
                            .toList();
            return readers.invokeAll(reads).stream().map(Future::resultNow).toList();
        } catch (IllegalStateException e) {
            // One of them failed for good; say which and why.
            throw new CorruptException(
                    "commits %d to %d of %s could not be read".formatted(from, to, name), e);
        }
    }

    private byte[] object(long number) {
        return bucket.get(name.entry(number))
                .object()
                .orElseThrow(() ->
                        new CorruptException(
                                name.entry(number) + " is below the tail of its log, but is gone"))
                .bytes();
    }

    private long floor() {
        List<Bucket.ObjectSummary> floors = bucket.list(name.floors(), null, 1000).objects();
        return floors.isEmpty() ? 0 : SequenceName.numberOf(floors.getLast().key());
    }

    private <T> T retrying(Supplier<T> read) throws InterruptedException {
        Duration pause = FIRST_PAUSE;
        while (true) {
            try {
                return read.get();
            } catch (BucketException e) {
                if (closed) {
                    throw e;
                }
                sleeper.sleep(pause);
                pause = pause.multipliedBy(2);
                pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
