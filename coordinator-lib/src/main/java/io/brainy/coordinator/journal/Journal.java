package io.brainy.coordinator.journal;

import io.brainy.coordinator.bucket.BucketException;
import io.brainy.coordinator.layout.BucketLayout;
import io.brainy.coordinator.sequence.Edge;
import io.brainy.coordinator.sequence.Sequence;
import io.brainy.model.error.CorruptException;
import io.brainy.model.error.ProblemType;
import io.brainy.model.error.UnavailableException;
import io.brainy.model.log.BatchId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The cluster's journal as one process follows it and adds to it. A state machine on one [Edge]:
/// every method is called there.
///
/// Objects touched: the sequence `cluster/journal`. A change is decided anew on the state before
/// each number that it tries (J2), so an entry is planned on exactly what precedes it. Crash
/// points: after the put an entry holds although nobody was told; every change is written so that
/// doing it again finds it done.
public final class Journal implements Sequence.Owner {

    private final Edge edge;
    private final Sequence sequence;
    private final Fold fold;
    private final Consumer<ClusterState> listener;
    private final ArrayDeque<Wish> wishes = new ArrayDeque<>();
    private final List<CompletableFuture<ClusterState>> probes = new ArrayList<>();
    private volatile ClusterState state = ClusterState.EMPTY;
    private @Nullable JournalEntry proposed;
    private @Nullable Wish pursued;
    private @Nullable CorruptException broken;

    /// Decides what to append, given all that precedes it.
    public interface Change {
        /// Empty where nothing needs to be said (any more).
        Optional<JournalEntry> entry(ClusterState state);
    }

    /// What an entry means; the tests have one that lacks a rule.
    interface Fold {
        ClusterState after(ClusterState state, long number, JournalEntry entry);
    }

    private record Wish(Change change, CompletableFuture<ClusterState> done) {}

    /// @param listener told of each new state, on the edge, in order
    public Journal(Edge edge, Duration retention, Consumer<ClusterState> listener) {
        this(edge, retention, ClusterState::after, listener);
    }

    Journal(Edge edge, Duration retention, Fold fold, Consumer<ClusterState> listener) {
        this.fold = fold;
        this.edge = edge;
        this.listener = listener;
        this.sequence = new Sequence(BucketLayout.JOURNAL, edge, this, retention);
    }

    /// Begins to read; the journal is never truncated.
    public void open() {
        sequence.open(0);
    }

    /// The newest known; from any thread.
    public ClusterState state() {
        return state;
    }

    /// The state at an end that is found after this call (R1).
    public CompletableFuture<ClusterState> probe() {
        CompletableFuture<ClusterState> done = new CompletableFuture<>();
        if (failIfBroken(done)) {
            return done;
        }
        probes.removeIf(CompletableFuture::isDone);
        probes.add(done);
        sequence.probe(() -> done.complete(state));
        return done;
    }

    /// Appends what the change wants; completes with a state in which it is done.
    public CompletableFuture<ClusterState> change(Change change) {
        CompletableFuture<ClusterState> done = new CompletableFuture<>();
        if (failIfBroken(done)) {
            return done;
        }
        wishes.add(new Wish(change, done));
        sequence.append();
        return done;
    }

    private boolean failIfBroken(CompletableFuture<ClusterState> done) {
        if (broken == null) {
            return false;
        }
        done.completeExceptionally(broken);
        return true;
    }

    @Override
    public void folded(long number, byte[] bytes) {
        if (broken != null) {
            return;
        }
        String what = BucketLayout.JOURNAL.entry(number).value();
        try {
            advance(fold.after(state, number, JournalCodec.decode(number, bytes, what)));
        } catch (CorruptException e) {
            // Nothing after a damaged entry is known to hold (L12, for the journal).
            damaged(e);
        }
    }

    @Override
    public Optional<byte[]> propose(long number, Instant date) {
        while (broken == null && !wishes.isEmpty()) {
            Wish wish = wishes.peekFirst();
            Optional<JournalEntry> entry;
            try {
                entry = wish.change().entry(state);
            } catch (RuntimeException e) {
                wishes.removeFirst();
                wish.done().completeExceptionally(e);
                continue;
            }
            if (entry.isPresent()) {
                proposed = entry.get();
                pursued = wish;
                BatchId nonce = new BatchId(edge.random().nextLong(), edge.random().nextLong());
                return Optional.of(JournalCodec.encode(number, nonce, entry.get()));
            }
            wishes.removeFirst();
            wish.done().complete(state);
        }
        return Optional.empty();
    }

    @Override
    public void won(long number) {
        JournalEntry entry = proposed;
        if (entry == null) {
            throw new IllegalStateException("won " + number + " without a proposal");
        }
        advance(fold.after(state, number, entry));
        settle(wish -> wish.done().complete(state));
    }

    @Override
    public void lost(long number) {
        proposed = null;
        pursued = null;
    }

    @Override
    public void refused(long number, BucketException reason) {
        settle(wish ->
                wish.done()
                        .completeExceptionally(
                                new UnavailableException(
                                        "the bucket refused an entry of the journal: "
                                                + reason.getMessage(),
                                        reason)));
    }

    @Override
    public void unknown(long number) {
        settle(wish ->
                wish.done()
                        .completeExceptionally(
                                new UnavailableException(
                                        ProblemType.OUTCOME_UNKNOWN,
                                        "whether the journal took the change is not known;"
                                                + " look and try again",
                                        Duration.ofSeconds(1))));
    }

    @Override
    public void truncated(long floor) {
        // The journal has no floor; who finds one finds a bucket that something else wrote to.
        damaged(
                new CorruptException(
                        "the journal is never truncated, found a floor at %d below %s"
                                .formatted(floor, BucketLayout.JOURNAL.floors())));
    }

    @Override
    public void damaged(CorruptException reason) {
        broken = reason;
        wishes.forEach(wish -> wish.done().completeExceptionally(reason));
        wishes.clear();
        probes.forEach(probe -> probe.completeExceptionally(reason));
        probes.clear();
    }

    private void settle(Consumer<Wish> answer) {
        Wish wish = pursued;
        proposed = null;
        pursued = null;
        if (wish != null) {
            wishes.remove(wish);
            answer.accept(wish);
        }
        if (!wishes.isEmpty()) {
            sequence.append();
        }
    }

    private void advance(ClusterState next) {
        state = next;
        listener.accept(next);
    }
}
