package io.brainy.coordinator.admission;

import io.brainy.coordinator.bucket.Bucket;
import io.brainy.coordinator.bucket.BucketException;
import io.brainy.coordinator.bucket.ObjectKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Rule B1 tried: writers start together on one name, again and again, and of each round exactly
/// the writer whose bytes are there afterwards may have been told that it created the name.
///
/// A server that checks and then writes lets two win in a fraction of the rounds: one such server
/// did in 83 of 200, and slips through all rounds here once in fifty thousand runs.
final class PutIfAbsentRace {

    static final int WRITERS = 16;
    static final int ROUNDS = 20;

    private static final int BODY_BYTES = 1_024;

    private final Bucket bucket;
    private final String prefix;

    PutIfAbsentRace(Bucket bucket, String prefix) {
        this.bucket = bucket;
        this.prefix = prefix;
    }

    /// What was found, or why it failed.
    Finding run() {
        int unknown = 0;
        for (int round = 0; round < ROUNDS; round++) {
            var key = new ObjectKey(prefix + "race-" + round);
            List<Outcome> outcomes = race(key);
            Optional<String> broken = judge(round, key, outcomes);
            if (broken.isPresent()) {
                return Finding.failed(broken.get());
            }
            unknown +=
                    (int) outcomes.stream().filter(outcome -> outcome == Outcome.UNKNOWN).count();
        }
        return repeated()
                .map(Finding::failed)
                .orElse(
                        Finding.passed(
                                "one winner in each of "
                                        + ROUNDS
                                        + " races of "
                                        + WRITERS
                                        + " writers"
                                        + (unknown == 0
                                                ? ""
                                                : ", " + unknown + " without an answer")));
    }

    private enum Outcome {
        CREATED,
        TAKEN,
        /// The request failed, so it may have created the name (S2).
        UNKNOWN
    }

    private List<Outcome> race(ObjectKey key) {
        var start = new CyclicBarrier(WRITERS);
        try (ExecutorService threads =
                Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("certification-", 0).factory())) {
            List<Future<Outcome>> writers = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                byte[] mine = body(writer);
                writers.add(
                        threads.submit(() -> {
                            start.await();
                            return attempt(key, mine);
                        }));
            }
            var outcomes = new ArrayList<Outcome>();
            for (Future<Outcome> writer : writers) {
                outcomes.add(writer.get());
            }
            return outcomes;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof BucketException failed
                    ? failed
                    : new IllegalStateException("a racing writer failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a bucket was certified", e);
        }
    }

    private Outcome attempt(ObjectKey key, byte[] bytes) {
        try {
            return bucket.putIfAbsent(key, bytes).created() ? Outcome.CREATED : Outcome.TAKEN;
        } catch (BucketException e) {
            if (e.retryable()) {
                return Outcome.UNKNOWN;
            }
            throw e;
        }
    }

    private Optional<String> judge(int round, ObjectKey key, List<Outcome> outcomes) {
        long winners = outcomes.stream().filter(outcome -> outcome == Outcome.CREATED).count();
        if (winners > 1) {
            return Optional.of(
                    winners
                            + " of "
                            + WRITERS
                            + " racing writers were told that they had created '"
                            + key
                            + "' (round "
                            + (round + 1)
                            + ")");
        }
        byte[] found = bucket.get(key).object().map(Bucket.StoredObject::bytes).orElse(new byte[0]);
        for (int writer = 0; writer < WRITERS; writer++) {
            if (Arrays.equals(found, body(writer))) {
                Outcome told = outcomes.get(writer);
                return told == Outcome.CREATED || (told == Outcome.UNKNOWN && winners == 0)
                        ? Optional.empty()
                        : Optional.of(
                                "'" + key + "' holds the bytes of a writer that was told it lost");
            }
        }
        return Optional.of("'" + key + "' holds no writer's bytes after a race");
    }

    /// A taken name is refused also when nobody races, and its bytes stay.
    private Optional<String> repeated() {
        var key = new ObjectKey(prefix + "taken");
        bucket.putIfAbsent(key, body(0));
        if (bucket.putIfAbsent(key, body(1)).created()) {
            return Optional.of("the taken name '" + key + "' was created again");
        }
        return bucket.get(key).object().filter(o -> Arrays.equals(o.bytes(), body(0))).isPresent()
                ? Optional.empty()
                : Optional.of("the refused write changed '" + key + "'");
    }

    private static byte[] body(int writer) {
        var body = new byte[BODY_BYTES];
        Arrays.fill(body, (byte) (writer + 1));
        return body;
    }
}
