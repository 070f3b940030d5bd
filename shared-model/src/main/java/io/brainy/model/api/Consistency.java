package io.brainy.model.api;

import io.brainy.model.error.InvalidException;
import java.util.Map;

/// How fresh a read must be.
public enum Consistency {
    /// At most one second behind.
    EVENTUAL,
    /// Everything acknowledged before the call.
    STRONG;

    /// As requests name them.
    public static final Map<String, Consistency> WORDS =
            Map.of("eventual", EVENTUAL, "strong", STRONG);

    public static Consistency parse(String word) {
        Consistency consistency = WORDS.get(word);
        if (consistency == null) {
            throw new InvalidException(
                    "consistency", "wanted 'eventual' or 'strong', found '" + word + "'");
        }
        return consistency;
    }
}
