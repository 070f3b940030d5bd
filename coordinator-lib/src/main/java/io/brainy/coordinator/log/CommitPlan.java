package io.brainy.coordinator.log;

import io.brainy.model.document.Document;
import io.brainy.model.document.DocumentId;
import io.brainy.model.error.OverloadedException;
import io.brainy.model.error.ProblemType;
import io.brainy.model.error.UnavailableException;
import io.brainy.model.key.Slots;
import io.brainy.model.log.BatchId;
import io.brainy.model.log.Carried;
import io.brainy.model.log.CollectionSettings;
import io.brainy.model.log.CommitCodec;
import io.brainy.model.log.CommitHeader;
import io.brainy.model.log.CommitHeader.ListedId;
import io.brainy.model.log.CommitHeader.LivingKey;
import io.brainy.model.log.CommitSize;
import io.brainy.model.log.EncodedRecord;
import io.brainy.model.log.LogRecord;
import io.brainy.model.log.PartEntry.KeyProgress;
import io.brainy.model.log.RecordCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What commit `number` will hold, decided purely from all below it and the queue (L1): each part
/// is taken, left out with an answer of its own, or waits. The methods without a modifier are the
/// rules, kept apart so that tests can remove one and show what then breaks.
class CommitPlan {

    /// What is decided of one part.
    sealed interface Verdict {
        record Take() implements Verdict {}

        /// For a later number; the parts behind it wait too, so that one node's writes keep their
        /// order.
        record Wait() implements Verdict {}

        record Answer(PartOutcome outcome) implements Verdict {}

        record Fail(RuntimeException reason) implements Verdict {}
    }

    private final LogFold fold;
    private final long number;
    private final Function<String, OptionalInt> modelDimensions;
    private final Set<Long> written = new HashSet<>();
    private final Set<BatchId> idsTaken = new HashSet<>();
    private final Set<String> keysTaken = new HashSet<>();
    private final List<PendingPart> taken = new ArrayList<>();
    private final List<EncodedRecord> records = new ArrayList<>();
    private CollectionSettings settings;
    private boolean routed;
    private boolean carriesKeysAlone;
    private long keyBytesTaken;
    private long bytes;

    /// @param modelDimensions the dimension of a model, where this node knows it
    CommitPlan(LogFold fold, long number, Function<String, OptionalInt> modelDimensions) {
        this.fold = fold;
        this.number = number;
        this.modelDimensions = modelDimensions;
        this.settings = fold.settings();
        this.routed = fold.routed();
        this.bytes = CommitSize.bound(header(new BatchId(0, 0), Instant.EPOCH, false));
    }

    List<PendingPart> taken() {
        return taken;
    }

    /// The records of the commit, locators included.
    List<EncodedRecord> records() {
        return records;
    }

    /// Changes the settings in force from this commit's records on (L9).
    void configure(CollectionSettings changed) {
        settings = changed;
    }

    boolean changesSettings() {
        return !settings.equals(fold.settings());
    }

    /// Whether the commit is worth making although it takes no part: its header carries so many
    /// keys that the first part does not fit beside them, but will beside the next header.
    boolean carriesKeysAlone() {
        return carriesKeysAlone;
    }

    Verdict consider(PendingPart pending) {
        Part part = pending.part;
        if (logIsClosed()) {
            return new Verdict.Answer(new PartOutcome.Dropped());
        }
        OptionalLong before = alreadyCommitted(part);
        if (before.isPresent()) {
            return new Verdict.Answer(new PartOutcome.Committed(before.getAsLong()));
        }
        if (idsTaken.contains(part.id())) {
            // It came twice, and is found at its position once that is known.
            return new Verdict.Wait();
        }
        if (part.since() >= number) {
            // Its node has seen more of the log than this one: what lies between is read first.
            return new Verdict.Wait();
        }
        if (!fold.knowsBatchesSince(part.since())) {
            return new Verdict.Fail(unknown(part.id()));
        }
        if (!pending.ready || (part.key() != null && !fold.keys().complete())) {
            return new Verdict.Wait();
        }
        Verdict byKey = part.key() == null ? null : checkKey(part, part.key());
        if (byKey != null) {
            return byKey;
        }
        for (Part.Check check : part.checks()) {
            if (changedSince(check)) {
                return new Verdict.Answer(new PartOutcome.Changed(check.id(), number - 1));
            }
        }
        long[] hashes = pending.writeHashes();
        for (long hash : hashes) {
            if (writtenInThisCommit(hash)) {
                return new Verdict.Wait();
            }
        }
        CollectionSettings after = settings;
        if (part.vectorDimension().isPresent()) {
            int dimension = part.vectorDimension().getAsInt();
            if (settings.dimension().isPresent()) {
                int fixed = settings.dimension().getAsInt();
                if (dimensionDiffers(fixed, dimension)) {
                    // What only this commit would fix is not so yet: the number may be lost.
                    return settings.dimension().equals(fold.settings().dimension())
                            ? new Verdict.Answer(new PartOutcome.WrongDimension(fixed))
                            : new Verdict.Wait();
                }
            } else {
                after = fix(dimension, part.givenVector());
            }
        }
        if (bytes + pending.room > CommitCodec.MAX_COMMIT_BYTES) {
            carriesKeysAlone = taken.isEmpty();
            return new Verdict.Wait();
        }
        take(pending, hashes, after);
        return new Verdict.Take();
    }

    private void take(PendingPart pending, long[] hashes, CollectionSettings after) {
        taken.add(pending);
        idsTaken.add(pending.part.id());
        settings = after;
        bytes += pending.room;
        for (long hash : hashes) {
            written.add(hash);
        }
        KeyProgress key = pending.part.key();
        if (key != null) {
            keysTaken.add(key.key());
            keyBytesTaken += LivingKeys.bytes(key.key());
        }
        for (EncodedRecord record : pending.part.records()) {
            records.add(record);
            if (record.record() instanceof LogRecord.DocumentWrite(Document document)) {
                routed |= document.routingKey() != null;
                locator(document).ifPresent(records::add);
            }
        }
    }

    // ---- the rules

    /// L10: nothing follows the closing commit.
    boolean logIsClosed() {
        return fold.closed();
    }

    /// L9: all vectors of a collection have one dimension, fixed by a commit.
    boolean dimensionDiffers(int wanted, int found) {
        return wanted != found;
    }

    /// L2.
    OptionalLong alreadyCommitted(Part part) {
        return fold.find(part.id());
    }

    /// L3: one write per id in a commit.
    boolean writtenInThisCommit(long hash) {
        return written.contains(hash);
    }

    /// L4; also true where it can no longer be told.
    boolean changedSince(Part.Check check) {
        return check.seenAt() < fold.writes().from()
                || fold.writes().last(Slots.h64(check.id())) > check.seenAt();
    }

    /// L5: a key goes on exactly where it stands, whoever sends it. The part may have waited longer
    /// than keys live, so all that was committed since it was made counts too.
    @Nullable Verdict checkKey(Part part, KeyProgress key) {
        if (keysTaken.contains(key.key())) {
            return new Verdict.Wait();
        }
        Optional<LivingKey> known =
                fold.keys().find(key.key()).or(() -> fold.keyAfter(part.since(), key.key()));
        if (known.isEmpty()) {
            return fold.keys().hasRoom(keysTaken.size(), keyBytesTaken, key.key())
                    ? null
                    : new Verdict.Fail(tooManyKeys());
        }
        KeyProgress progress = known.get().progress();
        if (!progress.last() && progress.nextItem() == key.firstItem()) {
            return null;
        }
        return new Verdict.Answer(new PartOutcome.KeyKnown(progress, known.get().commit()));
    }

    private static OverloadedException tooManyKeys() {
        return new OverloadedException(
                ("more than %,d idempotency keys, or %d MiB of them, were used within 10 minutes in"
                                + " this collection; use fewer, larger requests")
                        .formatted(LivingKeys.MAX_KEYS, LivingKeys.MAX_BYTES >> 20),
                Duration.ofSeconds(60));
    }

    // ---- what is added (D3)

    private static Optional<EncodedRecord> locator(Document document) {
        DocumentId id = document.id();
        int slot = document.slot();
        return id.serverMade() || slot == id.homeSlot()
                ? Optional.empty()
                : Optional.of(RecordCodec.encode(new LogRecord.Locator(id, slot)));
    }

    private List<ListedId> listedIds() {
        List<ListedId> ids = new ArrayList<>();
        for (EncodedRecord encoded : records) {
            switch (encoded.record()) {
                case LogRecord.DocumentWrite(Document document) -> {
                    if (routed && !settings.domainsFixed() && !document.id().serverMade()) {
                        ids.add(new ListedId(document.id().value(), document.slot()));
                    }
                }
                case LogRecord.DocumentTombstone(DocumentId id) -> {
                    if (!id.serverMade()) {
                        ids.add(new ListedId(id.value(), ListedId.DELETED));
                    }
                }
                case LogRecord.Locator _,
                        LogRecord.RelationshipWrite _,
                        LogRecord.RelationshipTombstone _ -> {}
            }
        }
        return ids;
    }

    /// The dimension is open until the first vector fixes it; one that was given and is not the
    /// model's leaves the collection without a model.
    private CollectionSettings fix(int dimension, boolean given) {
        CollectionSettings fixed = settings.withDimension(dimension);
        String model = settings.embeddingModel();
        if (!given || model == null) {
            return fixed;
        }
        OptionalInt made = modelDimensions.apply(model);
        return made.isPresent() && made.getAsInt() == dimension ? fixed : fixed.withoutModel();
    }

    CommitHeader header(BatchId nonce, Instant date, boolean closed) {
        return new CommitHeader(
                number,
                nonce,
                date,
                new Carried.Whole<>(settings),
                closed,
                routed,
                fold.payloadFloor(),
                fold.offsets(),
                fold.keys().carry(number, date),
                taken.stream().map(pending -> pending.part.entry()).toList(),
                listedIds(),
                List.of(),
                List.of());
    }

    static UnavailableException unknown(BatchId id) {
        return new UnavailableException(
                ProblemType.OUTCOME_UNKNOWN,
                "whether the write (batch %s) was committed could not be learnt in time; send it again"
                                .formatted(id)
                        + " with an Idempotency-Key, or read and look",
                Duration.ofSeconds(1));
    }
}
