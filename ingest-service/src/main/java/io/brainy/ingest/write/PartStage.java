package io.brainy.ingest.write;

/// Where a request's parts are committed, in their order.
sealed interface PartStage permits PartPipeline, KeyedParts {

    /// Takes the next part, which is not empty; waits where too many are under way.
    void submit(PartDraft part);

    /// Returns when the fate of all that was submitted is told.
    void settle();

    /// Takes the request's last part, which may be empty, and settles.
    void finish(PartDraft last);
}
