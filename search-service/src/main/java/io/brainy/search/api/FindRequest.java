package io.brainy.search.api;

import io.brainy.coordinator.json.KnownFields;
import io.brainy.coordinator.json.StrictJson;
import io.brainy.engine.serve.ShardSnapshot.Fetch;
import io.brainy.model.document.Vector;
import io.brainy.model.error.InvalidException;
import io.brainy.model.key.CollectionName;
import io.brainy.search.cursor.CursorCodec;
import io.brainy.search.find.Question;
import io.brainy.search.plan.VectorSource;
import io.brainy.search.plan.Want;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// The bodies of `find` and `search`.
///
/// @param explain whether the answer shows the plan
record FindRequest(Question question, Include include, boolean explain) {

    static final int DEFAULT_LIMIT = 10;

    private static final int LIKELY_DIMENSION = 384;

    private static final KnownFields FIND_FIELDS =
            KnownFields.of(
                    "query",
                    "limit",
                    "where",
                    "domain",
                    "customerId",
                    "connected",
                    "consistency",
                    "explain",
                    "cursor",
                    "include");

    private static final KnownFields SEARCH_FIELDS =
            KnownFields.of(
                    "vector",
                    "text",
                    "k",
                    "mode",
                    "where",
                    "domain",
                    "customerId",
                    "connected",
                    "consistency",
                    "explain",
                    "cursor",
                    "include");

    private enum Mode {
        VECTOR,
        TEXT,
        HYBRID
    }

    private static final Map<String, Mode> MODES =
            Map.of("vector", Mode.VECTOR, "text", Mode.TEXT, "hybrid", Mode.HYBRID);

    static FindRequest find(CollectionName collection, OptionalLong position, StrictJson json) {
        ReadBody body = new ReadBody();
        String query = null;
        int limit = DEFAULT_LIMIT;
        json.enterObject();
        for (String field = json.nextField(FIND_FIELDS);
                field != null;
                field = json.nextField(FIND_FIELDS)) {
            if (field.equals("query")) {
                query = json.text();
            } else if (field.equals("limit")) {
                limit = json.whole(1, Question.MAX_LIMIT);
            } else {
                body.read(field, json);
            }
        }
        Want want = query == null ? new Want.Everything() : new Want.Language(query);
        return request(CursorCodec.Kind.FIND, collection, position, body, want, limit);
    }

    static FindRequest search(CollectionName collection, OptionalLong position, StrictJson json) {
        ReadBody body = new ReadBody();
        float[] vector = null;
        String text = null;
        Mode mode = null;
        int k = DEFAULT_LIMIT;
        json.enterObject();
        for (String field = json.nextField(SEARCH_FIELDS);
                field != null;
                field = json.nextField(SEARCH_FIELDS)) {
            switch (field) {
                case "vector" -> vector = json.floats(Vector.MAX_DIMENSION, LIKELY_DIMENSION);
                case "text" -> text = json.text();
                case "k" -> k = json.whole(1, Question.MAX_LIMIT);
                case "mode" -> mode = json.oneOf(MODES);
                default -> body.read(field, json);
            }
        }
        return request(
                CursorCodec.Kind.SEARCH, collection, position, body, want(vector, text, mode), k);
    }

    private static FindRequest request(
            CursorCodec.Kind call,
            CollectionName collection,
            OptionalLong position,
            ReadBody body,
            Want want,
            int limit) {
        body.refuseWhatIsNotBuilt();
        Include given = body.include();
        Include include = given == null ? Include.DEFAULT : given;
        Fetch fetch = include.fetch();
        return new FindRequest(
                new Question(
                        call,
                        collection,
                        want,
                        body.conditions(),
                        limit,
                        fetch,
                        body.freshness(position),
                        body.cursor()),
                include,
                body.explain());
    }

    /// The mode by what is given, where none is named: a vector is compared, a text is looked for
    /// by its words, both are fused. A named mode uses what it needs of what is given.
    private static Want want(
            float @Nullable [] vector, @Nullable String text, @Nullable Mode mode) {
        if (vector == null && text == null) {
            throw new InvalidException("vector", "a search has a 'vector', a 'text' or both");
        }
        Mode byGiven = vector == null ? Mode.TEXT : text == null ? Mode.VECTOR : Mode.HYBRID;
        return switch (mode == null ? byGiven : mode) {
            case VECTOR -> new Want.Nearest(source(vector, text));
            case TEXT -> new Want.Words(needed(text, "text"));
            case HYBRID -> new Want.Hybrid(needed(text, "hybrid"), source(vector, text));
        };
    }

    private static VectorSource source(float @Nullable [] vector, @Nullable String text) {
        return vector != null
                ? new VectorSource.Given(vector)
                : new VectorSource.Made(needed(text, "vector"));
    }

    private static String needed(@Nullable String text, String mode) {
        if (text == null) {
            throw new InvalidException("text", "a search with mode " + mode + " has a 'text'");
        }
        return text;
    }
}
