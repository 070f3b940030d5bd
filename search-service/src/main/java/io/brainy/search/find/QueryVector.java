package io.brainy.search.find;

import io.brainy.coordinator.port.Embedder;
import io.brainy.coordinator.port.Embedder.Embedding;
import io.brainy.coordinator.port.Embedder.Purpose;
import io.brainy.model.error.BrainyException;
import io.brainy.model.error.UnavailableException;
import io.brainy.model.log.CollectionSettings;
import io.brainy.search.plan.QueryPlan;
import io.brainy.search.plan.Ranking;
import io.brainy.search.plan.VectorSource;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// The vector that a plan ranks by: the given one, or made by the collection's model.
final class QueryVector {

    private final Embedder embedder;
    private final Duration limit;

    QueryVector(Embedder embedder, Duration limit) {
        this.embedder = embedder;
        this.limit = limit;
    }

    /// @param components null where the plan ranks by none
    @SuppressWarnings("ArrayRecordComponent")
    record Made(float @Nullable [] components, QueryPlan plan) {}

    /// Fails as [Embedder] does: an answer by words alone would look like the whole one.
    Made of(QueryPlan plan, CollectionSettings settings) {
        for (Ranking ranking : plan.rankings()) {
            if (ranking instanceof Ranking.ByMeaning(var source, var model, _)) {
                return switch (source) {
                    case VectorSource.Given(float[] components) -> new Made(components, plan);
                    case VectorSource.Made(String text) ->
                            made(plan, text, Objects.requireNonNull(model), settings);
                };
            }
        }
        return new Made(null, plan);
    }

    private Made made(QueryPlan plan, String text, String model, CollectionSettings settings) {
        Embedding embedding = await(model, embedder.embed(model, Purpose.QUERY, List.of(text)));
        float[] components = embedding.vector().components();
        if (settings.dimension().isPresent()
                && settings.dimension().getAsInt() != components.length) {
            throw new IllegalStateException(
                    "model %s made %d components for a collection of %d; its settings do not fit it"
                            .formatted(model, components.length, settings.dimension().getAsInt()));
        }
        if (!embedding.truncated()) {
            return new Made(components, plan);
        }
        return new Made(
                components,
                plan.withNote(
                        "the query is longer than model "
                                + model
                                + " sees: its vector is made of the first "
                                + embedding.tokens()
                                + " tokens"));
    }

    private Embedding await(String model, Future<List<Embedding>> made) {
        try {
            return made.get(limit.toNanos(), TimeUnit.NANOSECONDS).getFirst();
        } catch (TimeoutException e) {
            made.cancel(false);
            throw new UnavailableException(
                    "model %s did not embed the query within %s; try again".formatted(model, limit),
                    e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof BrainyException cause) {
                throw cause;
            }
            throw new UnavailableException(
                    "model " + model + " could not embed the query: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("interrupted while the query was embedded", e);
        }
    }
}
