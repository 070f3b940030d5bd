package io.brainy.ingest.write;

import io.brainy.coordinator.json.DocumentDraft;
import io.brainy.coordinator.log.CollectionLog;
import io.brainy.coordinator.log.Collections;
import io.brainy.coordinator.log.Part.Check;
import io.brainy.coordinator.log.PartOutcome;
import io.brainy.coordinator.port.DocumentReader;
import io.brainy.coordinator.port.DocumentReader.Read;
import io.brainy.coordinator.port.DocumentReader.Versioned;
import io.brainy.coordinator.time.Ticker;
import io.brainy.ingest.embedding.VectorMaker;
import io.brainy.ingest.write.Written.Change;
import io.brainy.model.document.Document;
import io.brainy.model.document.DocumentId;
import io.brainy.model.document.Vector;
import io.brainy.model.error.BrainyException;
import io.brainy.model.error.ConflictException;
import io.brainy.model.error.NotFoundException;
import io.brainy.model.error.ProblemType;
import io.brainy.model.error.UnavailableException;
import io.brainy.model.key.CollectionName;
import io.brainy.model.log.LogRecord;
import io.brainy.model.log.PartEntry.KeyProgress;
import io.brainy.model.log.RecordCodec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Writes that depend on what is there: PUT, which tells new from replaced, and PATCH. Both are the
/// loop of rule L4: read the document at some position, decide, and commit on the condition that
/// nobody wrote the id since; else read again.
public final class ConditionalWrites {

    private final WriteTarget target;
    private final DocumentReader reader;
    private final VectorMaker maker;
    private final PartSubmission submission;
    private final InFlightBytes memory;
    private final InstantSource clock;
    private final Ticker ticker;
    private final Duration timeout;
    private final WriteMetrics metrics;

    public ConditionalWrites(
            Collections collections,
            DocumentReader reader,
            VectorMaker maker,
            InFlightBytes memory,
            InstantSource clock,
            Ticker ticker,
            RandomGenerator random,
            WriteLimits limits,
            WriteMetrics metrics) {
        this.target = new WriteTarget(collections, limits.timeout());
        this.reader = reader;
        this.maker = maker;
        this.memory = memory;
        this.submission = new PartSubmission(random, limits.timeout());
        this.clock = clock;
        this.ticker = ticker;
        this.timeout = limits.timeout();
        this.metrics = metrics;
    }

    /// What is to be written, given what is there.
    private interface Decision {
        Document decide(@Nullable Versioned found, VectorRule rule);
    }

    /// Writes the document under its id, which the draft has.
    ///
    /// @param body its JSON, for the key
    public Written put(
            CollectionName name,
            DocumentDraft draft,
            byte[] body,
            Precondition precondition,
            @Nullable IdempotencyKey key) {
        DocumentId id = draft.id();
        if (id == null) {
            throw new IllegalArgumentException("a document that is put has an id");
        }
        CollectionLog log =
                switch (precondition) {
                    case Precondition.None _, Precondition.Absent _ -> {
                        Opening opening = new Opening(target, maker, name);
                        yield opening.open(draft, clock.instant());
                    }
                    case Precondition.AnyOf _, Precondition.Present _ -> demanded(name);
                };
        Remembered made = new Remembered();
        return counted(
                body.length,
                () ->
                        loop(
                                log,
                                id,
                                0,
                                precondition,
                                key == null ? null : key.whole(body),
                                (_, rule) ->
                                        made.embed(
                                                Admission.admit(draft, rule, clock.instant()),
                                                rule)));
    }

    /// A precondition on a document in a collection that is not there does not hold.
    private CollectionLog demanded(CollectionName name) {
        try {
            return target.existing(name);
        } catch (NotFoundException e) {
            throw new ConflictException(
                    ProblemType.PRECONDITION_FAILED, String.valueOf(e.getMessage()));
        }
    }

    /// Patches the document, which must be there.
    public Written patch(
            CollectionName name,
            DocumentId id,
            MergePatch patch,
            byte[] body,
            Precondition precondition,
            @Nullable IdempotencyKey key) {
        CollectionLog log = target.existing(name);
        long strong = Await.value(log.probe(), timeout, "reading the log's end");
        Remembered made = new Remembered();
        return counted(
                body.length,
                () ->
                        loop(
                                log,
                                id,
                                strong,
                                precondition,
                                key == null ? null : key.whole(body),
                                (found, rule) -> {
                                    if (found == null) {
                                        throw new NotFoundException(
                                                "there is no document '" + id + "' in " + name);
                                    }
                                    MergePatch.Patched patched = patch.apply(found.document());
                                    Document document =
                                            Admission.admit(patched.draft(), rule, clock.instant());
                                    Vector kept = patched.made();
                                    DocumentSize.check(document);
                                    return kept == null
                                            ? made.embed(document, rule)
                                            : document.withVector(kept);
                                }));
    }

    private Written counted(int bytes, Supplier<Written> write) {
        try (InFlightBytes.Share share = memory.share()) {
            if (!share.tryTake(bytes)) {
                throw memory.full();
            }
            Written written = write.get();
            metrics.written();
            return written;
        } catch (BrainyException e) {
            metrics.failed(e);
            throw e;
        }
    }

    private Written loop(
            CollectionLog log,
            DocumentId id,
            long atLeast,
            Precondition precondition,
            @Nullable KeyProgress key,
            Decision decision) {
        long deadline = ticker.nanos() + timeout.toNanos();
        long readAt = Math.max(atLeast, provenPosition(log, precondition));
        while (true) {
            Read read = read(log, id, readAt);
            Versioned found = read.versions().getFirst();
            Optional<Written> before = checkOrRecall(log, id, precondition, found, key);
            if (before.isPresent()) {
                return before.get();
            }
            VectorRule rule = new VectorRule(log.settings(), maker);
            PartDraft draft = draft(decision.decide(found, rule));
            PartOutcome outcome =
                    submission.commit(
                            log, draft, List.of(new Check(id.value(), read.position())), key);
            switch (outcome) {
                case PartOutcome.Committed(long position) -> {
                    return new Written(
                            id, position, found == null ? Change.CREATED : Change.REPLACED);
                }
                case PartOutcome.KeyKnown(KeyProgress known, long position) -> {
                    return recalled(id, key, known, position);
                }
                case PartOutcome.Changed(String _, long changedAt) -> readAt = changedAt;
                case PartOutcome.WrongDimension _ -> {}
                case PartOutcome.Dropped _ ->
                        throw new UnavailableException(
                                ProblemType.UNAVAILABLE,
                                "the collection was dropped while this was written; send it again",
                                Duration.ofSeconds(1));
            }
            if (ticker.nanos() - deadline > 0) {
                throw new UnavailableException(
                        ProblemType.UNAVAILABLE,
                        "the document '"
                                + id
                                + "' is written too often at the same time; nothing was changed,"
                                + " send this again",
                        Duration.ofSeconds(1));
            }
        }
    }

    /// A version beyond what this node has seen was answered by another one, or by nobody.
    private long provenPosition(CollectionLog log, Precondition precondition) {
        long wanted = precondition.atLeast();
        if (wanted <= log.tail()) {
            return wanted;
        }
        return Math.min(wanted, Await.value(log.probe(), timeout, "reading the log's end"));
    }

    /// A log without commits has no documents, and its readers need not be asked.
    private Read read(CollectionLog log, DocumentId id, long atLeast) {
        if (log.tail() == 0 && atLeast == 0) {
            List<@Nullable Versioned> none = new ArrayList<>();
            none.add(null);
            return new Read(none, 0);
        }
        return Await.value(
                reader.read(log.collection(), List.of(id), atLeast), timeout, "reading " + id);
    }

    /// Checks the precondition. A keyed retry finds the version that its first try wrote, so the
    /// key is asked first (L4), by a part that cannot be committed: the version there is newer than
    /// what it claims to have seen.
    private Optional<Written> checkOrRecall(
            CollectionLog log,
            DocumentId id,
            Precondition precondition,
            @Nullable Versioned found,
            @Nullable KeyProgress key) {
        try {
            precondition.check(found);
            return Optional.empty();
        } catch (ConflictException failed) {
            if (found == null || key == null) {
                throw failed;
            }
            Check doomed = new Check(id.value(), found.version() - 1);
            PartOutcome outcome =
                    submission.commit(log, draft(found.document()), List.of(doomed), key);
            if (outcome instanceof PartOutcome.KeyKnown(KeyProgress known, long position)) {
                return Optional.of(recalled(id, key, known, position));
            }
            throw failed;
        }
    }

    private static Written recalled(
            DocumentId id, @Nullable KeyProgress own, KeyProgress known, long position) {
        if (own != null) {
            IdempotencyKey.verify(own, known);
        }
        return new Written(id, position, Change.REPLACED);
    }

    private static PartDraft draft(Document document) {
        PartDraft draft = new PartDraft();
        draft.add(
                new PartDraft.Entry(new Item(0, 1), document, 0),
                RecordCodec.encode(new LogRecord.DocumentWrite(document)));
        return draft;
    }

    /// The vector that was made of a text, so that a further round of the loop makes it no second
    /// time.
    private final class Remembered {

        private @Nullable String model;
        private @Nullable String text;
        private @Nullable Vector vector;

        Document embed(Document document, VectorRule rule) {
            String missing = VectorMaker.missing(document);
            String by = missing == null ? null : rule.makes();
            if (missing == null || by == null) {
                return document;
            }
            if (vector == null || !by.equals(model) || !missing.equals(text)) {
                vector =
                        Await.value(maker.make(by, List.of(missing)), timeout, "embedding")
                                .getFirst();
                model = by;
                text = missing;
            }
            return document.withVector(vector);
        }
    }
}
