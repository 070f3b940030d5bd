package io.brainy.model.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// The body of `POST /v1/embeddings`, in OpenAI's shape. Fields are what was sent; whoever serves
/// the call says what is wrong with them.
///
/// @param model a model's name or alias; absent = `default`
/// @param input a string, or a list of strings
/// @param encodingFormat `float` (default) or `base64`
/// @param dimensions accepted where it is the model's own
/// @param user accepted and not used
/// @param inputType our extension, as several servers of this API have it: `document` (default) or
///   `query`, which goes before documents and gets the model's query prefix
public record EmbeddingRequest(
        @Nullable String model,
        @Nullable Object input,
        @JsonProperty("encoding_format") @Nullable String encodingFormat,
        @Nullable Integer dimensions,
        @Nullable String user,
        @JsonProperty("input_type") @Nullable String inputType) {

    public static final String FLOAT = "float";
    public static final String BASE64 = "base64";
    public static final String QUERY = "query";
    public static final String DOCUMENT = "document";
}
