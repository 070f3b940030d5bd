package io.brainy.standalone.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// The answer of a search.
///
/// @param failedShards how many shards could not answer
/// @param tookMillis as the node measured it
record Answer(List<Hit> hits, int failedShards, double tookMillis) {

    Answer {
        hits = List.copyOf(hits);
    }

    /// @param words the synset's, or none where the hit is another document
    record Hit(
            String id,
            double score,
            String content,
            List<String> words,
            Optional<String> domain,
            Optional<String> partOfSpeech,
            Why why) {

        Hit {
            words = List.copyOf(words);
        }

        /// The words, or the id of what has none.
        String title() {
            return words.isEmpty() ? id : String.join(", ", words);
        }
    }

    /// Which rankings a hit comes from.
    record Why(boolean vector, boolean text) {}

    static Answer of(JsonNode answer) {
        List<Hit> hits = new ArrayList<>();
        for (JsonNode hit : answer.path("hits")) {
            JsonNode metadata = hit.path("metadata");
            List<String> words = new ArrayList<>();
            metadata.path("words").forEach(word -> words.add(word.asString()));
            hits.add(
                    new Hit(
                            hit.path("id").asString(""),
                            hit.path("score").asDouble(),
                            hit.path("content").asString(""),
                            words,
                            metadata.path("lexname").asStringOpt(),
                            metadata.path("pos").asStringOpt(),
                            new Why(
                                    hit.path("why").hasNonNull("vector"),
                                    hit.path("why").hasNonNull("text"))));
        }
        return new Answer(
                hits,
                answer.path("shards").path("failed").asInt(),
                answer.path("tookMs").asDouble());
    }
}
