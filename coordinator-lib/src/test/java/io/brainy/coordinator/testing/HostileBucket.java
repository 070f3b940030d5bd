package io.brainy.coordinator.testing;

import io.brainy.coordinator.bucket.Bucket;
import io.brainy.coordinator.bucket.BucketAnswer;
import io.brainy.coordinator.bucket.BucketCall;
import io.brainy.coordinator.bucket.BucketException;
import io.brainy.coordinator.bucket.ObjectKey;
import io.brainy.coordinator.sequence.Edge;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A bucket that does everything that rules B1 to B5 allow, in the worst order: it applies and
/// loses the answer, applies long after the client gave up, answers 409, 412 and 503, and is slow.
/// What it must not do can be switched on by [Defect], to show what the rules are for.
public final class HostileBucket {

    /// What a bucket must not do.
    public enum Defect {
        /// Against B1: two racing creators are both told that they won.
        TWO_WINNERS,
        /// Against B2: answers of reads and listings are some seconds old.
        STALE_READS,
        /// Against B3.
        NO_DATE,
        /// Against B5: an object's age counts from when its bytes were made, not from its creation.
        DATED_BY_WRITING
    }

    private static final Duration CLIENT_TIMEOUT = Duration.ofSeconds(10);

    private final Simulation simulation;
    private final double faults;
    private final Set<Defect> defects;
    private final NavigableMap<String, Stored> objects = new TreeMap<>();
    private final List<BiConsumer<String, byte[]>> creationListeners = new ArrayList<>();
    private Map<String, Stored> stale = Map.of();
    private long staleSince;

    @SuppressWarnings("ArrayRecordComponent")
    private record Stored(byte[] bytes, Instant modified) {}

    /// @param faults the probability that a request meets one
    public HostileBucket(Simulation simulation, double faults, Set<Defect> defects) {
        this.simulation = simulation;
        this.faults = faults;
        this.defects = defects.isEmpty() ? EnumSet.noneOf(Defect.class) : EnumSet.copyOf(defects);
    }

    /// Told of each object that put-if-absent truly created, as it happens.
    public void onCreation(BiConsumer<String, byte[]> listener) {
        creationListeners.add(listener);
    }

    /// One process's way to this bucket; it can pause and die.
    public Client client(String name) {
        return new Client(name);
    }

    public final class Client implements Edge {
        private final String name;
        private final List<Runnable> held = new ArrayList<>();
        private boolean dead;
        private long pausedUntil;

        private Client(String name) {
            this.name = name;
        }

        /// Nothing runs any more; requests under way may still be applied.
        public void kill() {
            simulation.log(name + " dies");
            dead = true;
        }

        /// Answers and timers wait, as in a process that sleeps.
        public void pause(Duration duration) {
            simulation.log(name + " pauses for " + duration);
            pausedUntil = Math.max(pausedUntil, simulation.nanos() + duration.toNanos());
        }

        @Override
        public void call(BucketCall call, Consumer<BucketAnswer> then) {
            boolean[] answered = {false};
            Consumer<BucketAnswer> once =
                    answer -> {
                        if (!answered[0]) {
                            answered[0] = true;
                            then.accept(answer);
                        }
                    };
            Duration there = delay();
            boolean fault = simulation.chance(faults);
            int kind = fault ? simulation.random().nextInt(6) : -1;
            switch (kind) {
                case 0 -> fail(once, there, BucketException.Kind.THROTTLED, call);
                case 1 -> fail(once, there, BucketException.Kind.UNAVAILABLE, call);
                case 2 ->
                        fail(
                                once,
                                there,
                                call instanceof BucketCall.PutIfAbsent
                                        ? BucketException.Kind.CONFLICT
                                        : BucketException.Kind.UNAVAILABLE,
                                call);
                case 3 -> {
                    // Applied, but the answer is lost.
                    simulation.after(there, () -> apply(call));
                    fail(once, CLIENT_TIMEOUT, BucketException.Kind.TIMEOUT, call);
                }
                case 4 -> {
                    // Applied long after the client gave up.
                    simulation.after(
                            simulation.between(CLIENT_TIMEOUT, Duration.ofHours(3)),
                            () -> apply(call));
                    fail(once, CLIENT_TIMEOUT, BucketException.Kind.TIMEOUT, call);
                }
                default -> {
                    Duration extra =
                            kind == 5
                                    ? simulation.between(Duration.ZERO, CLIENT_TIMEOUT)
                                    : Duration.ZERO;
                    simulation.after(
                            there.plus(extra),
                            () -> {
                                BucketAnswer answer = apply(call);
                                deliver(delay(), () -> once.accept(answer));
                            });
                }
            }
        }

        private void fail(
                Consumer<BucketAnswer> then,
                Duration when,
                BucketException.Kind kind,
                BucketCall call) {
            deliver(
                    when,
                    () ->
                            then.accept(
                                    new BucketAnswer.Failed(
                                            new BucketException(kind, kind + " " + call))));
        }

        private BucketAnswer apply(BucketCall call) {
            BucketAnswer answer = HostileBucket.this.apply(call);
            simulation.log(name + " " + text(call, answer));
            return answer;
        }

        @Override
        public void after(Duration delay, Runnable then) {
            deliver(delay, then);
        }

        private void deliver(Duration delay, Runnable then) {
            simulation.after(
                    delay,
                    () -> {
                        if (dead) {
                            return;
                        }
                        if (simulation.nanos() < pausedUntil) {
                            held.add(then);
                            if (held.size() == 1) {
                                simulation.after(
                                        Duration.ofNanos(pausedUntil - simulation.nanos()),
                                        this::wake);
                            }
                            return;
                        }
                        then.run();
                    });
        }

        private void wake() {
            if (simulation.nanos() < pausedUntil) {
                simulation.after(Duration.ofNanos(pausedUntil - simulation.nanos()), this::wake);
                return;
            }
            List<Runnable> ready = new ArrayList<>(held);
            held.clear();
            for (Runnable then : ready) {
                if (!dead) {
                    then.run();
                }
            }
        }

        @Override
        public long nanos() {
            return simulation.nanos();
        }

        @Override
        public RandomGenerator random() {
            return simulation.random();
        }
    }

    private Duration delay() {
        return simulation.between(Duration.ofMillis(1), Duration.ofMillis(60));
    }

    // ---- direct access for the collector and the invariants, without faults

    public byte @Nullable [] peek(ObjectKey key) {
        Stored stored = objects.get(key.value());
        return stored == null ? null : stored.bytes();
    }

    public List<ObjectKey> keys(String prefix) {
        return objects.tailMap(prefix, true).keySet().stream()
                .takeWhile(k -> k.startsWith(prefix))
                .map(ObjectKey::new)
                .toList();
    }

    public Instant modified(ObjectKey key) {
        Stored stored = objects.get(key.value());
        if (stored == null) {
            throw new IllegalArgumentException("no object " + key);
        }
        return stored.modified();
    }

    public void putDirectly(ObjectKey key, byte[] bytes) {
        simulation.log("put " + key);
        objects.put(key.value(), new Stored(bytes, simulation.now()));
    }

    public void deleteDirectly(ObjectKey key) {
        simulation.log("delete " + key);
        objects.remove(key.value());
    }

    // ---- what each request does, at one instant

    private BucketAnswer apply(BucketCall call) {
        refreshStale();
        Instant date =
                defects.contains(Defect.NO_DATE)
                        ? null
                        : simulation.now().truncatedTo(ChronoUnit.SECONDS);
        return switch (call) {
            case BucketCall.PutIfAbsent(ObjectKey key, byte[] bytes) -> {
                boolean free = !objects.containsKey(key.value());
                boolean wins =
                        free
                                || (defects.contains(Defect.TWO_WINNERS)
                                        && Duration.between(modified(key), simulation.now())
                                                        .toMillis()
                                                < 200);
                if (wins) {
                    Instant dated =
                            defects.contains(Defect.DATED_BY_WRITING)
                                    ? simulation.now().minus(sleptBeforeLinking())
                                    : simulation.now();
                    objects.put(key.value(), new Stored(bytes.clone(), dated));
                    creationListeners.forEach(l -> l.accept(key.value(), bytes));
                }
                yield new Bucket.Created(wins, date);
            }
            case BucketCall.Get(ObjectKey key) -> fetched(key, 0, Integer.MAX_VALUE, date);
            case BucketCall.GetRange(ObjectKey key, long offset, int length) ->
                    fetched(key, offset, length, date);
            case BucketCall.ListKeys(String prefix, String startAfter, int limit) -> {
                List<Bucket.ObjectSummary> found = new ArrayList<>();
                boolean more = false;
                NavigableMap<String, Stored> from = new TreeMap<>(view()).tailMap(prefix, true);
                for (var entry : from.entrySet()) {
                    if (!entry.getKey().startsWith(prefix)) {
                        break;
                    }
                    if (startAfter != null && entry.getKey().compareTo(startAfter) <= 0) {
                        continue;
                    }
                    if (found.size() == limit) {
                        more = true;
                        break;
                    }
                    found.add(
                            new Bucket.ObjectSummary(
                                    new ObjectKey(entry.getKey()),
                                    entry.getValue().bytes().length,
                                    "",
                                    entry.getValue().modified()));
                }
                yield new Bucket.Listed(found, more, date);
            }
        };
    }

    private Bucket.Fetched fetched(ObjectKey key, long offset, int length, @Nullable Instant date) {
        Stored stored = view().get(key.value());
        if (stored == null) {
            return new Bucket.Fetched(Optional.empty(), date);
        }
        int from = (int) Math.min(offset, stored.bytes().length);
        int to = (int) Math.min((long) from + length, stored.bytes().length);
        return new Bucket.Fetched(
                Optional.of(
                        new Bucket.StoredObject(Arrays.copyOfRange(stored.bytes(), from, to), "")),
                date);
    }

    /// A writer may sleep between writing its bytes and the moment that they appear under their
    /// name.
    private Duration sleptBeforeLinking() {
        return simulation.between(Duration.ZERO, Duration.ofHours(2));
    }

    private Map<String, Stored> view() {
        return defects.contains(Defect.STALE_READS) ? stale : objects;
    }

    private void refreshStale() {
        if (defects.contains(Defect.STALE_READS)
                && simulation.nanos() - staleSince > Duration.ofSeconds(5).toNanos()) {
            stale = new TreeMap<>(objects);
            staleSince = simulation.nanos();
        }
    }

    private static String text(BucketCall call, BucketAnswer answer) {
        String result =
                switch (answer) {
                    case Bucket.Created(boolean created, Instant _) -> created ? "created" : "412";
                    case Bucket.Fetched(var object, Instant _) ->
                            object.isPresent() ? "found" : "404";
                    case Bucket.Listed(var listed, boolean _, Instant _) -> listed.size() + " keys";
                    default -> "done";
                };
        String asked =
                switch (call) {
                    case BucketCall.PutIfAbsent(ObjectKey key, byte[] _) -> "creates " + key;
                    case BucketCall.Get(ObjectKey key) -> "gets " + key;
                    case BucketCall.GetRange(ObjectKey key, long _, int _) ->
                            "gets a range of " + key;
                    case BucketCall.ListKeys(String prefix, String _, int _) -> "lists " + prefix;
                };
        return asked + ": " + result;
    }
}
