package io.brainy.search.plan;

import io.brainy.model.error.InvalidException;
import io.brainy.model.log.CollectionSettings;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decides which rankings a query gets: a pure function of what was asked and of the settings in
/// force.
public final class Planner {

    private Planner() {}

    /// Fails with [InvalidException] where the collection cannot answer what was asked: another
    /// dimension, a zero vector under cosine, a text to be embedded where the vectors are not the
    /// model's.
    public static QueryPlan plan(Want want, Conditions conditions, CollectionSettings settings) {
        List<Ranking> rankings = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        String query = null;
        switch (want) {
            case Want.Everything _ -> {}
            case Want.Language(String text) -> {
                query = text;
                language(text, settings, rankings, notes);
            }
            case Want.Words(String text) -> {
                query = text;
                rankings.add(words(text));
            }
            case Want.Nearest(VectorSource source) -> {
                query = source instanceof VectorSource.Made(String text) ? text : null;
                rankings.add(meaning(source, settings));
            }
            case Want.Hybrid(String text, VectorSource source) -> {
                query = text;
                rankings.add(meaning(source, settings));
                rankings.add(words(text));
            }
        }
        return new QueryPlan(
                query, rankings, conditions.constraints(), null, null, conditions.slots(), notes);
    }

    private static void language(
            String text, CollectionSettings settings, List<Ranking> rankings, List<String> notes) {
        @Nullable String model = settings.embeddingModel();
        if (model == null) {
            notes.add(
                    "by words only: this collection's vectors are not its model's, so the query cannot be compared with them");
        } else if (settings.dimension().isEmpty()) {
            notes.add("by words only: no document of this collection has a vector yet");
        } else {
            rankings.add(meaning(new VectorSource.Made(text), settings));
        }
        rankings.add(words(text));
    }

    private static Ranking words(String text) {
        return new Ranking.ByWords(text, 0);
    }

    private static Ranking meaning(VectorSource source, CollectionSettings settings) {
        return switch (source) {
            case VectorSource.Given(float[] components) -> {
                checkGiven(components, settings);
                yield new Ranking.ByMeaning(source, null, 0);
            }
            case VectorSource.Made _ -> {
                @Nullable String model = settings.embeddingModel();
                if (model == null) {
                    throw new InvalidException(
                            "text",
                            "this collection's vectors are not its model's, so a text cannot be compared with them;"
                                    + " send a vector, or search with mode text");
                }
                yield new Ranking.ByMeaning(source, model, 0);
            }
        };
    }

    private static void checkGiven(float[] components, CollectionSettings settings) {
        if (settings.dimension().isPresent()
                && settings.dimension().getAsInt() != components.length) {
            throw new InvalidException(
                    "vector",
                    "this collection's vectors have %d components, found %d"
                            .formatted(settings.dimension().getAsInt(), components.length));
        }
        if (settings.similarity() == CollectionSettings.Similarity.COSINE && isZero(components)) {
            throw new InvalidException(
                    "vector",
                    "a vector of zeros has no direction, and this collection compares by cosine");
        }
    }

    private static boolean isZero(float[] components) {
        for (float component : components) {
            if (component != 0) {
                return false;
            }
        }
        return true;
    }
}
