package io.brainy.coordinator.log;

import io.brainy.coordinator.bucket.BucketException;
import io.brainy.coordinator.layout.SequenceName;
import io.brainy.coordinator.sequence.Edge;
import io.brainy.coordinator.sequence.Sequence;
import io.brainy.model.error.CorruptException;
import io.brainy.model.error.InvalidException;
import io.brainy.model.error.NotFoundException;
import io.brainy.model.error.OverloadedException;
import io.brainy.model.error.ProblemType;
import io.brainy.model.error.UnavailableException;
import io.brainy.model.key.SlotRange;
import io.brainy.model.log.BatchId;
import io.brainy.model.log.Carried;
import io.brainy.model.log.CollectionSettings;
import io.brainy.model.log.Commit;
import io.brainy.model.log.CommitCodec;
import io.brainy.model.log.CommitHeader;
import io.brainy.model.log.EncodedRecord;
import io.brainy.model.log.LogRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// One collection's log in one process: folds it to its end and group-commits the parts of this
/// process (rules L1 to L5, L9 to L12). A state machine on one [Edge]: every method is called
/// there.
///
/// Objects touched: the sequence `collections/<c>/<n>/log`. Crash points: before the put nothing
/// was acknowledged; after it the commit is in the log and everyone folds it; a client that was not
/// told retries with its key, and finds it.
final class LogMachine implements Sequence.Owner {

    static final long MAX_QUEUED_BYTES = 48L << 20;
    static final int MAX_QUEUED_PARTS = 20_000;

    /// Told of what happens, on the edge.
    interface Listener {
        void committed(FoldedCommit commit, CollectionSettings settings);

        /// @param last the last commit that holds; none is folded after it
        void broken(long last, RuntimeException reason);
    }

    /// How commits are planned; the tests have planners that lack a rule.
    interface Planner {
        CommitPlan plan(LogFold fold, long number, Function<String, OptionalInt> modelDimensions);
    }

    private final SequenceName name;
    private final Edge edge;
    private final Sequence sequence;
    private final CommitCodec codec = new CommitCodec();
    private final long firstCommit;
    private final CollectionSettings createdWith;
    private final Function<String, OptionalInt> modelDimensions;
    private final Planner planner;
    private final Listener listener;
    private final GroupCommitWindow window = new GroupCommitWindow();
    private final ArrayDeque<PendingPart> queue = new ArrayDeque<>();
    private final List<SettingsChange> settingsChanges = new ArrayList<>();
    private final List<CompletableFuture<Long>> closers = new ArrayList<>();
    private final List<CompletableFuture<Long>> probes = new ArrayList<>();
    private Runnable whenOpen = () -> {};
    private long queuedBytes;
    private long indexed;
    private LogFold fold;
    private boolean loading;
    private boolean loadingKeys;
    private boolean windowOpen;
    private @Nullable RuntimeException broken;
    private @Nullable Attempt attempt;

    private record SettingsChange(
            UnaryOperator<CollectionSettings> change, CompletableFuture<CollectionSettings> done) {}

    private record Attempt(
            CommitHeader header,
            List<EncodedRecord> records,
            List<PendingPart> parts,
            int bytes,
            long sentNanos) {}

    LogMachine(
            SequenceName name,
            long firstCommit,
            CollectionSettings createdWith,
            Edge edge,
            Duration retention,
            Function<String, OptionalInt> modelDimensions,
            Planner planner,
            Listener listener) {
        this.name = name;
        this.edge = edge;
        this.firstCommit = firstCommit;
        this.createdWith = createdWith;
        this.modelDimensions = modelDimensions;
        this.planner = planner;
        this.listener = listener;
        this.sequence = new Sequence(name, edge, this, retention);
        this.fold = new LogFold(firstCommit - 1, true, createdWith);
    }

    /// Begins with the newest commit; `ready` runs when the end is known, or when it never will be.
    void open(Runnable ready) {
        whenOpen = ready;
        sequence.openNewest(firstCommit);
        sequence.probe(this::opened);
    }

    private void opened() {
        Runnable ready = whenOpen;
        whenOpen = () -> {};
        ready.run();
    }

    LogFold fold() {
        return fold;
    }

    void probe(CompletableFuture<Long> done) {
        if (broken != null) {
            done.completeExceptionally(broken);
            return;
        }
        probes.removeIf(CompletableFuture::isDone);
        probes.add(done);
        sequence.probe(() -> done.complete(fold.position()));
    }

    /// What the published segments cover, for the limit of the tail.
    void indexed(long position) {
        indexed = Math.max(indexed, position);
        fold.lag().indexed(indexed);
    }

    // ---- taking parts

    CompletableFuture<PartOutcome> submit(Part part) {
        PendingPart pending = new PendingPart(part, edge.nanos());
        if (broken != null) {
            pending.outcome.completeExceptionally(broken);
        } else if (isTooLarge(pending)) {
            pending.outcome.completeExceptionally(
                    new InvalidException(
                            ProblemType.TOO_LARGE,
                            "at most %,d records, %,d bytes of them and %,d with their ids are committed together, found %,d, %,d and %,d; send fewer at once"
                                    .formatted(
                                            Part.MAX_RECORDS,
                                            Part.MAX_BYTES,
                                            Part.MAX_ROOM,
                                            part.records().size(),
                                            pending.bytes,
                                            pending.room)));
        } else if (queuedBytes + pending.bytes > MAX_QUEUED_BYTES
                || queue.size() >= MAX_QUEUED_PARTS) {
            pending.outcome.completeExceptionally(
                    new OverloadedException(
                            "%d MiB of writes wait to be committed; try again shortly"
                                    .formatted(queuedBytes >> 20),
                            Duration.ofSeconds(1)));
        } else if (fold.lag().exceeded()) {
            pending.outcome.completeExceptionally(
                    new OverloadedException(
                            "the log is %,d records and %,d MiB ahead of the index; try again when the"
                                            .formatted(
                                                    fold.lag().records(), fold.lag().bytes() >> 20)
                                    + " indexer has caught up",
                            Duration.ofSeconds(5)));
        } else {
            enqueue(pending);
        }
        return pending.outcome;
    }

    /// Such a part would wait for ever, and all behind it.
    private static boolean isTooLarge(PendingPart pending) {
        return pending.part.records().size() > Part.MAX_RECORDS
                || pending.bytes > Part.MAX_BYTES
                || pending.room > Part.MAX_ROOM;
    }

    private void enqueue(PendingPart pending) {
        queue.addLast(pending);
        queuedBytes += pending.bytes;
        edge.after(pending.part.timeout(), new PartDeadline(pending, this::expire));
        if (!pending.ready) {
            sequence.probe(() -> {
                pending.ready = true;
                loadKeys();
                sequence.append();
            });
        } else if (attempt == null) {
            gather();
        }
    }

    /// Proposes at once, or when the window closes.
    private void gather() {
        Duration delay = window.delay(queuedBytes);
        if (delay.isZero()) {
            sequence.append();
        } else if (!windowOpen) {
            windowOpen = true;
            edge.after(
                    delay,
                    () -> {
                        windowOpen = false;
                        sequence.append();
                    });
        }
    }

    /// L11: the client is told in time; a part that is under way gets no other number.
    private void expire(PendingPart pending) {
        if (attempt != null && attempt.parts().contains(pending)) {
            pending.abandoned = true;
            pending.outcome.completeExceptionally(CommitPlan.unknown(pending.part.id()));
        } else if (queue.remove(pending)) {
            queuedBytes -= pending.bytes;
            pending.outcome.completeExceptionally(
                    new UnavailableException(
                            ProblemType.UNAVAILABLE,
                            "the bucket did not take the write in time; nothing was written, try"
                                    + " again",
                            Duration.ofSeconds(1)));
        }
    }

    /// Changes the settings by a commit, if they change at all (L9).
    void configure(
            UnaryOperator<CollectionSettings> change, CompletableFuture<CollectionSettings> done) {
        if (broken != null) {
            done.completeExceptionally(broken);
            return;
        }
        settingsChanges.add(new SettingsChange(change, done));
        sequence.append();
    }

    /// Appends the log's last commit (L10); completes with its number.
    void close(CompletableFuture<Long> done) {
        if (broken != null) {
            done.completeExceptionally(broken);
            return;
        }
        closers.add(done);
        sequence.append();
    }

    // ---- the sequence

    @Override
    public Optional<byte[]> propose(long number, Instant date) {
        if (broken != null || loading) {
            return Optional.empty();
        }
        if (fold.closed()) {
            settleClosed();
        }
        if (!fold.keys().canCarry(number)) {
            loadKeys();
            return Optional.empty();
        }
        fold.keys().expire(date);
        CommitPlan plan = planner.plan(fold, number, modelDimensions);
        boolean closes = !closers.isEmpty() && !fold.closed();
        if (!closes) {
            applySettings(plan);
        }
        choose(plan, closes);
        if (plan.taken().isEmpty()
                && !plan.changesSettings()
                && !closes
                && !plan.carriesKeysAlone()) {
            return Optional.empty();
        }
        return Optional.of(encode(plan, date, closes));
    }

    private byte[] encode(CommitPlan plan, Instant date, boolean closes) {
        try {
            BatchId nonce = new BatchId(edge.random().nextLong(), edge.random().nextLong());
            CommitHeader header = plan.header(nonce, date, closes);
            byte[] bytes = codec.encode(header, plan.records());
            attempt = new Attempt(header, plan.records(), plan.taken(), bytes.length, edge.nanos());
            return bytes;
        } catch (RuntimeException e) {
            // A defect of ours or of who made the parts: they have left the queue, and are told.
            plan.taken().forEach(pending -> pending.outcome.completeExceptionally(e));
            throw e;
        }
    }

    private void choose(CommitPlan plan, boolean closes) {
        Iterator<PendingPart> waiting = queue.iterator();
        while (waiting.hasNext() && !closes) {
            PendingPart pending = waiting.next();
            switch (plan.consider(pending)) {
                case CommitPlan.Verdict.Take() -> leaveQueue(waiting, pending);
                case CommitPlan.Verdict.Wait() -> {
                    if (pending.part.since() <= fold.position()) {
                        return;
                    }
                    if (!pending.probed) {
                        sequence.probe(() -> {
                            pending.probed = true;
                            sequence.append();
                        });
                        return;
                    }
                    leaveQueue(waiting, pending);
                    pending.outcome.completeExceptionally(
                            new IllegalArgumentException(
                                    "the part knows commit %d, but the log ends at %d; it is another log's"
                                            .formatted(pending.part.since(), fold.position())));
                }
                case CommitPlan.Verdict.Answer(PartOutcome outcome) -> {
                    leaveQueue(waiting, pending);
                    pending.outcome.complete(outcome);
                }
                case CommitPlan.Verdict.Fail(RuntimeException reason) -> {
                    leaveQueue(waiting, pending);
                    pending.outcome.completeExceptionally(reason);
                }
            }
        }
    }

    private void leaveQueue(Iterator<PendingPart> at, PendingPart pending) {
        at.remove();
        queuedBytes -= pending.bytes;
    }

    private void applySettings(CommitPlan plan) {
        CollectionSettings settings = fold.settings();
        for (Iterator<SettingsChange> changes = settingsChanges.iterator(); changes.hasNext(); ) {
            SettingsChange wish = changes.next();
            try {
                CollectionSettings changed = wish.change().apply(settings);
                if (changed.equals(fold.settings())) {
                    changes.remove();
                    wish.done().complete(changed);
                } else {
                    // Looked at again when it is folded, and then there is nothing left to change.
                    settings = changed;
                }
            } catch (RuntimeException e) {
                changes.remove();
                wish.done().completeExceptionally(e);
            }
        }
        plan.configure(settings);
    }

    private void settleClosed() {
        closers.forEach(done -> done.complete(fold.position()));
        closers.clear();
        settingsChanges.forEach(wish ->
                wish.done()
                        .completeExceptionally(
                                new NotFoundException("the collection was dropped")));
        settingsChanges.clear();
    }

    @Override
    public void won(long number) {
        if (broken != null) {
            return;
        }
        Attempt done = attempt;
        if (done == null) {
            throw new IllegalStateException("won " + number + " without an attempt");
        }
        attempt = null;
        window.committed(edge.nanos() - done.sentNanos(), queue.size());
        List<LogRecord> records = new ArrayList<>(done.records().size());
        done.records().forEach(encoded -> records.add(encoded.record()));
        advance(new FoldedCommit(new Commit(done.header(), records), done.bytes()));
        for (PendingPart pending : done.parts()) {
            pending.outcome.complete(new PartOutcome.Committed(number));
        }
        goOn();
    }

    private void goOn() {
        if (!queue.isEmpty()) {
            gather();
        }
        if (!settingsChanges.isEmpty() || !closers.isEmpty()) {
            sequence.append();
        }
    }

    @Override
    public void folded(long number, byte[] bytes) {
        if (broken != null) {
            return;
        }
        String what = name.entry(number).value();
        try {
            Commit commit = CommitCodec.decode(bytes, SlotRange.ALL, what);
            if (commit.number() != number) {
                throw new CorruptException(
                        "%s: commit %d was wanted, found %d"
                                .formatted(what, number, commit.number()));
            }
            if (fold.position() != number - 1) {
                fold = new LogFold(number - 1, false, createdWith);
            }
            advance(new FoldedCommit(commit, bytes.length));
            if (fold.start() == number - 1
                    && commit.header().settings()
                            instanceof Carried.At<CollectionSettings>(long at)) {
                loadSettings(at);
            }
        } catch (CorruptException e) {
            breakOff(number - 1, e);
        }
    }

    private void advance(FoldedCommit commit) {
        fold.fold(commit.commit().header(), commit.commit().records(), commit.bytes());
        fold.lag().indexed(indexed);
        listener.committed(commit, fold.settings());
    }

    @Override
    public void lost(long number) {
        requeue();
    }

    /// Back to the head of the queue, in their order; who was told "unknown" gets no new number.
    private void requeue() {
        Attempt lost = attempt;
        attempt = null;
        if (lost == null) {
            return;
        }
        for (PendingPart pending : lost.parts().reversed()) {
            if (!pending.abandoned) {
                queue.addFirst(pending);
                queuedBytes += pending.bytes;
            }
        }
    }

    @Override
    public void refused(long number, BucketException reason) {
        Attempt refused = attempt;
        attempt = null;
        UnavailableException answer =
                new UnavailableException(
                        "the bucket refused the write, nothing was written: " + reason.getMessage(),
                        reason);
        if (broken != null) {
            return;
        }
        if (refused != null) {
            refused.parts().forEach(pending -> pending.outcome.completeExceptionally(answer));
        }
        settingsChanges.forEach(wish -> wish.done().completeExceptionally(answer));
        settingsChanges.clear();
        closers.forEach(done -> done.completeExceptionally(answer));
        closers.clear();
        goOn();
    }

    @Override
    public void unknown(long number) {
        giveUp();
    }

    /// What is under way may be in the log or not, and nobody here will learn it.
    private void giveUp() {
        Attempt given = attempt;
        attempt = null;
        if (given != null) {
            given.parts()
                    .forEach(pending ->
                            pending.outcome.completeExceptionally(
                                    CommitPlan.unknown(pending.part.id())));
        }
    }

    /// The view is void (S5): begin again at the newest commit. What this process still wants to
    /// write is judged against the new view; L2 refuses what it cannot judge.
    @Override
    public void truncated(long floor) {
        if (broken != null) {
            return;
        }
        if (floor == Long.MAX_VALUE) {
            breakOff(new NotFoundException("the collection was dropped and its log removed"));
            return;
        }
        loading = false;
        loadingKeys = false;
        sequence.openNewest(firstCommit);
        if (!queue.isEmpty() || !settingsChanges.isEmpty() || !closers.isEmpty()) {
            sequence.append();
        }
    }

    @Override
    public void damaged(CorruptException reason) {
        breakOff(reason);
    }

    private void breakOff(RuntimeException reason) {
        breakOff(fold.position(), reason);
    }

    private void breakOff(long last, RuntimeException reason) {
        if (broken != null) {
            return;
        }
        broken = reason;
        giveUp();
        for (PendingPart pending : queue) {
            pending.outcome.completeExceptionally(reason);
        }
        queue.clear();
        queuedBytes = 0;
        settingsChanges.forEach(wish -> wish.done().completeExceptionally(reason));
        settingsChanges.clear();
        closers.forEach(done -> done.completeExceptionally(reason));
        closers.clear();
        probes.forEach(done -> done.completeExceptionally(reason));
        probes.clear();
        listener.broken(last, reason);
        opened();
    }

    // ---- headers that are referred to

    private void loadSettings(long at) {
        loading = true;
        LogFold loadingFor = fold;
        loadHeaders(
                at,
                at,
                headers -> {
                    if (headers.getFirst().settings()
                            instanceof Carried.Whole<CollectionSettings>(var whole)) {
                        loadingFor.settle(whole);
                    }
                },
                () -> {
                    loading = !fold.settled();
                    return !loading;
                });
    }

    /// Looks for the keys that this process has not seen, if there may be any.
    void loadKeys() {
        LivingKeys keys = fold.keys();
        if (keys.complete() || loadingKeys) {
            return;
        }
        loadingKeys = true;
        loadHeaders(
                keys.wholeAt(),
                fold.start(),
                headers -> {
                    if (!keys.complete()) {
                        keys.complete(headers);
                    }
                },
                () -> {
                    loadingKeys = false;
                    return fold.keys().complete();
                });
    }

    /// @param take gets the headers, for the view that asked for them
    /// @param settle ends the loading; false where what was looked for is still not known
    private void loadHeaders(
            long from, long to, Consumer<List<CommitHeader>> take, BooleanSupplier settle) {
        LogFold loadingFor = fold;
        new HeaderLoad(
                        name,
                        edge,
                        from,
                        to,
                        headers -> {
                            take.accept(headers);
                            if (loadingFor == fold) {
                                var _ = settle.getAsBoolean();
                            }
                            sequence.append();
                        },
                        () -> sequence.probe(() -> readOn(loadingFor, from, settle)),
                        this::breakOff)
                .start();
    }

    /// The headers that were wanted are truncated, so this view was too old. The commits read since
    /// say what is needed, or the view was begun anew; else the floor has passed what the newest
    /// header refers to, which it never does (G3).
    private void readOn(LogFold loadingFor, long from, BooleanSupplier settle) {
        if (loadingFor == fold && !settle.getAsBoolean()) {
            breakOff(
                    new CorruptException(
                            "%s is below the floor, but the newest commit %d still refers to it"
                                    .formatted(name.entry(from), fold.position())));
        }
        sequence.append();
    }

    void dispose() {
        breakOff(stopping());
        codec.close();
    }

    static UnavailableException stopping() {
        return new UnavailableException(
                ProblemType.UNAVAILABLE,
                "this node is stopping; try another",
                Duration.ofSeconds(1));
    }

    /// Whether nothing waits and nothing is under way.
    boolean idle() {
        return queue.isEmpty() && attempt == null;
    }
}
