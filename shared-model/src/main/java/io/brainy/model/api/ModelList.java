package io.brainy.model.api;

import java.util.List;

/// The answer of `GET /v1/models`, in OpenAI's shape.
///
/// @param object always `list`
public record ModelList(String object, List<ModelDescription> data) {

    public ModelList {
        data = List.copyOf(data);
    }

    public ModelList(List<ModelDescription> data) {
        this("list", data);
    }
}
