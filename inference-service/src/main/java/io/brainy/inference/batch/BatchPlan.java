package io.brainy.inference.batch;

import java.util.List;

/// What a free session is to do.
sealed interface BatchPlan<T extends QueuedText> {

    /// Run these texts, never empty, in any order.
    record Run<T extends QueuedText>(Lane lane, List<T> texts) implements BatchPlan<T> {}

    /// Ask again at that time, or when something changes.
    record WaitUntil<T extends QueuedText>(long nanos) implements BatchPlan<T> {}

    /// Ask again when something changes.
    record Rest<T extends QueuedText>() implements BatchPlan<T> {}
}
