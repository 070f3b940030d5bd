package io.brainy.ingest.write;

import io.brainy.coordinator.log.CollectionLog;
import io.brainy.coordinator.log.Collections;
import io.brainy.coordinator.log.Part.Check;
import io.brainy.coordinator.log.PartOutcome;
import io.brainy.coordinator.port.DocumentReader;
import io.brainy.coordinator.port.DocumentReader.Matched;
import io.brainy.coordinator.port.DocumentReader.Read;
import io.brainy.coordinator.port.DocumentReader.Versioned;
import io.brainy.coordinator.time.Ticker;
import io.brainy.model.document.DocumentId;
import io.brainy.model.error.ProblemType;
import io.brainy.model.error.UnavailableException;
import io.brainy.model.key.CollectionName;
import io.brainy.model.log.EncodedRecord;
import io.brainy.model.log.LogRecord;
import io.brainy.model.log.PartEntry.KeyProgress;
import io.brainy.model.log.RecordCodec;
import io.brainy.model.query.Filter;
import io.brainy.model.query.Filters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Deletes documents: one without looking, many by id or by filter, counted exactly. Many are
/// deleted in pages, each of which is one part that is committed only if none of its documents was
/// written since they were looked at (L4).
public final class DocumentDeletes {

    /// The most ids of one call.
    public static final int MAX_IDS = 10_000;

    private static final int PAGE = 1_000;

    private final WriteTarget target;
    private final DocumentReader reader;
    private final PartSubmission submission;
    private final Ticker ticker;
    private final Duration timeout;
    private final WriteMetrics metrics;

    public DocumentDeletes(
            Collections collections,
            DocumentReader reader,
            Ticker ticker,
            RandomGenerator random,
            WriteLimits limits,
            WriteMetrics metrics) {
        this.target = new WriteTarget(collections, limits.timeout());
        this.reader = reader;
        this.submission = new PartSubmission(random, limits.timeout());
        this.ticker = ticker;
        this.timeout = limits.timeout();
        this.metrics = metrics;
    }

    /// @param deleted how many documents there were
    /// @param position of the last commit that deleted one, or where none was found
    public record Deleted(long deleted, long position) {}

    /// Deletes the document, if there is one.
    ///
    /// @return the position
    public long delete(CollectionName name, DocumentId id, @Nullable IdempotencyKey key) {
        CollectionLog log = target.existing(name);
        KeyProgress progress = key == null ? null : key.whole(new byte[0]);
        PartOutcome outcome = submission.commit(log, tombstones(List.of(id)), List.of(), progress);
        return switch (outcome) {
            case PartOutcome.Committed(long position) -> {
                metrics.deleted(1);
                yield position;
            }
            case PartOutcome.KeyKnown(KeyProgress known, long position) -> {
                if (progress != null) {
                    IdempotencyKey.verify(progress, known);
                }
                yield position;
            }
            case PartOutcome.Dropped _, PartOutcome.Changed _, PartOutcome.WrongDimension _ ->
                    throw changing();
        };
    }

    /// Deletes those of the ids that have a document.
    public Deleted deleteIds(
            CollectionName name, List<DocumentId> ids, byte[] body, @Nullable IdempotencyKey key) {
        CollectionLog log = target.existing(name);
        long strong = probe(log);
        List<DocumentId> all = new ArrayList<>(new LinkedHashSet<>(ids));
        Run run = new Run(log, key == null ? null : key.whole(body), _ -> true);
        for (int from = 0; from == 0 || from < all.size(); from += PAGE) {
            int to = Math.min(all.size(), from + PAGE);
            List<DocumentId> page = all.subList(from, to);
            Found found = look(log, page, strong, _ -> true);
            run.delete(found, to == all.size());
        }
        return run.result();
    }

    /// Deletes what matches in a strong read and still matches when it is deleted.
    public Deleted deleteWhere(
            CollectionName name, Filter where, byte[] body, @Nullable IdempotencyKey key) {
        CollectionLog log = target.existing(name);
        long strong = probe(log);
        Run run =
                new Run(
                        log,
                        key == null ? null : key.whole(body),
                        found -> Filters.matches(where, found.document()));
        DocumentId after = null;
        boolean more = true;
        while (more && !run.finishedBefore()) {
            Matched page =
                    Await.value(
                            reader.match(log.collection(), where, after, PAGE, strong),
                            timeout,
                            "matching");
            more = page.more() && !page.ids().isEmpty();
            run.delete(new Found(page.ids(), page.position()), !more);
            after = page.ids().isEmpty() ? null : page.ids().getLast();
        }
        return run.result();
    }

    private long probe(CollectionLog log) {
        return Await.value(log.probe(), timeout, "reading the log's end");
    }

    /// Documents that were there at a position.
    private record Found(List<DocumentId> ids, long position) {}

    private Found look(
            CollectionLog log, List<DocumentId> ids, long atLeast, Predicate<Versioned> wanted) {
        if (ids.isEmpty()) {
            return new Found(List.of(), atLeast);
        }
        Read read =
                Await.value(
                        reader.read(log.collection(), ids, atLeast), timeout, "reading documents");
        List<DocumentId> there = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            Versioned found = read.versions().get(i);
            if (found != null && wanted.test(found)) {
                there.add(ids.get(i));
            }
        }
        return new Found(there, read.position());
    }

    private static List<EncodedRecord> tombstones(List<DocumentId> ids) {
        return ids.stream()
                .map(id -> RecordCodec.encode(new LogRecord.DocumentTombstone(id)))
                .toList();
    }

    private static UnavailableException changing() {
        return new UnavailableException(
                ProblemType.UNAVAILABLE,
                "the documents or their collection are changed too often at the same time; what"
                        + " was deleted stays deleted, send this again for the rest",
                Duration.ofSeconds(1));
    }

    /// One call's pages. A key's items are the pages, each with the digest of the whole body.
    private final class Run {

        private final CollectionLog log;
        private final @Nullable KeyProgress whole;
        private final Predicate<Versioned> wanted;
        private final long deadline = ticker.nanos() + timeout.toNanos();

        private long page;
        private boolean last;
        private long deleted;
        private long position;

        Run(CollectionLog log, @Nullable KeyProgress whole, Predicate<Versioned> wanted) {
            this.log = log;
            this.whole = whole;
            this.wanted = wanted;
        }

        /// An earlier request with this key did it all.
        boolean finishedBefore() {
            return last;
        }

        void delete(Found found, boolean isLast) {
            Found rest = found;
            while (!last) {
                if (rest.ids().isEmpty() && whole == null) {
                    position = Math.max(position, rest.position());
                    return;
                }
                PartOutcome outcome =
                        submission.commit(
                                log, tombstones(rest.ids()), checks(rest), progress(isLast));
                switch (outcome) {
                    case PartOutcome.Committed(long at) -> {
                        deleted += rest.ids().size();
                        metrics.deleted(rest.ids().size());
                        position = at;
                        page++;
                        return;
                    }
                    case PartOutcome.KeyKnown(KeyProgress known, long at) -> {
                        if (whole != null) {
                            IdempotencyKey.verify(whole, known);
                        }
                        page = known.nextItem();
                        last = known.last();
                        position = at;
                    }
                    case PartOutcome.Changed(String _, long readAt) ->
                            rest = look(log, rest.ids(), readAt, wanted);
                    case PartOutcome.Dropped _, PartOutcome.WrongDimension _ -> throw changing();
                }
                if (ticker.nanos() - deadline > 0) {
                    throw changing();
                }
            }
        }

        private List<Check> checks(Found found) {
            return found.ids().stream().map(id -> new Check(id.value(), found.position())).toList();
        }

        private @Nullable KeyProgress progress(boolean isLast) {
            return whole == null
                    ? null
                    : new KeyProgress(whole.key(), page, page + 1, whole.prefixSha256(), isLast);
        }

        Deleted result() {
            return new Deleted(deleted, position);
        }
    }
}
