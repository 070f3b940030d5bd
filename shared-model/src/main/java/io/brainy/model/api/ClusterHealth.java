package io.brainy.model.api;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;

/// Answer of `GET /v1/cluster/health`.
///
/// @param nodes how many are known
/// @param healthy how many of them show signs of life
/// @param shards how many there are, of all collections
/// @param reasons why the status is not green, worst first; empty where it is
public record ClusterHealth(
        Status status, int nodes, int healthy, int shards, List<String> reasons) {

    public ClusterHealth {
        reasons = List.copyOf(reasons);
    }

    public enum Status {
        /// Everything is as it should be.
        GREEN,
        /// Everything is answered, but something needs a look.
        YELLOW,
        /// Some requests cannot be answered.
        RED;

        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
