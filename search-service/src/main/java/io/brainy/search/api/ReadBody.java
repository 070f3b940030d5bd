package io.brainy.search.api;

import io.brainy.coordinator.json.DocumentJson;
import io.brainy.coordinator.json.FilterJson;
import io.brainy.coordinator.json.StrictJson;
import io.brainy.model.api.Consistency;
import io.brainy.model.error.InvalidException;
import io.brainy.model.error.ProblemType;
import io.brainy.model.query.Filter;
import io.brainy.search.plan.Conditions;
import io.brainy.search.shard.Freshness;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// The fields that several reading calls share, as they come in.
final class ReadBody {

    private @Nullable Filter where;
    private @Nullable String domain;
    private @Nullable String customerId;
    private Consistency consistency = Consistency.EVENTUAL;
    private @Nullable String cursor;
    private @Nullable Include include;
    private boolean explain;
    private boolean connected;

    /// Reads the value of a shared field; false for any other.
    boolean read(String field, StrictJson json) {
        switch (field) {
            case "where" -> where = FilterJson.read(json);
            case "domain" -> domain = word(json);
            case "customerId" -> customerId = word(json);
            case "consistency" -> consistency = json.oneOf(Consistency.WORDS);
            case "cursor" -> cursor = json.text();
            case "include" -> include = include(json);
            case "explain" -> explain = json.bool();
            case "connected" -> {
                json.fields();
                connected = true;
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private static String word(StrictJson json) {
        String word = json.text();
        String wrong = DocumentJson.wrongWord(word);
        if (wrong != null) {
            throw json.invalid(wrong);
        }
        return word;
    }

    private static Include include(StrictJson json) {
        List<Include.Part> parts = new ArrayList<>();
        json.enterArray();
        while (json.nextElement()) {
            if (parts.size() == Include.MAX_PARTS) {
                throw json.invalid(
                        "wanted at most " + Include.MAX_PARTS + " parts, each once, found more");
            }
            parts.add(json.oneOf(Include.WORDS));
        }
        return Include.of(parts);
    }

    /// To be called when all fields are read, so that a request with another fault is told of that.
    void refuseWhatIsNotBuilt() {
        if (connected) {
            throw new InvalidException(
                    ProblemType.NOT_BUILT,
                    "'connected' is part of the contract, but not of this version yet; leave it out");
        }
    }

    boolean hasConditions() {
        return where != null || domain != null || customerId != null;
    }

    Conditions conditions() {
        return new Conditions(where == null ? Filter.EVERYTHING : where, domain, customerId);
    }

    Freshness freshness(OptionalLong position) {
        return new Freshness(consistency, position.orElse(0));
    }

    @Nullable String cursor() {
        return cursor;
    }

    @Nullable Include include() {
        return include;
    }

    boolean explain() {
        return explain;
    }
}
