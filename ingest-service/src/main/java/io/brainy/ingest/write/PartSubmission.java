package io.brainy.ingest.write;

import io.brainy.coordinator.log.CollectionLog;
import io.brainy.coordinator.log.Part;
import io.brainy.coordinator.log.Part.Check;
import io.brainy.coordinator.log.PartOutcome;
import io.brainy.coordinator.time.SystemTime;
import io.brainy.model.log.EncodedRecord;
import io.brainy.model.log.PartEntry.KeyProgress;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Gives parts their batch id and the tail that was known (L2), and hands them to the log.
final class PartSubmission {

    private final RandomGenerator random;
    private final Duration timeout;

    PartSubmission(RandomGenerator random, Duration timeout) {
        this.random = random;
        this.timeout = timeout;
    }

    Duration timeout() {
        return timeout;
    }

    CompletableFuture<PartOutcome> submit(
            CollectionLog log, PartDraft draft, @Nullable KeyProgress key) {
        return log.submit(
                new Part(
                        SystemTime.newBatchId(random),
                        log.tail(),
                        draft.records(),
                        List.of(),
                        key,
                        draft.vectorDimension(),
                        draft.givenVector(),
                        timeout));
    }

    /// Submits records without vectors, all or nothing, and waits.
    PartOutcome commit(
            CollectionLog log,
            List<EncodedRecord> records,
            List<Check> checks,
            @Nullable KeyProgress key) {
        return commit(log, records, checks, key, OptionalInt.empty(), false);
    }

    private PartOutcome commit(
            CollectionLog log,
            List<EncodedRecord> records,
            List<Check> checks,
            @Nullable KeyProgress key,
            OptionalInt vectorDimension,
            boolean givenVector) {
        Part part =
                new Part(
                        SystemTime.newBatchId(random),
                        log.tail(),
                        records,
                        checks,
                        key,
                        vectorDimension,
                        givenVector,
                        timeout);
        return Await.value(log.submit(part), timeout, "the commit");
    }

    /// Submits a document and waits.
    PartOutcome commit(
            CollectionLog log, PartDraft draft, List<Check> checks, @Nullable KeyProgress key) {
        return commit(
                log, draft.records(), checks, key, draft.vectorDimension(), draft.givenVector());
    }
}
