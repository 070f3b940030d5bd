package io.brainy.coordinator.chain;

import io.brainy.coordinator.bucket.ObjectKey;
import io.brainy.coordinator.layout.BucketLayout;
import io.brainy.coordinator.layout.SequenceName;
import io.brainy.coordinator.sequence.Edge;
import io.brainy.coordinator.sequence.Sequence;
import io.brainy.coordinator.testing.HostileBucket;
import io.brainy.coordinator.testing.Simulation;
import io.brainy.model.error.ConflictException;
import io.brainy.model.error.UnavailableException;
import io.brainy.model.key.CollectionId;
import io.brainy.model.key.CollectionName;
import io.brainy.model.key.ShardId;
import io.brainy.model.key.SlotRange;
import io.brainy.model.log.Digest;
import io.brainy.model.manifest.Manifest;
import io.brainy.model.manifest.ManifestCodec;
import io.brainy.model.manifest.SegmentFile;
import io.brainy.model.manifest.ShardStats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Publishers, servers and a collector over one chain in a hostile bucket. Whoever believes that a
/// shard has no publisher claims it and gets a greater epoch, as journal entries give them, while
/// the one before may only sleep. Checked as manifests appear and as callers are answered: epochs,
/// positions and generations never fall; a publisher that was replaced publishes nothing more;
/// nothing follows a closing manifest; a take-over changes nothing; nobody believes a generation
/// that is another's (protocol_model m2).
final class ChainSimulation {

    private static final CollectionId COLLECTION =
            new CollectionId(new CollectionName("things"), 1);
    private static final ShardId SHARD = new ShardId(1, 0);
    private static final SequenceName NAME = BucketLayout.chain(COLLECTION, SHARD);
    private static final Duration RETENTION = Sequence.RETENTION;

    /// How a test builds the machine: the real one, or one that lacks a rule.
    interface Build {
        ChainMachine machine(SequenceName name, Edge edge, Consumer<Manifest> listener);
    }

    private final Simulation simulation;
    private final HostileBucket bucket;
    private final Build build;
    private final List<Manifest> truth = new ArrayList<>();
    private long journal = 1;
    private long log;
    private long floor;
    private long acknowledgedGeneration;
    private int published;
    private int takeOvers;
    private int fenced;
    private boolean closing;

    ChainSimulation(long seed, Build build) {
        this.simulation = new Simulation(seed);
        this.bucket = new HostileBucket(simulation, 0.15, Set.of());
        this.build = build;
        bucket.onCreation(this::created);
    }

    /// Runs ten virtual hours; returns a digest of the run.
    long run() {
        for (int i = 0; i < 3; i++) {
            new Publisher("publisher" + i).start();
        }
        for (int i = 0; i < 2; i++) {
            new Server("server" + i).start();
        }
        simulation.after(Duration.ofMinutes(20), this::collect);
        simulation.after(Duration.ofSeconds(1), this::write);
        closing = simulation.chance(0.4);
        simulation.run(Duration.ofHours(10));
        return simulation.digest();
    }

    int published() {
        return published;
    }

    int takeOvers() {
        return takeOvers;
    }

    int fenced() {
        return fenced;
    }

    boolean closed() {
        return !truth.isEmpty() && truth.getLast().closing();
    }

    private void write() {
        log += simulation.random().nextInt(20);
        simulation.after(Duration.ofMinutes(1), this::write);
    }

    // ---- what is true of every manifest

    private void created(String key, byte[] bytes) {
        if (!key.startsWith(NAME.entries())) {
            return;
        }
        long number = SequenceName.numberOf(new ObjectKey(key));
        Manifest manifest = ManifestCodec.decode(bytes, key);
        if (number <= truth.size()) {
            if (number >= floor) {
                throw simulation.violation("generation " + number + " has a second value");
            }
            // A truncated number made anew: allowed, as long as nobody believes it.
            return;
        }
        if (number > truth.size() + 1) {
            throw simulation.violation("generation " + number + " leaves a gap");
        }
        if (!truth.isEmpty()) {
            follows(truth.getLast(), manifest);
        }
        truth.add(manifest);
    }

    private void follows(Manifest last, Manifest next) {
        if (last.closing()) {
            throw simulation.violation(
                    "generation %d follows the closing one".formatted(next.generation()));
        }
        if (next.epoch() < last.epoch()) {
            throw simulation.violation(
                    "the epoch fell from %d to %d at generation %d"
                            .formatted(last.epoch(), next.epoch(), next.generation()));
        }
        if (next.position() < last.position()) {
            throw simulation.violation(
                    "the position fell from %d to %d at generation %d"
                            .formatted(last.position(), next.position(), next.generation()));
        }
        if (next.epoch() > last.epoch()
                && (next.position() != last.position() || !next.files().equals(last.files()))) {
            throw simulation.violation(
                    "generation %d is the first of epoch %d and is not equal to the one before"
                            .formatted(next.generation(), next.epoch()));
        }
    }

    private void believed(String who, Manifest manifest) {
        if (manifest.generation() > truth.size()
                || !truth.get((int) manifest.generation() - 1).nonce().equals(manifest.nonce())) {
            throw simulation.violation(
                    "%s believes a generation %d that is another's"
                            .formatted(who, manifest.generation()));
        }
    }

    // ---- the collector: S4

    private void collect() {
        int newest = truth.size();
        if (newest > 1) {
            long to = simulation.random().nextLong(Math.max(1, floor), newest + 1);
            if (to > floor) {
                floor = to;
                bucket.putDirectly(NAME.floor(to), new byte[0]);
            }
            for (ObjectKey entry : bucket.keys(NAME.entries())) {
                boolean old =
                        Duration.between(bucket.modified(entry), simulation.now())
                                        .compareTo(RETENTION)
                                >= 0;
                if (SequenceName.numberOf(entry) < to && old) {
                    simulation.after(
                            simulation.between(Duration.ZERO, Duration.ofMinutes(10)),
                            () -> bucket.deleteDirectly(entry));
                }
            }
        }
        simulation.after(
                simulation.between(Duration.ofMinutes(5), Duration.ofMinutes(50)), this::collect);
    }

    // ---- the processes

    private abstract class Participant {
        final String name;
        HostileBucket.Client client;
        ChainMachine machine;
        private long newestSeen;

        Participant(String name) {
            this.name = name;
            this.client = bucket.client(name);
            this.machine = machine();
        }

        private ChainMachine machine() {
            return build.machine(NAME, client, this::adopted);
        }

        private void adopted(Manifest manifest) {
            believed(name, manifest);
            if (manifest.generation() <= newestSeen) {
                throw simulation.violation(
                        "%s goes back from generation %d to %d"
                                .formatted(name, newestSeen, manifest.generation()));
            }
            newestSeen = manifest.generation();
        }

        void start() {
            machine.open();
            begin();
            simulation.after(
                    simulation.between(Duration.ZERO, Duration.ofMinutes(90)), this::disturb);
        }

        private void disturb() {
            if (simulation.chance(0.7)) {
                client.pause(simulation.between(Duration.ofSeconds(1), Duration.ofHours(3)));
            } else {
                client.kill();
                client = bucket.client(name);
                machine = machine();
                newestSeen = 0;
                machine.open();
                begin();
            }
            simulation.after(
                    simulation.between(Duration.ofMinutes(5), Duration.ofHours(2)), this::disturb);
        }

        /// Begins its life, or begins it anew.
        abstract void begin();

        /// Runs unless the process was killed meanwhile.
        void later(Duration least, Duration most, Runnable then) {
            HostileBucket.Client living = client;
            living.after(
                    simulation.between(least, most),
                    () -> {
                        if (living == client) {
                            then.run();
                        }
                    });
        }
    }

    private final class Publisher extends Participant {

        /// Of its claim, or 0 while it has none.
        private long epoch;

        /// What its segments cover, once it has taken over.
        private @Nullable Manifest covered;

        private int waiting;

        Publisher(String name) {
            super(name);
        }

        @Override
        void begin() {
            epoch = 0;
            covered = null;
            waiting = 0;
            act();
        }

        private void act() {
            later(
                    Duration.ofSeconds(5),
                    Duration.ofMinutes(6),
                    () -> {
                        if (waiting == 0) {
                            next();
                        }
                        act();
                    });
        }

        private void next() {
            if (epoch == 0) {
                // It suspects the other one, rightly or not.
                if (simulation.chance(0.1)) {
                    epoch = ++journal;
                    simulation.log(name + " claims with epoch " + epoch);
                }
            } else if (covered == null) {
                append(ManifestChain.takeOver(SHARD, SlotRange.ALL, epoch, 0), this::tookOver);
            } else if (closing && simulation.nanos() > Duration.ofHours(7).toNanos()) {
                append(closing(epoch), _ -> {});
            } else {
                publish();
                if (simulation.chance(0.2)) {
                    publish();
                }
            }
        }

        private void publish() {
            Manifest before = covered;
            if (before == null) {
                return;
            }
            long position = before.position() + simulation.random().nextLong(1 + distance(before));
            List<SegmentFile> files =
                    List.of(
                            new SegmentFile(
                                    "s",
                                    "1-0-%d-%d".formatted(epoch, position),
                                    position,
                                    new Digest(new byte[Digest.LENGTH])));
            append(
                    ManifestChain.publish(
                            SHARD, SlotRange.ALL, epoch, position, files, ShardStats.EMPTY),
                    _ -> published++);
            covered = withPosition(before, position);
        }

        private long distance(Manifest before) {
            return Math.max(0, log - before.position());
        }

        private void tookOver(Manifest manifest) {
            covered = manifest;
            takeOvers++;
        }

        private void append(ChainMachine.Maker maker, Consumer<Manifest> then) {
            waiting++;
            long by = epoch;
            HostileBucket.Client living = client;
            CompletableFuture<Manifest> done = new CompletableFuture<>();
            var _ =
                    done.whenComplete((manifest, failure) -> {
                        if (living == client) {
                            answered(by, manifest, failure, then);
                        }
                    });
            machine.append(by, maker, done);
        }

        private void answered(
                long by,
                @Nullable Manifest manifest,
                @Nullable Throwable failure,
                Consumer<Manifest> then) {
            waiting--;
            switch (failure) {
                case null -> {
                    if (manifest == null || manifest.epoch() != by) {
                        throw simulation.violation("success without an own manifest");
                    }
                    believed(name, manifest);
                    checkNotFenced(manifest);
                    acknowledgedGeneration =
                            Math.max(acknowledgedGeneration, manifest.generation());
                    then.accept(manifest);
                }
                case ConflictException _ -> {
                    fenced++;
                    if (epoch == by) {
                        epoch = 0;
                        covered = null;
                    }
                }
                // Whether it holds is not known: begin again from what the chain says.
                case UnavailableException _ -> covered = null;
                default -> throw simulation.violation(name + " fails: " + failure);
            }
        }

        private void checkNotFenced(Manifest manifest) {
            for (Manifest earlier : truth.subList(0, (int) manifest.generation() - 1)) {
                if (earlier.epoch() > manifest.epoch() || earlier.closing()) {
                    throw simulation.violation(
                            "a replaced publisher's publish succeeded: generation %d"
                                    .formatted(manifest.generation()));
                }
            }
        }
    }

    /// As a split's publisher makes it: equal to the newest one, and the last.
    private static ChainMachine.Maker closing(long epoch) {
        return (newest, generation, nonce) -> {
            Manifest last = newest.orElseThrow();
            return new Manifest(
                    last.shard(),
                    generation,
                    nonce,
                    epoch,
                    last.position(),
                    last.range(),
                    last.parent(),
                    true,
                    last.files(),
                    last.stats());
        };
    }

    private static Manifest withPosition(Manifest manifest, long position) {
        return new Manifest(
                manifest.shard(),
                manifest.generation(),
                manifest.nonce(),
                manifest.epoch(),
                position,
                manifest.range(),
                manifest.parent(),
                manifest.closing(),
                manifest.files(),
                manifest.stats());
    }

    private final class Server extends Participant {
        Server(String name) {
            super(name);
        }

        @Override
        void begin() {
            later(Duration.ofSeconds(1), Duration.ofMinutes(20), this::probe);
        }

        private void probe() {
            long mustReach = acknowledgedGeneration;
            CompletableFuture<Optional<Manifest>> done = new CompletableFuture<>();
            var _ =
                    done.thenAccept(newest -> {
                        if (newest.map(Manifest::generation).orElse(0L) < mustReach) {
                            throw simulation.violation(
                                    "a probe of %s ended at %s before generation %d"
                                            .formatted(name, newest, mustReach));
                        }
                    });
            machine.probe(done);
            begin();
        }
    }
}
