package io.brainy.model.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/// The answer of `POST /v1/embeddings`, in OpenAI's shape.
///
/// @param object always `list`
/// @param model the name of the model that was used, whatever alias was asked for
public record EmbeddingResponse(String object, List<Item> data, String model, Usage usage) {

    public EmbeddingResponse {
        data = List.copyOf(data);
    }

    public EmbeddingResponse(List<Item> data, String model, Usage usage) {
        this("list", data, model, usage);
    }

    /// One text's vector.
    ///
    /// @param object always `embedding`
    /// @param index which text of the input it is, from 0
    /// @param tokens how many tokens of the text the model saw; our extension
    /// @param truncated whether the text was cut to the model's window; our extension
    public record Item(
            String object, int index, EmbeddingValue embedding, int tokens, boolean truncated) {

        public Item(int index, EmbeddingValue embedding, int tokens, boolean truncated) {
            this("embedding", index, embedding, tokens, truncated);
        }
    }

    public record Usage(
            @JsonProperty("prompt_tokens") long promptTokens,
            @JsonProperty("total_tokens") long totalTokens) {}
}
