package io.brainy.search.shard;

import io.brainy.coordinator.time.Ticker;
import io.brainy.engine.serve.ShardHandle;
import io.brainy.engine.serve.ShardSnapshot;
import io.brainy.model.error.CorruptException;
import io.brainy.model.error.OverloadedException;
import io.brainy.model.error.ProblemType;
import io.brainy.model.error.UnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/// Puts one question to several shards: each waits for the position, takes a snapshot and answers
/// of it. A single shard is asked on the caller's thread, several on a virtual thread each, and
/// whoever is not done at the deadline is a failure.
///
/// Shards that are damaged, not to be had, overloaded or late are counted; when nobody answered the
/// first failure is thrown instead. Anything else that goes wrong is the question's fault, or a
/// defect, and is thrown.
public final class Scatter implements AutoCloseable {

    private final Ticker ticker;
    private final Duration positionWait;
    private final Duration deadline;
    private final Consumer<ShardFailure> onFailure;
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("scatter-", 0).factory());

    /// @param positionWait how long a shard may take to reach the position that a read must see
    /// @param deadline how long several shards may take in all
    /// @param onFailure is told of every shard that could not answer
    public Scatter(
            Ticker ticker,
            Duration positionWait,
            Duration deadline,
            Consumer<ShardFailure> onFailure) {
        this.ticker = ticker;
        this.positionWait = positionWait;
        this.deadline = deadline;
        this.onFailure = onFailure;
    }

    public <T> Answers<T> ask(
            List<ShardHandle> shards, long position, Function<ShardSnapshot, T> question) {
        List<ShardAnswer<T>> answers = new ArrayList<>(shards.size());
        List<ShardFailure> failures = new ArrayList<>();
        try {
            if (shards.size() == 1) {
                collect(
                        shards.getFirst(),
                        () -> answer(shards.getFirst(), position, question),
                        answers,
                        failures);
            } else {
                askMany(shards, position, question, answers, failures);
            }
            failures.forEach(onFailure);
            if (answers.isEmpty() && !failures.isEmpty()) {
                throw failures.getFirst().reason();
            }
            return new Answers<>(answers, failures);
        } catch (RuntimeException | Error e) {
            answers.forEach(a -> a.snapshot().close());
            throw e;
        }
    }

    private <T> void askMany(
            List<ShardHandle> shards,
            long position,
            Function<ShardSnapshot, T> question,
            List<ShardAnswer<T>> answers,
            List<ShardFailure> failures) {
        long end = ticker.nanos() + deadline.toNanos();
        List<CompletableFuture<ShardAnswer<T>>> underWay = new ArrayList<>(shards.size());
        for (ShardHandle shard : shards) {
            underWay.add(
                    CompletableFuture.supplyAsync(
                            () -> answer(shard, position, question), threads));
        }
        int next = 0;
        try {
            while (next < shards.size()) {
                ShardHandle shard = shards.get(next);
                CompletableFuture<ShardAnswer<T>> answer = underWay.get(next);
                next++;
                collect(shard, () -> inTime(shard, answer, end), answers, failures);
            }
        } finally {
            // Whoever answers after the question is over has nobody to release the snapshot.
            underWay.subList(next, underWay.size()).forEach(Scatter::release);
        }
    }

    private <T> ShardAnswer<T> inTime(
            ShardHandle shard, CompletableFuture<ShardAnswer<T>> answer, long end) {
        try {
            return answer.get(Math.max(0, end - ticker.nanos()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            release(answer);
            throw new UnavailableException(
                    "shard %s did not answer within %s".formatted(shard.shard(), deadline), e);
        } catch (InterruptedException e) {
            release(answer);
            Thread.currentThread().interrupt();
            throw new UnavailableException("interrupted while asking the shards", e);
        } catch (ExecutionException e) {
            throw unwrapped(e);
        }
    }

    private static <T> void release(CompletableFuture<ShardAnswer<T>> late) {
        var _ = late.thenAccept(answer -> answer.snapshot().close());
    }

    private <T> ShardAnswer<T> answer(
            ShardHandle shard, long position, Function<ShardSnapshot, T> question) {
        ShardSnapshot snapshot = snapshot(shard, position);
        try {
            return new ShardAnswer<>(shard, snapshot, question.apply(snapshot));
        } catch (RuntimeException | Error e) {
            snapshot.close();
            throw e;
        }
    }

    /// A snapshot at `position` or beyond, waited for as long as a read waits.
    public ShardSnapshot snapshot(ShardHandle shard, long position) {
        CompletableFuture<Void> reached = shard.await(position);
        try {
            reached.get(positionWait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            reached.cancel(false);
            throw new UnavailableException(
                    ProblemType.UNAVAILABLE,
                    "shard %s has not reached commit %d within %s; try again"
                            .formatted(shard.shard(), position, positionWait),
                    Duration.ofSeconds(1));
        } catch (InterruptedException e) {
            reached.cancel(false);
            Thread.currentThread().interrupt();
            throw new UnavailableException("interrupted while waiting for a shard", e);
        } catch (ExecutionException e) {
            throw unwrapped(e);
        }
        return shard.snapshot();
    }

    private static <T> void collect(
            ShardHandle shard,
            Supplier<ShardAnswer<T>> answer,
            List<ShardAnswer<T>> answers,
            List<ShardFailure> failures) {
        try {
            answers.add(answer.get());
        } catch (CorruptException | UnavailableException | OverloadedException e) {
            failures.add(new ShardFailure(shard, e));
        }
    }

    private static RuntimeException unwrapped(ExecutionException e) {
        Throwable cause = e.getCause();
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof RuntimeException failure) {
            return failure;
        }
        return new IllegalStateException(cause);
    }

    /// Waits for the questions under way.
    @Override
    public void close() {
        threads.close();
    }
}
