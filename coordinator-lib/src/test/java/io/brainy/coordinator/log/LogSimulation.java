package io.brainy.coordinator.log;

import io.brainy.coordinator.bucket.ObjectKey;
import io.brainy.coordinator.layout.BucketLayout;
import io.brainy.coordinator.layout.SequenceName;
import io.brainy.coordinator.log.LogMachine.Planner;
import io.brainy.coordinator.testing.HostileBucket;
import io.brainy.coordinator.testing.Simulation;
import io.brainy.model.document.Content;
import io.brainy.model.document.Document;
import io.brainy.model.document.DocumentId;
import io.brainy.model.document.FieldValue;
import io.brainy.model.document.Vector;
import io.brainy.model.error.BrainyException;
import io.brainy.model.key.CollectionId;
import io.brainy.model.key.CollectionName;
import io.brainy.model.key.SlotRange;
import io.brainy.model.log.BatchId;
import io.brainy.model.log.Carried;
import io.brainy.model.log.CollectionSettings;
import io.brainy.model.log.Commit;
import io.brainy.model.log.CommitCodec;
import io.brainy.model.log.CommitHeader.ListedId;
import io.brainy.model.log.CommitHeader.LivingKey;
import io.brainy.model.log.Digest;
import io.brainy.model.log.EncodedRecord;
import io.brainy.model.log.LogRecord;
import io.brainy.model.log.PartEntry.KeyProgress;
import io.brainy.model.log.RecordCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Three ingest nodes over one log in a hostile bucket, with clients that write plainly,
/// conditionally and with keys, hand parts to another node and take them back, and retry. Checked
/// as commits appear and as clients are answered: an acknowledged write is in the log, exactly once
/// (1, 6); no conditional write overlooks another (L4); a commit has an id once (L3); lists and
/// locators are whole (D3); nothing follows the closing commit (L10); every vector has the
/// collection's dimension (L9). A collector truncates the log behind them (S4, G3), so that views
/// grow too old, headers go that they refer to, and late puts make numbers anew.
final class LogSimulation {

    private static final CollectionId COLLECTION =
            new CollectionId(new CollectionName("things"), 1);
    private static final SequenceName NAME = BucketLayout.log(COLLECTION);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /// Shorter than for real, so that an hour has many.
    private static final Duration RETENTION = Duration.ofMinutes(12);

    private final Simulation simulation;
    private final HostileBucket bucket;
    private final Planner planner;
    private final List<Commit> truth = new ArrayList<>();
    private final Map<String, Long> applied = new HashMap<>();
    private final List<Node> nodes = new ArrayList<>();
    private long floor;
    private boolean routed;
    private int dimension;
    private int values;
    private int acknowledged;
    private int refused;
    private boolean closing;

    LogSimulation(long seed, Planner planner) {
        this.simulation = new Simulation(seed);
        this.bucket = new HostileBucket(simulation, 0.12, Set.of());
        this.planner = planner;
        bucket.onCreation(this::created);
    }

    long run() {
        for (int i = 0; i < 3; i++) {
            nodes.add(new Node("node" + i));
        }
        nodes.forEach(Node::start);
        for (int i = 0; i < 6; i++) {
            new Client().think();
        }
        simulation.after(Duration.ofMinutes(10), this::collect);
        if (simulation.chance(0.3)) {
            simulation.after(Duration.ofMinutes(50), this::close);
        }
        simulation.run(Duration.ofHours(1));
        return simulation.digest();
    }

    int acknowledged() {
        return acknowledged;
    }

    int refused() {
        return refused;
    }

    private void close() {
        closing = true;
        nodes.getFirst().machine.close(new CompletableFuture<>());
    }

    private void collect() {
        long most = Math.max(1, truth.size());
        if (!truth.isEmpty()
                && truth.getLast().header().keys()
                        instanceof Carried.At<List<LivingKey>>(long commit)) {
            most = commit;
        }
        long to = simulation.random().nextLong(most + 1);
        if (to > floor) {
            floor = to;
            bucket.putDirectly(NAME.floor(to), new byte[0]);
            for (ObjectKey entry : bucket.keys(NAME.entries())) {
                boolean old =
                        Duration.between(bucket.modified(entry), simulation.now())
                                        .compareTo(RETENTION)
                                >= 0;
                if (SequenceName.numberOf(entry) < to && old) {
                    simulation.after(
                            simulation.between(Duration.ZERO, Duration.ofMinutes(3)),
                            () -> bucket.deleteDirectly(entry));
                }
            }
        }
        simulation.after(
                simulation.between(Duration.ofMinutes(1), Duration.ofMinutes(8)), this::collect);
    }

    // ---- what is true of every commit

    private void created(String key, byte[] bytes) {
        if (!key.startsWith(NAME.entries())) {
            return;
        }
        long number = SequenceName.numberOf(new ObjectKey(key));
        if (number > truth.size() + 1) {
            throw simulation.violation("commit " + number + " leaves a gap");
        }
        if (number <= truth.size()) {
            if (number >= floor) {
                throw simulation.violation("commit " + number + " has a second value");
            }
            // A truncated number made anew: allowed, as long as nobody believes it.
            return;
        }
        Commit commit = CommitCodec.decode(bytes, SlotRange.ALL, key);
        if (!truth.isEmpty() && truth.getLast().header().closed()) {
            throw simulation.violation("commit " + number + " follows the closing one");
        }
        truth.add(commit);
        Set<String> ids = new HashSet<>();
        Map<String, Integer> listed = new HashMap<>();
        for (ListedId id : commit.header().ids()) {
            listed.put(id.id(), id.slot());
        }
        Map<String, Integer> located = new HashMap<>();
        for (LogRecord record : commit.records()) {
            if (record instanceof LogRecord.Locator(DocumentId id, int slot)) {
                located.put(id.value(), slot);
            }
        }
        for (LogRecord record : commit.records()) {
            switch (record) {
                case LogRecord.DocumentWrite(Document document) ->
                        checkOnce(number, ids, document.id());
                case LogRecord.DocumentTombstone(DocumentId id) -> checkOnce(number, ids, id);
                default -> {}
            }
        }
        for (LogRecord record : commit.records()) {
            switch (record) {
                case LogRecord.DocumentWrite(Document document) ->
                        checkWrite(number, document, listed, located);
                case LogRecord.DocumentTombstone(DocumentId id) -> {
                    if (listed.getOrDefault(id.value(), -2) != ListedId.DELETED) {
                        throw simulation.violation("the delete of " + id + " is not listed");
                    }
                }
                default -> {}
            }
        }
    }

    private void checkWrite(
            long number,
            Document document,
            Map<String, Integer> listed,
            Map<String, Integer> located) {
        String id = document.id().value();
        routed |= document.routingKey() != null;
        if (routed && listed.getOrDefault(id, -2) != document.slot()) {
            throw simulation.violation("commit %d does not list %s".formatted(number, id));
        }
        if (document.slot() != document.id().homeSlot()
                && located.getOrDefault(id, -1) != document.slot()) {
            throw simulation.violation("commit %d has no locator of %s".formatted(number, id));
        }
        Vector vector = document.vector();
        if (vector != null) {
            if (dimension == 0) {
                dimension = vector.dimension();
            }
            if (dimension != vector.dimension()) {
                throw simulation.violation("vectors of two dimensions");
            }
        }
        String value = value(document);
        Long earlier = applied.put(value, number);
        if (earlier != null) {
            throw simulation.violation(
                    "%s was applied twice, at %d and %d".formatted(value, earlier, number));
        }
    }

    private void checkOnce(long number, Set<String> ids, DocumentId id) {
        if (!ids.add(id.value())) {
            throw simulation.violation("commit %d writes %s twice".formatted(number, id));
        }
    }

    private static String value(Document document) {
        return document.content() instanceof Content.Text(String text) ? text : "";
    }

    /// The position of the last write of an id at or below `upTo`, 0 where there is none.
    private long version(String id, long upTo) {
        for (int i = (int) Math.min(upTo, truth.size()); i > 0; i--) {
            for (LogRecord record : truth.get(i - 1).records()) {
                boolean writes =
                        switch (record) {
                            case LogRecord.DocumentWrite(Document document) ->
                                    document.id().value().equals(id);
                            case LogRecord.DocumentTombstone(DocumentId gone) ->
                                    gone.value().equals(id);
                            default -> false;
                        };
                if (writes) {
                    return i;
                }
            }
        }
        return 0;
    }

    // ---- the nodes

    private final class Node {
        private final String name;
        private HostileBucket.Client edge;
        private LogMachine machine;
        private boolean ready;

        Node(String name) {
            this.name = name;
            this.edge = bucket.client(name);
            this.machine = machine();
        }

        private LogMachine machine() {
            return new LogMachine(
                    NAME,
                    1,
                    CollectionSettings.DEFAULTS,
                    edge,
                    RETENTION,
                    _ -> OptionalInt.of(2),
                    planner,
                    new LogMachine.Listener() {
                        @Override
                        public void committed(FoldedCommit commit, CollectionSettings settings) {
                            Commit real = truth.get((int) commit.commit().number() - 1);
                            if (!real.header().nonce().equals(commit.commit().header().nonce())) {
                                throw simulation.violation(name + " folds what is not the log");
                            }
                        }

                        @Override
                        public void broken(long last, RuntimeException reason) {
                            throw simulation.violation(name + " breaks: " + reason);
                        }
                    });
        }

        void start() {
            machine.open(() -> ready = true);
            simulation.after(
                    simulation.between(Duration.ofMinutes(1), Duration.ofMinutes(20)),
                    this::disturb);
        }

        private void disturb() {
            if (simulation.chance(0.5)) {
                edge.pause(simulation.between(Duration.ofSeconds(1), Duration.ofMinutes(12)));
            } else {
                edge.kill();
                ready = false;
                edge = bucket.client(name);
                machine = machine();
                machine.open(() -> ready = true);
            }
            simulation.after(
                    simulation.between(Duration.ofMinutes(1), Duration.ofMinutes(20)),
                    this::disturb);
        }
    }

    // ---- the clients

    private Document document(String id, String value, @Nullable String domain) {
        return new Document(
                new DocumentId(id),
                null,
                new Content.Text(value),
                simulation.chance(0.2)
                        ? new Vector(new float[simulation.chance(0.8) ? 2 : 3], false)
                        : null,
                FieldValue.Fields.EMPTY,
                domain,
                null,
                Instant.EPOCH);
    }

    private Part part(
            Node node,
            List<LogRecord> records,
            List<Part.Check> checks,
            @Nullable KeyProgress key) {
        List<EncodedRecord> encoded = records.stream().map(RecordCodec::encode).toList();
        OptionalInt vectors =
                encoded.stream()
                        .map(EncodedRecord::vector)
                        .filter(java.util.Objects::nonNull)
                        .mapToInt(v -> v.length)
                        .findFirst();
        return new Part(
                new BatchId(simulation.random().nextLong(), simulation.random().nextLong()),
                node.machine.fold().position(),
                encoded,
                checks,
                key,
                vectors,
                true,
                TIMEOUT);
    }

    private final class Client {
        void think() {
            simulation.after(
                    simulation.between(Duration.ofMillis(100), Duration.ofSeconds(40)), this::act);
        }

        private void act() {
            Node node = nodes.get(simulation.random().nextInt(nodes.size()));
            if (!node.ready) {
                think();
                return;
            }
            switch (simulation.random().nextInt(5)) {
                case 0 -> conditional(node);
                case 1 -> keyed(node);
                case 2 -> delete(node);
                default -> plain(node);
            }
        }

        private String id() {
            return "d" + simulation.random().nextInt(6);
        }

        private @Nullable String domain() {
            return simulation.chance(0.2) ? "dom" + simulation.random().nextInt(3) : null;
        }

        /// Handed to another node first, as to a sequencer; taken back when that does not answer.
        private void plain(Node node) {
            String value = "v" + ++values;
            Part part =
                    part(
                            node,
                            List.of(new LogRecord.DocumentWrite(document(id(), value, domain()))),
                            List.of(),
                            null);
            Node sequencer = nodes.get(simulation.random().nextInt(nodes.size()));
            boolean[] answered = {false};
            if (sequencer != node && sequencer.ready) {
                var _ =
                        sequencer
                                .machine
                                .submit(part)
                                .whenComplete((outcome, failure) -> {
                                    // Half of the answers are lost on their way.
                                    if (simulation.chance(0.5)) {
                                        answer(value, outcome, answered);
                                    }
                                });
            }
            simulation.after(
                    Duration.ofSeconds(3),
                    () -> {
                        if (!answered[0] && node.ready) {
                            var _ =
                                    node.machine
                                            .submit(part)
                                            .whenComplete((outcome, failure) ->
                                                    answer(value, outcome, answered));
                        }
                    });
            think();
        }

        private void answer(String value, @Nullable PartOutcome outcome, boolean[] answered) {
            if (answered[0] || outcome == null) {
                return;
            }
            answered[0] = true;
            if (outcome instanceof PartOutcome.Committed(long position)) {
                acknowledge(value, position);
            } else {
                refused++;
            }
        }

        private void acknowledge(String value, long position) {
            if (!Long.valueOf(position).equals(applied.get(value))) {
                throw simulation.violation(
                        "%s was acknowledged at %d, the log has it at %s"
                                .formatted(value, position, applied.get(value)));
            }
            acknowledged++;
        }

        private void conditional(Node node) {
            String id = id();
            long seenAt = node.machine.fold().position();
            long version = version(id, seenAt);
            String value = "v" + ++values;
            Part part =
                    part(
                            node,
                            List.of(new LogRecord.DocumentWrite(document(id, value, null))),
                            List.of(new Part.Check(id, seenAt)),
                            null);
            simulation.after(
                    simulation.between(Duration.ZERO, Duration.ofSeconds(5)),
                    () -> {
                        var _ =
                                node.machine
                                        .submit(part)
                                        .thenAccept(outcome -> {
                                            if (outcome
                                                    instanceof
                                                    PartOutcome.Committed(long position)) {
                                                acknowledge(value, position);
                                                if (version(id, position - 1) != version) {
                                                    throw simulation.violation(
                                                            "lost update of "
                                                                    + id
                                                                    + " at "
                                                                    + position);
                                                }
                                            } else {
                                                refused++;
                                            }
                                        });
                    });
            think();
        }

        private void delete(Node node) {
            var _ =
                    node.machine.submit(
                            part(
                                    node,
                                    List.of(new LogRecord.DocumentTombstone(new DocumentId(id()))),
                                    List.of(),
                                    null));
            think();
        }

        /// A request of two parts under one key, retried elsewhere until it is through.
        private void keyed(Node node) {
            String key = "k" + ++values;
            List<String> items = List.of(key + "a", key + "b");
            new KeyedRequest(this, key, items).attempt(node, 0, 0);
        }
    }

    private final class KeyedRequest {
        private static final int ATTEMPTS = 6;
        private final Client client;
        private final String key;
        private final List<String> items;

        KeyedRequest(Client client, String key, List<String> items) {
            this.client = client;
            this.key = key;
            this.items = items;
        }

        void attempt(Node node, int item, int attempts) {
            if (item == items.size()) {
                for (String each : items) {
                    if (!applied.containsKey(each)) {
                        throw simulation.violation(
                                key + " is acknowledged, " + each + " was never written");
                    }
                }
                acknowledged++;
                client.think();
                return;
            }
            if (attempts == ATTEMPTS || !node.ready) {
                client.think();
                return;
            }
            Document document = document("k" + key + item, items.get(item), null);
            KeyProgress progress =
                    new KeyProgress(
                            key,
                            item,
                            item + 1,
                            new Digest(new byte[Digest.LENGTH]),
                            item + 1 == items.size());
            Part part =
                    part(
                            node,
                            List.of(new LogRecord.DocumentWrite(document.withVector(null))),
                            List.of(),
                            progress);
            boolean[] done = {false};
            var _ =
                    node.machine
                            .submit(part)
                            .whenComplete((outcome, failure) -> {
                                if (!done[0]) {
                                    done[0] = true;
                                    next(node, item, attempts, outcome, failure);
                                }
                            });
            // A client gives up sooner than its node, and asks another.
            simulation.after(
                    Duration.ofSeconds(12),
                    () -> {
                        if (!done[0]) {
                            done[0] = true;
                            attempt(other(), 0, attempts + 1);
                        }
                    });
        }

        private Node other() {
            return nodes.get(simulation.random().nextInt(nodes.size()));
        }

        private void next(
                Node node,
                int item,
                int attempts,
                @Nullable PartOutcome outcome,
                @Nullable Throwable failure) {
            Optional<BrainyException> known =
                    failure instanceof BrainyException e ? Optional.of(e) : Optional.empty();
            if (known.isPresent() || outcome == null) {
                attempt(other(), 0, attempts + 1);
                return;
            }
            switch (outcome) {
                case PartOutcome.Committed _ -> attempt(node, item + 1, attempts);
                case PartOutcome.KeyKnown(KeyProgress progress, long _) ->
                        attempt(node, (int) progress.nextItem(), attempts + 1);
                case PartOutcome.Changed _, PartOutcome.WrongDimension _, PartOutcome.Dropped _ ->
                        client.think();
            }
        }
    }

    boolean closed() {
        return closing && !truth.isEmpty() && truth.getLast().header().closed();
    }
}
