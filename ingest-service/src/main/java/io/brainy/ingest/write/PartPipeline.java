package io.brainy.ingest.write;

import io.brainy.coordinator.log.PartOutcome;
import io.brainy.model.error.BrainyException;
import io.brainy.model.error.OverloadedException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Commits the parts of a request without a key, several at a time. The log keeps the order of what
/// one node submits (L3), so a later part overwrites an earlier one. Where a part is refused, all
/// behind it are awaited before it is tried again, without the ids that they wrote meanwhile: the
/// last item of an id counts, whatever was refused before it.
final class PartPipeline implements PartStage {

    private record InFlight(PartDraft part, CompletableFuture<PartOutcome> outcome) {}

    /// A part worth another try, and what parts behind it wrote meanwhile.
    private record Refused(PartDraft part, BrainyException reason, Map<String, Long> overwritten) {}

    private sealed interface Conclusion {
        record Committed(long position) implements Conclusion {}

        record Failed() implements Conclusion {}

        record Again(BrainyException reason) implements Conclusion {}
    }

    private final PartSubmission submission;
    private final Opening opening;
    private final PartRemake remake;
    private final Fates fates;
    private final Pace pace;
    private final int mostInFlight;
    private final ArrayDeque<InFlight> inFlight = new ArrayDeque<>();

    PartPipeline(
            PartSubmission submission,
            Opening opening,
            PartRemake remake,
            Fates fates,
            Pace pace,
            int mostInFlight) {
        this.submission = submission;
        this.opening = opening;
        this.remake = remake;
        this.fates = fates;
        this.pace = pace;
        this.mostInFlight = mostInFlight;
    }

    @Override
    public void submit(PartDraft part) {
        settle(mostInFlight - 1);
        inFlight.add(start(part));
    }

    @Override
    public void settle() {
        settle(0);
    }

    @Override
    public void finish(PartDraft last) {
        if (!last.isEmpty()) {
            submit(last);
        }
        settle(0);
    }

    private InFlight start(PartDraft part) {
        return new InFlight(part, submission.submit(opening.log(), part, null));
    }

    private void settle(int most) {
        while (inFlight.size() > most) {
            InFlight head = inFlight.remove();
            if (conclude(head) instanceof Conclusion.Again(BrainyException reason)) {
                settleBehind(new Refused(head.part(), reason, new HashMap<>()));
            }
        }
    }

    /// Awaits a part and tells its items, unless it is worth another try.
    private Conclusion conclude(InFlight head) {
        try {
            PartOutcome outcome = Await.value(head.outcome(), submission.timeout(), "the commit");
            return switch (outcome) {
                case PartOutcome.Committed(long position) -> {
                    pace.progressed();
                    fates.written(head.part(), position);
                    yield new Conclusion.Committed(position);
                }
                case PartOutcome.WrongDimension(int dimension) ->
                        again("its vectors now have " + dimension + " components");
                case PartOutcome.Dropped _ -> again("it was dropped");
                case PartOutcome.Changed(String id, long _) ->
                        again("the document " + id + " was written");
                case PartOutcome.KeyKnown _ -> again("another request has this key");
            };
        } catch (OverloadedException e) {
            return new Conclusion.Again(e);
        } catch (BrainyException e) {
            fates.failed(head.part(), e);
            return new Conclusion.Failed();
        }
    }

    private Conclusion again(String why) {
        return new Conclusion.Again(remake.contended(why));
    }

    private void settleBehind(Refused first) {
        List<Refused> refused = new ArrayList<>(List.of(first));
        while (!inFlight.isEmpty()) {
            InFlight next = inFlight.remove();
            switch (conclude(next)) {
                case Conclusion.Committed(long position) -> {
                    for (Refused earlier : refused) {
                        next.part().ids().forEach(id -> earlier.overwritten().put(id, position));
                    }
                }
                case Conclusion.Again(BrainyException reason) ->
                        refused.add(new Refused(next.part(), reason, new HashMap<>()));
                case Conclusion.Failed _ -> {}
            }
        }
        refused.forEach(this::tryAgain);
    }

    private void tryAgain(Refused refused) {
        PartDraft part = refused.part();
        BrainyException reason = refused.reason();
        int remakes = 0;
        while (remakes < PartRemake.MAX_TIMES) {
            try {
                if (reason instanceof OverloadedException overloaded) {
                    pace.overloaded(overloaded);
                } else {
                    opening.reopen();
                    remakes++;
                }
            } catch (BrainyException e) {
                fates.failed(part, e);
                return;
            }
            part = remake.of(part, refused.overwritten());
            if (part.isEmpty()) {
                return;
            }
            @Nullable BrainyException again =
                    conclude(start(part)) instanceof Conclusion.Again(BrainyException why)
                            ? why
                            : null;
            if (again == null) {
                return;
            }
            reason = again;
        }
        fates.failed(part, reason);
    }
}
