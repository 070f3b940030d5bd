package io.brainy.coordinator.sequence;

import io.brainy.coordinator.bucket.BucketException;
import io.brainy.coordinator.bucket.ObjectKey;
import io.brainy.coordinator.layout.SequenceName;
import io.brainy.coordinator.testing.HostileBucket;
import io.brainy.coordinator.testing.Simulation;
import io.brainy.model.error.CorruptException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Writers, strong readers and a collector over one sequence in a hostile bucket, with the
/// invariants of architecture §7 that concern a sequence, checked as things happen: an acknowledged
/// value stays (1), a number has one value (2), no value twice (6), a strong read reflects what was
/// acknowledged before it began (9), and what counts as the log is the log.
final class SequenceSimulation {

    static final SequenceName NAME = new SequenceName("things/log");

    /// How a test builds the machine: the real one, or one that lacks a rule.
    interface Build {
        Sequence sequence(Edge edge, Sequence.Owner owner, Duration retention);
    }

    /// What the collector does wrong, if anything (S4).
    enum Collector {
        BY_THE_RULES,
        DELETES_BEFORE_THE_FLOOR,
        DELETES_THE_NEWEST,
        DELETES_YOUNG_ENTRIES
    }

    private static final Duration RETENTION = Duration.ofHours(1);

    private final Simulation simulation;
    private final HostileBucket bucket;
    private final Build build;
    private final Collector collector;
    private final List<String> truth = new ArrayList<>();
    private final Set<String> acknowledged = new HashSet<>();
    private long highestAcknowledged;
    private long floor;
    private int values;
    private int acknowledgements;
    private int strongReads;

    SequenceSimulation(
            long seed, Build build, Set<HostileBucket.Defect> defects, Collector collector) {
        this.simulation = new Simulation(seed);
        this.bucket = new HostileBucket(simulation, 0.15, defects);
        this.build = build;
        this.collector = collector;
        bucket.onCreation(this::created);
    }

    /// Runs ten virtual hours; returns a digest of the run.
    long run() {
        for (int i = 0; i < 3; i++) {
            new Writer("writer" + i).start();
        }
        for (int i = 0; i < 2; i++) {
            new Reader("reader" + i).start();
        }
        simulation.after(Duration.ofMinutes(20), this::collect);
        simulation.run(Duration.ofHours(10));
        return simulation.digest();
    }

    int acknowledgements() {
        return acknowledgements;
    }

    int strongReads() {
        return strongReads;
    }

    private void created(String key, byte[] bytes) {
        if (!key.startsWith(NAME.entries())) {
            return;
        }
        long number = SequenceName.numberOf(new ObjectKey(key));
        String value = new String(bytes, StandardCharsets.UTF_8);
        if (number == truth.size() + 1) {
            if (truth.contains(value)) {
                throw simulation.violation("value " + value + " was applied twice");
            }
            truth.add(value);
        } else if (number > truth.size() + 1) {
            throw simulation.violation("number " + number + " leaves a gap");
        } else if (number >= floor && !truth.get((int) number - 1).equals(value)) {
            throw simulation.violation("number " + number + " has a second value");
        }
        // Else a truncated number made anew: allowed, as long as nobody believes it.
    }

    private void acknowledge(long number, String value) {
        if (number > truth.size() || !truth.get((int) number - 1).equals(value)) {
            throw simulation.violation("acknowledged " + value + " at " + number + " is lost");
        }
        if (!acknowledged.add(value)) {
            throw simulation.violation("acknowledged twice: " + value);
        }
        acknowledgements++;
        highestAcknowledged = Math.max(highestAcknowledged, number);
    }

    // ---- the collector: S4, with every pause between its steps

    private void collect() {
        List<ObjectKey> entries = bucket.keys(NAME.entries());
        long newest = truth.size();
        if (newest > 1) {
            long to = simulation.random().nextLong(Math.max(1, floor), newest + 1);
            if (collector != Collector.DELETES_BEFORE_THE_FLOOR) {
                announce(to);
            }
            boolean newestToo = collector == Collector.DELETES_THE_NEWEST;
            boolean youngToo = collector == Collector.DELETES_YOUNG_ENTRIES;
            for (ObjectKey entry : entries) {
                long number = SequenceName.numberOf(entry);
                boolean old =
                        Duration.between(bucket.modified(entry), simulation.now())
                                        .compareTo(RETENTION)
                                >= 0;
                if ((number < to || newestToo) && (old || youngToo)) {
                    simulation.after(
                            simulation.between(Duration.ZERO, Duration.ofMinutes(10)),
                            () -> bucket.deleteDirectly(entry));
                }
            }
            if (collector == Collector.DELETES_BEFORE_THE_FLOOR) {
                simulation.after(Duration.ofMinutes(9), () -> announce(to));
            }
        }
        simulation.after(
                simulation.between(Duration.ofMinutes(5), Duration.ofMinutes(50)), this::collect);
    }

    private void announce(long to) {
        if (to > floor) {
            floor = to;
            bucket.putDirectly(NAME.floor(to), new byte[0]);
        }
    }

    // ---- the processes

    private abstract class Participant implements Sequence.Owner {
        final String name;
        HostileBucket.Client client;
        Sequence sequence;

        Participant(String name) {
            this.name = name;
            this.client = bucket.client(name);
            this.sequence = build.sequence(client, this, RETENTION);
        }

        void start() {
            reopen();
            simulation.after(simulation.between(Duration.ZERO, Duration.ofHours(2)), this::disturb);
        }

        /// From the newest entry, or from a position that a manifest could name.
        private void reopen() {
            if (floor > 1 || simulation.chance(0.5)) {
                sequence.openNewest(1);
            } else {
                sequence.open(0);
            }
        }

        private void disturb() {
            if (simulation.chance(0.6)) {
                client.pause(simulation.between(Duration.ofSeconds(1), Duration.ofHours(3)));
            } else {
                client.kill();
                client = bucket.client(name);
                sequence = build.sequence(client, this, RETENTION);
                restarted();
                reopen();
            }
            simulation.after(
                    simulation.between(Duration.ofMinutes(5), Duration.ofHours(3)), this::disturb);
        }

        abstract void restarted();

        @Override
        public void folded(long number, byte[] bytes) {
            String value = new String(bytes, StandardCharsets.UTF_8);
            if (number > truth.size() || !truth.get((int) number - 1).equals(value)) {
                throw simulation.violation(
                        "%s reads %s at %d, the log has %s"
                                .formatted(
                                        name,
                                        value,
                                        number,
                                        number > truth.size()
                                                ? "nothing"
                                                : truth.get((int) number - 1)));
            }
        }

        @Override
        public void truncated(long at) {
            simulation.log(name + " is truncated at " + at);
            client.after(Duration.ofMillis(10), this::reopen);
        }

        @Override
        public void damaged(CorruptException reason) {
            throw simulation.violation(name + " finds damage: " + reason);
        }
    }

    private final class Writer extends Participant {
        private @Nullable String pending;

        Writer(String name) {
            super(name);
        }

        @Override
        void start() {
            super.start();
            think();
        }

        private void think() {
            HostileBucket.Client thinking = client;
            Duration rest =
                    simulation.chance(0.8)
                            ? simulation.between(Duration.ofSeconds(1), Duration.ofMinutes(4))
                            : simulation.between(Duration.ofMinutes(4), Duration.ofMinutes(50));
            client.after(
                    rest,
                    () -> {
                        if (thinking == client) {
                            if (pending == null) {
                                pending = "v" + ++values;
                                sequence.append();
                            }
                            think();
                        }
                    });
        }

        @Override
        void restarted() {
            pending = null;
            think();
        }

        @Override
        public Optional<byte[]> propose(long number, Instant date) {
            return Optional.ofNullable(pending).map(v -> v.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void won(long number) {
            String value = pending;
            pending = null;
            if (value != null) {
                acknowledge(number, value);
            }
        }

        @Override
        public void lost(long number) {}

        @Override
        public void refused(long number, BucketException reason) {
            pending = null;
        }

        @Override
        public void unknown(long number) {
            pending = null;
        }

        @Override
        public void truncated(long at) {
            super.truncated(at);
            client.after(
                    Duration.ofSeconds(1),
                    () -> {
                        if (pending != null) {
                            sequence.append();
                        }
                    });
        }
    }

    private final class Reader extends Participant {
        Reader(String name) {
            super(name);
        }

        @Override
        void start() {
            super.start();
            readStrongly();
        }

        @Override
        void restarted() {
            readStrongly();
        }

        private void readStrongly() {
            HostileBucket.Client reading = client;
            client.after(
                    simulation.between(Duration.ofSeconds(1), Duration.ofMinutes(30)),
                    () -> {
                        if (reading != client) {
                            return;
                        }
                        long mustReach = highestAcknowledged;
                        sequence.probe(() -> {
                            strongReads++;
                            if (sequence.tail() < mustReach) {
                                throw simulation.violation(
                                        "a strong read ended at %d before %d"
                                                .formatted(sequence.tail(), mustReach));
                            }
                        });
                        readStrongly();
                    });
        }

        @Override
        public Optional<byte[]> propose(long number, Instant date) {
            return Optional.empty();
        }

        @Override
        public void won(long number) {}

        @Override
        public void lost(long number) {}

        @Override
        public void refused(long number, BucketException reason) {}

        @Override
        public void unknown(long number) {}
    }
}
