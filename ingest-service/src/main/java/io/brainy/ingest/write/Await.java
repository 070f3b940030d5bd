package io.brainy.ingest.write;

import io.brainy.model.error.BrainyException;
import io.brainy.model.error.ProblemType;
import io.brainy.model.error.UnavailableException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Waiting of a request's (virtual) thread for what the node does elsewhere.
final class Await {

    /// Who completes a future at a deadline is given this much longer before it is given up here.
    private static final Duration GRACE = Duration.ofSeconds(5);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private Await() {}

    /// The future's value, or its failure as it was thrown.
    ///
    /// @param what names it, should it not come
    static <T> T value(CompletableFuture<T> future, Duration timeout, String what) {
        try {
            return future.get(timeout.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case BrainyException failure -> throw failure;
                case RuntimeException failure -> throw failure;
                case Error failure -> throw failure;
                case null, default -> throw new IllegalStateException(what + " failed", e);
            }
        } catch (TimeoutException e) {
            throw new UnavailableException(
                    ProblemType.OUTCOME_UNKNOWN,
                    what + " took longer than " + timeout.toSeconds() + " s; try again",
                    RETRY_AFTER);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    static UnavailableException interrupted() {
        Thread.currentThread().interrupt();
        return new UnavailableException(
                ProblemType.UNAVAILABLE, "this node is stopping; ask another", RETRY_AFTER);
    }
}
