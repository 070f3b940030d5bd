package io.brainy.search.scan;

import io.brainy.coordinator.time.Ticker;
import io.brainy.model.error.NotFoundException;
import io.brainy.model.error.OverloadedException;
import io.brainy.model.error.ProblemType;
import io.brainy.model.key.CollectionId;
import io.brainy.search.plan.Conditions;
import io.brainy.search.shard.PinnedShards;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/// The scans of this node that are not done. At most so many are open, and one that nobody has
/// continued for the idle time is closed, at the next call of any scan or of [#expire]. Fields are
/// guarded by `lock`; a session in use is never closed under its user.
public final class ScanSessions implements AutoCloseable {

    private final int maxOpen;
    private final Duration idle;
    private final Ticker ticker;
    private final RandomGenerator random;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Long, Session> open = new HashMap<>();

    public ScanSessions(int maxOpen, Duration idle, Ticker ticker, RandomGenerator random) {
        this.maxOpen = maxOpen;
        this.idle = idle;
        this.ticker = ticker;
        this.random = random;
    }

    static final class Session {
        private final long id;
        private final CollectionId collection;
        private final Conditions conditions;
        private final PinnedShards shards;
        private int users;
        private boolean finished;
        private long lastUse;

        private Session(
                long id, CollectionId collection, Conditions conditions, PinnedShards shards) {
            this.id = id;
            this.collection = collection;
            this.conditions = conditions;
            this.shards = shards;
        }

        long id() {
            return id;
        }

        CollectionId collection() {
            return collection;
        }

        Conditions conditions() {
            return conditions;
        }

        PinnedShards shards() {
            return shards;
        }
    }

    /// Keeps the shards for later pages; from here on they are the session's to close. Fails with
    /// [OverloadedException] where too many scans are open: then they stay the caller's.
    Session keep(CollectionId collection, Conditions conditions, PinnedShards shards) {
        expire();
        lock.lock();
        try {
            if (open.size() >= maxOpen) {
                throw new OverloadedException(
                        "%d scans are open on this node, which is the most; finish one, or try again when one was idle for %s"
                                .formatted(maxOpen, idle),
                        nextExpiry());
            }
            long id = random.nextLong();
            while (open.containsKey(id)) {
                id = random.nextLong();
            }
            Session session = new Session(id, collection, conditions, shards);
            session.lastUse = ticker.nanos();
            open.put(id, session);
            return session;
        } finally {
            lock.unlock();
        }
    }

    private Duration nextExpiry() {
        long now = ticker.nanos();
        long longest = open.values().stream().mapToLong(s -> now - s.lastUse).max().orElse(0);
        Duration left = idle.minusNanos(longest);
        return left.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : left;
    }

    /// Takes the session for one page; [#release] or [#finish] must follow.
    Session use(long id) {
        expire();
        lock.lock();
        try {
            Session session = open.get(id);
            if (session == null) {
                throw new NotFoundException(
                        ProblemType.GONE,
                        "this scan is no longer open here: it was finished, idle for %s, or belongs to another node; start again without a cursor"
                                .formatted(idle));
            }
            session.users++;
            return session;
        } finally {
            lock.unlock();
        }
    }

    void release(Session session) {
        List<Session> done = new ArrayList<>();
        lock.lock();
        try {
            session.users--;
            session.lastUse = ticker.nanos();
            if (session.finished && session.users == 0) {
                done.add(session);
            }
        } finally {
            lock.unlock();
        }
        done.forEach(s -> s.shards.close());
    }

    /// Releases a session whose last page was read.
    void finish(Session session) {
        lock.lock();
        try {
            session.finished = true;
            open.remove(session.id);
        } finally {
            lock.unlock();
        }
        release(session);
    }

    /// Closes what was idle for too long.
    public void expire() {
        List<Session> expired = new ArrayList<>();
        lock.lock();
        try {
            long now = ticker.nanos();
            for (Session session : List.copyOf(open.values())) {
                if (session.users == 0 && now - session.lastUse >= idle.toNanos()) {
                    open.remove(session.id);
                    expired.add(session);
                }
            }
        } finally {
            lock.unlock();
        }
        expired.forEach(s -> s.shards.close());
    }

    public int open() {
        lock.lock();
        try {
            return open.size();
        } finally {
            lock.unlock();
        }
    }

    /// Closes every session; those in use when their page is read.
    @Override
    public void close() {
        List<Session> unused = new ArrayList<>();
        lock.lock();
        try {
            for (Session session : open.values()) {
                session.finished = true;
                if (session.users == 0) {
                    unused.add(session);
                }
            }
            open.clear();
        } finally {
            lock.unlock();
        }
        unused.forEach(s -> s.shards.close());
    }
}
