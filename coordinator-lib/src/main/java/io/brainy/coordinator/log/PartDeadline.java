package io.brainy.coordinator.log;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A part's deadline in the edge's timers, which keep it until then. The part is let go of as soon
/// as it is answered: else a busy log would hold all that was sent to it in the last half minute.
final class PartDeadline implements Runnable {

    private final Consumer<PendingPart> expire;
    private @Nullable PendingPart waiting;

    PartDeadline(PendingPart pending, Consumer<PendingPart> expire) {
        this.expire = expire;
        this.waiting = pending;
        var _ = pending.outcome.whenComplete((_, _) -> waiting = null);
    }

    @Override
    public void run() {
        PendingPart pending = waiting;
        if (pending != null) {
            expire.accept(pending);
        }
    }

    boolean holdsAPart() {
        return waiting != null;
    }
}
