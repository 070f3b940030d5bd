package io.brainy.coordinator.log;

import io.brainy.coordinator.bucket.MemoryBucket;
import io.brainy.coordinator.layout.BucketLayout;
import io.brainy.coordinator.layout.SequenceName;
import io.brainy.coordinator.sequence.Sequence;
import io.brainy.coordinator.testing.ManualTime;
import io.brainy.coordinator.testing.ScriptedEdge;
import io.brainy.model.document.Content;
import io.brainy.model.document.Document;
import io.brainy.model.document.DocumentId;
import io.brainy.model.document.FieldValue;
import io.brainy.model.document.Vector;
import io.brainy.model.key.CollectionId;
import io.brainy.model.key.CollectionName;
import io.brainy.model.key.SlotRange;
import io.brainy.model.log.BatchId;
import io.brainy.model.log.CollectionSettings;
import io.brainy.model.log.Commit;
import io.brainy.model.log.CommitCodec;
import io.brainy.model.log.Digest;
import io.brainy.model.log.EncodedRecord;
import io.brainy.model.log.LogRecord;
import io.brainy.model.log.PartEntry.KeyProgress;
import io.brainy.model.log.RecordCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Nodes over one collection's log in a bucket of the heap, on a clock that stands still. Whatever
/// can happen at once has happened when a method returns.
final class LogCluster {

    static final CollectionId COLLECTION = new CollectionId(new CollectionName("things"), 1);
    static final SequenceName NAME = BucketLayout.log(COLLECTION);
    static final Duration TIMEOUT = Duration.ofSeconds(30);

    final ManualTime time = new ManualTime();
    final MemoryBucket bucket = new MemoryBucket(time);
    private long seeds;

    /// A node that has read the log to its end.
    Node node() {
        Node node = new Node();
        node.machine.open(() -> {});
        time.run();
        return node;
    }

    /// The commit's bytes as they lie in the bucket.
    byte[] bytes(long number) {
        return bucket.get(NAME.entry(number)).object().orElseThrow().bytes();
    }

    Commit commit(long number) {
        return CommitCodec.decode(bytes(number), SlotRange.ALL, "commit " + number);
    }

    boolean has(long number) {
        return bucket.get(NAME.entry(number)).object().isPresent();
    }

    /// The contents of the documents in a commit.
    List<String> texts(long number) {
        List<String> texts = new ArrayList<>();
        for (LogRecord record : commit(number).records()) {
            if (record instanceof LogRecord.DocumentWrite(Document document)
                    && document.content() instanceof Content.Text(String text)) {
                texts.add(text);
            }
        }
        return texts;
    }

    /// As the collector does it (S4).
    void truncate(long floor) {
        bucket.put(NAME.floor(floor), new byte[0]);
        for (long number = 1; number < floor; number++) {
            bucket.delete(List.of(NAME.entry(number)));
        }
    }

    final class Node {
        final ScriptedEdge edge = new ScriptedEdge(bucket, time, ++seeds);
        final List<FoldedCommit> folded = new ArrayList<>();
        final List<CollectionSettings> settings = new ArrayList<>();
        final List<RuntimeException> breaks = new ArrayList<>();
        final LogMachine machine =
                new LogMachine(
                        NAME,
                        1,
                        CollectionSettings.DEFAULTS,
                        edge,
                        Sequence.RETENTION,
                        _ -> OptionalInt.of(2),
                        CommitPlan::new,
                        new LogMachine.Listener() {
                            @Override
                            public void committed(FoldedCommit commit, CollectionSettings inForce) {
                                folded.add(commit);
                                settings.add(inForce);
                            }

                            @Override
                            public void broken(long last, RuntimeException reason) {
                                breaks.add(reason);
                            }
                        });

        CompletableFuture<PartOutcome> submit(Part part) {
            CompletableFuture<PartOutcome> outcome = machine.submit(part);
            time.run();
            return outcome;
        }

        /// Writes one document and expects it to be committed.
        long write(String id, String text) {
            return committed(submit(part(id, text)));
        }

        CompletableFuture<Long> probe() {
            CompletableFuture<Long> done = new CompletableFuture<>();
            machine.probe(done);
            time.run();
            return done;
        }

        CompletableFuture<CollectionSettings> configure(UnaryOperator<CollectionSettings> change) {
            CompletableFuture<CollectionSettings> done = new CompletableFuture<>();
            machine.configure(change, done);
            time.run();
            return done;
        }

        CompletableFuture<Long> close() {
            CompletableFuture<Long> done = new CompletableFuture<>();
            machine.close(done);
            time.run();
            return done;
        }

        Draft draft() {
            return new Draft(machine.fold().position());
        }

        Part part(String id, String text) {
            return draft().with(id, text).part();
        }
    }

    static long committed(CompletableFuture<PartOutcome> outcome) {
        if (outcome.resultNow() instanceof PartOutcome.Committed(long position)) {
            return position;
        }
        throw new AssertionError("a commit was wanted, found " + outcome.resultNow());
    }

    /// A part in the making.
    final class Draft {
        private final List<EncodedRecord> records = new ArrayList<>();
        private final List<Part.Check> checks = new ArrayList<>();
        private long since;
        private @Nullable KeyProgress key;
        private Duration timeout = TIMEOUT;

        private Draft(long since) {
            this.since = since;
        }

        Draft with(String id, String text) {
            return with(id, text, null);
        }

        Draft with(String id, String text, float @Nullable [] vector) {
            return with(
                    RecordCodec.encode(new LogRecord.DocumentWrite(document(id, text, vector))));
        }

        Draft with(EncodedRecord record) {
            records.add(record);
            return this;
        }

        Draft unchanged(String id, long seenAt) {
            checks.add(new Part.Check(id, seenAt));
            return this;
        }

        Draft since(long tail) {
            since = tail;
            return this;
        }

        Draft key(String name, int firstItem, int nextItem, Last last) {
            key = progress(name, firstItem, nextItem, last);
            return this;
        }

        Draft timeout(Duration wait) {
            timeout = wait;
            return this;
        }

        Part part() {
            Optional<float[]> vector =
                    records.stream()
                            .<float[]>mapMulti((record, out) -> {
                                if (record.vector() != null) {
                                    out.accept(record.vector());
                                }
                            })
                            .findFirst();
            return new Part(
                    new BatchId(7, ++seeds),
                    since,
                    records,
                    checks,
                    key,
                    vector.map(v -> OptionalInt.of(v.length)).orElse(OptionalInt.empty()),
                    true,
                    timeout);
        }
    }

    enum Last {
        MORE,
        LAST
    }

    static KeyProgress progress(String name, int firstItem, int nextItem, Last last) {
        return new KeyProgress(
                name, firstItem, nextItem, new Digest(new byte[Digest.LENGTH]), last == Last.LAST);
    }

    static Document document(String id, String text, float @Nullable [] vector) {
        return new Document(
                new DocumentId(id),
                null,
                new Content.Text(text),
                vector == null ? null : new Vector(vector, false),
                FieldValue.Fields.EMPTY,
                null,
                null,
                Instant.EPOCH);
    }
}
