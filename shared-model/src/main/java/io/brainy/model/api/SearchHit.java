package io.brainy.model.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.brainy.model.document.Content;
import io.brainy.model.document.FieldValue;
import io.brainy.model.document.Vector;
import org.jspecify.annotations.Nullable;

/// One document that was found.
///
/// @param score what the hits are ordered by, higher is better; 0 where nothing was ranked
/// @param content null where the document has none, or it was not asked for; so are `metadata` and
///   `vector`
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SearchHit(
        String id,
        @Nullable String type,
        double score,
        @Nullable Content content,
        FieldValue.@Nullable Fields metadata,
        @Nullable Vector vector,
        Why why) {

    /// The raw parts of a score.
    ///
    /// @param vector cosine, dot product, or 1/(1+d²)
    /// @param text BM25
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Why(@Nullable Double vector, @Nullable Double text) {}
}
