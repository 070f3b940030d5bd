package io.brainy.model.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/// The answer of `GET /v1/models/{id}`, in OpenAI's shape; all beyond the first four is our
/// extension.
///
/// @param object always `model`
/// @param created when the model was published, in seconds since 1970
/// @param aliases other names that it answers to
/// @param dimension of its vectors
/// @param window the most tokens that it sees of a text
/// @param licence of its weights, as an SPDX identifier
public record ModelDescription(
        String id,
        String object,
        long created,
        @JsonProperty("owned_by") String ownedBy,
        List<String> aliases,
        int dimension,
        int window,
        String licence) {

    public ModelDescription {
        aliases = List.copyOf(aliases);
    }
}
