package io.brainy.ingest.write;

import io.brainy.coordinator.log.PartOutcome;
import io.brainy.ingest.write.ItemChain.Reach;
import io.brainy.ingest.write.PartDraft.Entry;
import io.brainy.model.document.DocumentId;
import io.brainy.model.error.BrainyException;
import io.brainy.model.error.InvalidException;
import io.brainy.model.error.OverloadedException;
import io.brainy.model.log.LogRecord;
import io.brainy.model.log.PartEntry.KeyProgress;
import io.brainy.model.log.RecordCodec;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Commits the parts of a request with a key (L5), one at a time, since each goes on where the one
/// before it ended. When the log says that the key has come further already, the items up to there
/// are told as written, once their digest shows that they are the same.
final class KeyedParts implements PartStage {

    private final PartSubmission submission;
    private final Opening opening;
    private final PartRemake remake;
    private final Fates fates;
    private final Pace pace;
    private final ItemChain chain;

    /// Items below are durable.
    private long reached;

    /// How far an earlier request with this key had come, and where.
    private @Nullable KeyProgress known;

    private long knownPosition;

    KeyedParts(
            PartSubmission submission,
            Opening opening,
            PartRemake remake,
            Fates fates,
            Pace pace,
            ItemChain chain) {
        this.submission = submission;
        this.opening = opening;
        this.remake = remake;
        this.fates = fates;
        this.pace = pace;
        this.chain = chain;
    }

    /// Takes note of the next item's bytes.
    void read(byte[] bytes, int offset, int length) {
        chain.add(bytes, offset, length);
        if (known != null) {
            verify(known);
        }
    }

    /// Tells an item that an earlier request wrote; false where it is still to be written.
    boolean tellKnown(Item item, DocumentId id) {
        if (known == null || item.number() >= known.nextItem()) {
            return false;
        }
        fates.writtenBefore(item, id, knownPosition);
        return true;
    }

    @Override
    public void submit(PartDraft part) {
        commit(part, Reach.MORE);
    }

    /// One part is never left under way.
    @Override
    public void settle() {}

    @Override
    public void finish(PartDraft last) {
        if (known != null && chain.count() < known.nextItem()) {
            throw ItemChain.reused();
        }
        boolean finished = known != null && known.last() && chain.count() == known.nextItem();
        boolean begun = reached > 0 || !last.isEmpty();
        if (begun && !finished) {
            commit(last, Reach.LAST);
        } else {
            PartDraft rest = beyond(last);
            if (!rest.isEmpty()) {
                throw new IllegalStateException("items are left behind the end of their request");
            }
        }
    }

    private void commit(PartDraft part, Reach reach) {
        PartDraft rest = beyond(part);
        int remakes = 0;
        while (remakes < PartRemake.MAX_TIMES && (!rest.isEmpty() || reach == Reach.LAST)) {
            try {
                PartOutcome outcome = attempt(rest, reach);
                switch (outcome) {
                    case PartOutcome.Committed(long position) -> {
                        pace.progressed();
                        fates.written(rest, position);
                        reached = next(rest, reach);
                        chain.forget((int) reached);
                        return;
                    }
                    case PartOutcome.KeyKnown(KeyProgress progress, long position) -> {
                        known = progress;
                        knownPosition = position;
                        reached = progress.nextItem();
                        verify(progress);
                        if (reach == Reach.LAST && chain.count() < progress.nextItem()) {
                            // The whole request is shorter than what its key has written already.
                            throw ItemChain.reused();
                        }
                        rest = beyond(rest);
                        if (progress.last()) {
                            return;
                        }
                        remakes++;
                    }
                    case PartOutcome.WrongDimension _,
                            PartOutcome.Dropped _,
                            PartOutcome.Changed _ -> {
                        opening.reopen();
                        rest = remake.of(rest, Map.of());
                        remakes++;
                    }
                }
            } catch (OverloadedException e) {
                if (!waited(rest, e)) {
                    return;
                }
            } catch (InvalidException e) {
                // The key is another request's: this one is refused as a whole.
                throw e;
            } catch (BrainyException e) {
                fates.failed(rest, e);
                return;
            }
        }
        fates.failed(rest, remake.contended("too often"));
    }

    private boolean waited(PartDraft rest, OverloadedException reason) {
        try {
            pace.overloaded(reason);
            return true;
        } catch (BrainyException impatient) {
            fates.failed(rest, impatient);
            return false;
        }
    }

    private PartOutcome attempt(PartDraft part, Reach reach) {
        KeyProgress progress = chain.progress((int) reached, next(part, reach), reach);
        return Await.value(
                submission.submit(opening.log(), part, progress),
                submission.timeout(),
                "the commit");
    }

    private int next(PartDraft part, Reach reach) {
        return reach == Reach.LAST || part.isEmpty()
                ? chain.count()
                : part.entries().getLast().item().number() + 1;
    }

    /// What is left of a part behind the items that are durable, which are told.
    private PartDraft beyond(PartDraft part) {
        if (part.isEmpty() || part.entries().getFirst().item().number() >= reached) {
            return part;
        }
        PartDraft rest = new PartDraft();
        for (Entry entry : part.entries()) {
            if (entry.item().number() < reached) {
                fates.written(entry, knownPosition);
            } else {
                rest.add(entry, RecordCodec.encode(new LogRecord.DocumentWrite(entry.document())));
            }
        }
        return rest;
    }

    /// Refuses a request whose items are not those of the earlier one, as soon as that can be told.
    private void verify(KeyProgress progress) {
        if (chain.count() < progress.nextItem()) {
            return;
        }
        if (chain.knows(progress.nextItem())) {
            chain.verify(progress);
        }
        if (progress.last() && chain.count() > progress.nextItem()) {
            throw ItemChain.reused();
        }
    }
}
