package io.brainy.coordinator.sequence;

import io.brainy.coordinator.bucket.Bucket;
import io.brainy.coordinator.bucket.BucketAnswer;
import io.brainy.coordinator.bucket.BucketCall;
import io.brainy.coordinator.bucket.BucketException;
import io.brainy.coordinator.layout.SequenceName;
import io.brainy.model.error.CorruptException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A numbered run of create-once objects: reading it to its end, and appending to it (rules S1 to
/// S6 of the bucket protocol).
///
/// Objects touched: reads `<name>/<n>`, lists `<name>/` and `<name>-floor/`, creates `<name>/<n>`.
/// Conditional writes: only put-if-absent of number `tail + 1`, and one at a time (S3). Crash
/// points: after any request, since nothing is remembered outside the bucket; an entry that was
/// created and whose creator died is read by the next one.
///
/// What is read or created counts once it cannot be a truncated number made anew (S5). That is so
/// in two cases:
/// - a *look* is good: a 404 at some number, and after that a floor not above it, no longer than
///   half the retention ago by the bucket's Date. Every number above it was created since, so it is
///   too young to have been deleted;
/// - a floor that was listed *after* the entry was read or created is not above it: nothing from
///   the floor on was ever deleted, since a floor is announced before anything below it goes, and
///   floors only grow.
///
/// So entries that are met without a good look are staged, and released by the next floor check.
///
/// | state | leaves it by |
/// |---|---|
/// | closed | [#open] |
/// | reading | 404 and a floor: at the end; a floor above: truncated, closed |
/// | at the end | [#probe]: reading; [#append]: proposing |
/// | proposing | created: at the end; another's entry: reading; unknown: closed |
///
/// Not thread-safe: it lives on one [Edge]. The methods without a modifier are the rules
/// themselves, kept apart so that tests can remove one and show what then breaks.
public class Sequence {

    /// How long entries stay that a floor has passed; half of it is the life of a look.
    public static final Duration RETENTION = Duration.ofHours(1);

    static final int READ_AHEAD = 8;
    static final int MAX_STAGED_ENTRIES = 256;
    static final int MAX_STAGED_BYTES = 32 << 20;
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(50);
    private static final Duration MAX_BACKOFF = Duration.ofSeconds(5);

    /// Who gives the entries their meaning. Called on the edge, never re-entrantly with an open
    /// proposal.
    public interface Owner {

        /// An entry counts: number `tail + 1`.
        void folded(long number, byte[] bytes);

        /// Everything below `number` is folded: the bytes for it, with a fresh nonce in them, or
        /// empty when there is nothing to append. `date` is the latest Date known of the bucket.
        Optional<byte[]> propose(long number, Instant date);

        /// The proposed bytes are entry `number`; [#folded] is not called for it.
        void won(long number);

        /// Another's entry took the number; it is folded next, then [#propose] is asked again.
        void lost(long number);

        /// The bucket refused the proposal for good: it is not and will not be there.
        void refused(long number, BucketException reason);

        /// The proposal was created below the floor, or may have been: whether it was consumed
        /// cannot be known (S6). [#truncated] follows.
        void unknown(long number);

        /// The view is void: numbers that it had still to read are below `floor`. The sequence is
        /// closed; to go on, [#open] it anew, from the newest manifest or the newest entry.
        void truncated(long floor);

        /// Something lies under the sequence's prefix that is no entry, so where it ends cannot be
        /// told. The sequence is closed.
        void damaged(CorruptException reason);

        /// The bucket could not be asked; tried again by itself.
        default void troubled(BucketException reason) {}
    }

    private final SequenceName name;
    private final Edge edge;
    private final Owner owner;
    private final Duration retention;

    /// Continuations of an earlier life, before the last [#open], are recognised by it.
    private int life;

    private boolean open;
    private boolean running;
    private boolean busy;
    private boolean seekNewest;
    private boolean listedToEnd;
    private boolean mustRead;
    private boolean mustAppend;
    private long tail;
    private long hint;
    private int failures;
    private @Nullable Instant look;
    private @Nullable Instant latest;
    private @Nullable Attempt attempt;
    private final ArrayDeque<byte[]> staged = new ArrayDeque<>();
    private long stagedBytes;
    private List<Runnable> waitingProbes = new ArrayList<>();
    private List<Runnable> answeringProbes = new ArrayList<>();

    private static final class Attempt {
        final long number;
        final byte[] bytes;
        boolean ambiguous;
        boolean resolving;

        Attempt(long number, byte[] bytes) {
            this.number = number;
            this.bytes = bytes;
        }
    }

    public Sequence(SequenceName name, Edge edge, Owner owner, Duration retention) {
        this.name = name;
        this.edge = edge;
        this.owner = owner;
        this.retention = retention;
    }

    /// Begins to read after number `known`, and reads to the end.
    public void open(long known) {
        reset();
        tail = known;
        open = true;
        mustRead = true;
        step();
    }

    /// Begins at the newest entry there is, which is the first to be folded; `first` is the number
    /// that the sequence begins with, if it is empty.
    public void openNewest(long first) {
        reset();
        tail = first - 1;
        open = true;
        mustRead = true;
        seekNewest = true;
        step();
    }

    /// The last number that counts and is folded.
    public long tail() {
        return tail;
    }

    /// The latest Date that the bucket gave here.
    public Optional<Instant> latestDate() {
        return Optional.ofNullable(latest);
    }

    /// Reads to an end that is found after this call, then runs `done`. Where the view is truncated
    /// before that, the end is one that is found after the next opening.
    public void probe(Runnable done) {
        waitingProbes.add(done);
        step();
    }

    /// Asks [Owner#propose] as soon as the end is known and no other proposal is under way.
    public void append() {
        mustAppend = true;
        step();
    }

    private void reset() {
        life++;
        open = false;
        busy = false;
        seekNewest = false;
        listedToEnd = false;
        hint = 0;
        failures = 0;
        look = null;
        attempt = null;
        staged.clear();
        stagedBytes = 0;
        answeringProbes.addAll(waitingProbes);
        waitingProbes = answeringProbes;
        answeringProbes = new ArrayList<>();
    }

    /// Goes on until a request is under way or there is nothing to do. An owner that calls back
    /// from a callback only leaves its wish; the outer run takes it up, so no request begins
    /// half-way.
    private void step() {
        if (running) {
            return;
        }
        running = true;
        try {
            while (open && !busy) {
                if (attempt != null) {
                    pursue(attempt);
                } else if (seekNewest) {
                    findNewest();
                } else if (mustRead || !waitingProbes.isEmpty()) {
                    read();
                } else if (mustAppend) {
                    if (look == null || latest == null || looksAgain(look, latest)) {
                        mustRead = true;
                    } else {
                        propose(latest);
                    }
                } else {
                    break;
                }
            }
        } finally {
            // Also when an owner throws, which is a defect, but must not make every later call
            // wait.
            running = false;
        }
    }

    /// Takes an answer and goes on, unless it belongs to an earlier life.
    private void resume(int asked, Runnable take) {
        if (asked != life) {
            return;
        }
        running = true;
        try {
            take.run();
        } catch (CorruptException e) {
            reset();
            owner.damaged(e);
        } finally {
            running = false;
        }
        step();
    }

    // ---- reading

    private void findNewest() {
        new NewestSearch(name, pageSize(), this::send)
                .find(newest -> {
                    seekNewest = false;
                    listedToEnd = true;
                    hint = newest;
                    tail = Math.max(tail, newest - 1);
                });
    }

    private void read() {
        long next = tail + staged.size() + 1;
        if (staged.size() >= MAX_STAGED_ENTRIES || stagedBytes >= MAX_STAGED_BYTES) {
            checkFloor(null);
        } else if (hint > next) {
            readAhead(next);
        } else {
            answeringProbes.addAll(waitingProbes);
            waitingProbes = new ArrayList<>();
            send(
                    new BucketCall.Get(name.entry(next)),
                    answer -> {
                        Bucket.Fetched fetched = (Bucket.Fetched) answer;
                        if (fetched.object().isPresent()) {
                            found(fetched.object().get().bytes(), fetched.date());
                        } else {
                            absent(fetched.date());
                        }
                    });
        }
    }

    /// Numbers that a listing showed are read side by side; the answers are taken in order.
    private void readAhead(long next) {
        int count = (int) Math.min(READ_AHEAD, hint - next + 1);
        List<@Nullable BucketAnswer> answers = new ArrayList<>();
        int[] missing = {count};
        busy = true;
        int asked = life;
        for (int i = 0; i < count; i++) {
            int at = i;
            answers.add(null);
            edge.call(
                    new BucketCall.Get(name.entry(next + i)),
                    answer ->
                            resume(
                                    asked,
                                    () -> {
                                        answers.set(at, answer);
                                        missing[0]--;
                                        if (missing[0] == 0) {
                                            busy = false;
                                            takeInOrder(answers);
                                        }
                                    }));
        }
    }

    private void takeInOrder(List<@Nullable BucketAnswer> answers) {
        for (BucketAnswer answer : answers) {
            switch (answer) {
                case Bucket.Fetched(var object, var date) when object.isPresent() -> {
                    note(date);
                    stage(object.get().bytes());
                }
                case BucketAnswer.Failed(var reason) -> {
                    backOff(reason);
                    return;
                }
                case null, default -> {
                    // A listed number is gone: only a floor can explain it, and says so below.
                    hint = 0;
                    return;
                }
            }
        }
        failures = 0;
    }

    private void found(byte[] bytes, @Nullable Instant date) {
        if (staged.isEmpty() && lookIsGood(look, date)) {
            count(bytes);
            mustRead = true;
            return;
        }
        stage(bytes);
        if (hint <= tail + staged.size() && !listedToEnd) {
            seekAhead();
        }
        listedToEnd = false;
    }

    private void seekAhead() {
        long known = tail + staged.size();
        send(
                new BucketCall.ListKeys(name.entries(), name.entry(known).value(), pageSize()),
                answer -> {
                    Bucket.Listed listed = (Bucket.Listed) answer;
                    hint =
                            listed.objects().isEmpty()
                                    ? known
                                    : SequenceName.numberOf(listed.objects().getLast().key());
                    mustRead = true;
                });
    }

    private void stage(byte[] bytes) {
        staged.add(bytes);
        stagedBytes += bytes.length;
        mustRead = true;
    }

    private void absent(@Nullable Instant date) {
        if (date == null) {
            backOff(
                    new BucketException(
                            BucketException.Kind.UNAVAILABLE,
                            "the bucket's answers about %s carry no Date, so nothing read there counts"
                                    .formatted(name)));
        } else if (staged.isEmpty()
                && look != null
                && lookIsGood(look, date)
                && !looksAgain(look, date)) {
            atEnd();
        } else {
            checkFloor(date);
        }
    }

    /// The second half of a look: `end` is the Date of the 404 before it, or null between two
    /// stretches of a long catch-up, when only what was staged is released.
    private void checkFloor(@Nullable Instant end) {
        listFloor(floor -> {
            if (floorPassed(floor, tail + 1, tail + staged.size() + 1)) {
                truncated(floor);
                return;
            }
            while (!staged.isEmpty()) {
                byte[] bytes = staged.removeFirst();
                stagedBytes -= bytes.length;
                count(bytes);
            }
            if (end != null) {
                look = end;
                atEnd();
            }
        });
    }

    private void atEnd() {
        mustRead = false;
        List<Runnable> done = answeringProbes;
        answeringProbes = new ArrayList<>();
        done.forEach(Runnable::run);
    }

    private void count(byte[] bytes) {
        tail++;
        owner.folded(tail, bytes);
    }

    // ---- appending

    private void propose(Instant date) {
        mustAppend = false;
        long number = nextNumber();
        owner.propose(number, date).ifPresent(bytes -> attempt = new Attempt(number, bytes));
    }

    /// The bytes of an attempt are fixed; after every unclear answer the name is read before they
    /// are sent again (S2).
    private void pursue(Attempt current) {
        if (current.resolving) {
            send(
                    new BucketCall.Get(name.entry(current.number)),
                    answer -> resolved(current, (Bucket.Fetched) answer));
            return;
        }
        busy = true;
        int asked = life;
        edge.call(
                new BucketCall.PutIfAbsent(name.entry(current.number), current.bytes),
                answer ->
                        resume(
                                asked,
                                () -> {
                                    busy = false;
                                    sent(current, answer);
                                }));
    }

    private void sent(Attempt current, BucketAnswer answer) {
        switch (answer) {
            case Bucket.Created(boolean created, Instant date) -> {
                failures = 0;
                note(date);
                if (created) {
                    created(current, date);
                } else {
                    current.resolving = true;
                }
            }
            case BucketAnswer.Failed(BucketException reason) -> failed(current, reason);
            default -> throw new IllegalStateException("no answer to a put: " + answer);
        }
    }

    private void failed(Attempt current, BucketException reason) {
        if (reason.retryable() || current.ambiguous) {
            current.ambiguous = true;
            current.resolving = true;
            backOff(reason);
        } else {
            attempt = null;
            owner.troubled(reason);
            owner.refused(current.number, reason);
        }
    }

    private void resolved(Attempt current, Bucket.Fetched fetched) {
        if (fetched.object().isEmpty()) {
            if (lookIsGood(look, fetched.date())) {
                current.resolving = false;
            } else {
                judge(
                        current,
                        () -> {
                            look = fetched.date();
                            current.resolving = false;
                        });
            }
        } else if (isOwn(fetched.object().get().bytes(), current.bytes)) {
            created(current, fetched.date());
        } else {
            attempt = null;
            mustAppend = true;
            owner.lost(current.number);
            found(fetched.object().get().bytes(), fetched.date());
        }
    }

    /// An own create is not the beginning of a look: its Date may be that of a later answer, and
    /// then others may long since have gone on from it.
    private void created(Attempt current, @Nullable Instant date) {
        if (lookIsGood(look, date)) {
            win(current);
        } else {
            judge(current, () -> win(current));
        }
    }

    private void win(Attempt current) {
        attempt = null;
        tail = current.number;
        owner.won(current.number);
    }

    private void judge(Attempt current, Runnable counts) {
        listFloor(floor -> {
            if (floorPassed(floor, current.number, current.number)) {
                attempt = null;
                if (givesUpBelowTheFloor()) {
                    owner.unknown(current.number);
                } else {
                    owner.lost(current.number);
                    mustAppend = true;
                }
                truncated(floor);
            } else {
                counts.run();
            }
        });
    }

    private void truncated(long floor) {
        reset();
        owner.truncated(floor);
    }

    // ---- the rules

    /// S5: what is read or created under a good look counts at once. No Date, no good look.
    boolean lookIsGood(@Nullable Instant lookedAt, @Nullable Instant date) {
        return lookedAt != null
                && date != null
                && Duration.between(lookedAt, date).compareTo(retention.dividedBy(2)) <= 0;
    }

    /// S5: who is busy looks again at a quarter of the retention, long before the look goes bad.
    boolean looksAgain(Instant lookedAt, Instant date) {
        return Duration.between(lookedAt, date).compareTo(retention.dividedBy(4)) > 0;
    }

    /// S5: the floor must not have passed the `first` number that counts only now; the last one,
    /// where the 404 or the own create was, is `here`.
    boolean floorPassed(long floor, long first, long here) {
        return floor > first;
    }

    /// S6: an own create below the floor may have been consumed, so it is never sent again.
    boolean givesUpBelowTheFloor() {
        return true;
    }

    /// S2: the nonce in the bytes tells an own entry from another's, whatever the put was answered.
    boolean isOwn(byte[] found, byte[] sent) {
        return Arrays.equals(found, sent);
    }

    /// S3: the number that follows the last one that counts, and no other.
    long nextNumber() {
        return tail + 1;
    }

    // ---- requests

    /// How many entries a listing asks for.
    int pageSize() {
        return NewestSearch.PAGE;
    }

    void listFloor(Consumer<Long> then) {
        send(
                new BucketCall.ListKeys(name.floors(), null, NewestSearch.PAGE),
                answer -> {
                    Bucket.Listed listed = (Bucket.Listed) answer;
                    then.accept(
                            listed.objects().isEmpty()
                                    ? 0L
                                    : SequenceName.numberOf(listed.objects().getLast().key()));
                });
    }

    /// Sends a read that is repeated until it is answered.
    private void send(BucketCall call, Consumer<BucketAnswer> then) {
        busy = true;
        int asked = life;
        edge.call(
                call,
                answer ->
                        resume(
                                asked,
                                () -> {
                                    if (answer instanceof BucketAnswer.Failed(var reason)) {
                                        owner.troubled(reason);
                                        edge.after(
                                                backoff(),
                                                () -> resume(asked, () -> send(call, then)));
                                        return;
                                    }
                                    failures = 0;
                                    busy = false;
                                    note(answer.date());
                                    then.accept(answer);
                                }));
    }

    private void note(@Nullable Instant date) {
        if (date != null && (latest == null || date.isAfter(latest))) {
            latest = date;
        }
    }

    private void backOff(BucketException reason) {
        owner.troubled(reason);
        busy = true;
        int asked = life;
        edge.after(backoff(), () -> resume(asked, () -> busy = false));
    }

    /// Exponential with full jitter.
    private Duration backoff() {
        long limit =
                Math.min(
                        MAX_BACKOFF.toMillis(), FIRST_BACKOFF.toMillis() << Math.min(failures, 10));
        failures++;
        return Duration.ofMillis(1 + edge.random().nextLong(limit));
    }
}
