package io.brainy.search.shard;

import io.brainy.coordinator.log.CollectionLog;
import io.brainy.coordinator.log.Collections;
import io.brainy.model.error.BrainyException;
import io.brainy.model.error.ConflictException;
import io.brainy.model.error.NotFoundException;
import io.brainy.model.error.ProblemType;
import io.brainy.model.error.UnavailableException;
import io.brainy.model.key.CollectionName;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Finds out what a read must see before it asks a shard.
///
/// - strong (R1): the journal, then the log are probed to their ends after the request arrived;
///   what the log ends with is what the shards must reach. One probe may serve all that arrived
///   before it began, which is the log's affair.
/// - a given position (R2): one beyond the end known here is looked for by the same two probes,
///   since the collection may have been dropped and made anew meanwhile; beyond the end that they
///   find there is no such commit.
/// - otherwise what this process knows, except that a collection is only declared missing after a
///   probe of the journal.
public final class ReadPoints {

    private final Collections collections;
    private final Duration probeLimit;

    /// @param probeLimit how long the bucket may take to say where journal and log end
    public ReadPoints(Collections collections, Duration probeLimit) {
        this.collections = collections;
        this.probeLimit = probeLimit;
    }

    /// Blocks while it probes. Fails with [NotFoundException] where there is no such collection,
    /// with [ConflictException] (`position-unknown`) and with [UnavailableException] where the
    /// bucket does not answer in time.
    public ReadPoint locate(CollectionName name, Freshness freshness) {
        return switch (freshness.consistency()) {
            case STRONG -> probed(name, freshness);
            case EVENTUAL -> {
                Optional<CollectionLog> known = collections.find(name);
                boolean enough = known.isPresent() && known.get().tail() >= freshness.position();
                yield enough
                        ? new ReadPoint(known.get(), freshness.position())
                        : missingHere(name, freshness);
            }
        };
    }

    private ReadPoint missingHere(CollectionName name, Freshness freshness) {
        if (freshness.position() > 0) {
            return new ReadPoint(probed(name, freshness).log(), freshness.position());
        }
        return new ReadPoint(existing(name), 0);
    }

    private ReadPoint probed(CollectionName name, Freshness freshness) {
        CollectionLog log = existing(name);
        long end = await(log.probe(), "the end of the log of collection '" + name + "'");
        if (freshness.position() > end) {
            throw new ConflictException(
                    ProblemType.POSITION_UNKNOWN,
                    "collection '%s' ends at commit %d, there is no commit %d; send a position that a write answered"
                            .formatted(name, end, freshness.position()));
        }
        return new ReadPoint(log, end);
    }

    private CollectionLog existing(CollectionName name) {
        return await(collections.findStrong(name), "whether collection '" + name + "' exists")
                .orElseThrow(() ->
                        new NotFoundException(
                                "there is no collection '" + name + "'; a first write creates it"));
    }

    private <T> T await(CompletableFuture<T> answer, String question) {
        try {
            return answer.get(probeLimit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new UnavailableException(
                    "the bucket did not say within %s %s".formatted(probeLimit, question), e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof BrainyException cause) {
                throw cause;
            }
            throw new UnavailableException(
                    "the bucket could not say " + question + ": " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("interrupted while asking " + question, e);
        }
    }
}
