package io.brainy.search.find;

import io.brainy.engine.serve.ShardSnapshot.Fetch;
import io.brainy.model.error.InvalidException;
import io.brainy.model.key.CollectionName;
import io.brainy.search.cursor.CursorCodec;
import io.brainy.search.cursor.Fingerprint;
import io.brainy.search.plan.Conditions;
import io.brainy.search.plan.FilterText;
import io.brainy.search.plan.VectorSource;
import io.brainy.search.plan.Want;
import io.brainy.search.shard.Freshness;
import org.jspecify.annotations.Nullable;

/// One call of `find` or `search`, read and checked.
///
/// @param call which of the two; a cursor of one does not continue the other
/// @param limit how many hits a page has at most
/// @param fetch whether hits carry their vectors
/// @param cursor of the page before, or null
public record Question(
        CursorCodec.Kind call,
        CollectionName collection,
        Want want,
        Conditions conditions,
        int limit,
        Fetch fetch,
        Freshness freshness,
        @Nullable String cursor) {

    public static final int MAX_LIMIT = 1000;

    /// `limit`, or `k`, as the request calls it.
    public static int checkedLimit(String field, int limit) {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new InvalidException(
                    field, "%s is 1 to %d, found %d".formatted(field, MAX_LIMIT, limit));
        }
        return limit;
    }

    /// What must not change from page to page; the limit may.
    long fingerprint() {
        Fingerprint print = new Fingerprint().add(collection.value());
        switch (want) {
            case Want.Everything _ -> print.add("everything");
            case Want.Language(String query) -> print.add("language").add(query);
            case Want.Words(String text) -> print.add("words").add(text);
            case Want.Nearest(VectorSource source) -> add(print.add("nearest"), source);
            case Want.Hybrid(String text, VectorSource source) ->
                    add(print.add("hybrid").add(text), source);
        }
        return print.add(FilterText.of(conditions.where()))
                .add(conditions.domain())
                .add(conditions.customerId())
                .value();
    }

    private static void add(Fingerprint print, VectorSource source) {
        switch (source) {
            case VectorSource.Given(float[] components) -> print.add("given").add(components);
            case VectorSource.Made(String text) -> print.add("made").add(text);
        }
    }
}
