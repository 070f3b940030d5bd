package io.brainy.inference.api;

import io.brainy.inference.registry.EmbeddingModel;
import io.brainy.inference.registry.ModelRegistry;
import io.brainy.model.api.ModelDescription;
import io.brainy.model.api.ModelList;
import io.brainy.model.error.NotFoundException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/// `GET /v1/models` and `GET /v1/models/{id}`.
@RestController
public final class ModelController {

    private final ModelRegistry registry;

    public ModelController(ModelRegistry registry) {
        this.registry = registry;
    }

    @GetMapping("/v1/models")
    public ModelList models() {
        return new ModelList(registry.models().stream().map(ModelController::describe).toList());
    }

    @GetMapping("/v1/models/{id}")
    public ModelDescription model(@PathVariable String id) {
        return registry.find(id).map(ModelController::describe).orElseThrow(() -> unknown(id));
    }

    static NotFoundException unknown(String model) {
        return new NotFoundException(
                "there is no model '"
                        + model
                        + "' here; GET /v1/models lists those that there are");
    }

    private static ModelDescription describe(EmbeddingModel model) {
        return new ModelDescription(
                model.name(),
                "model",
                model.published().getEpochSecond(),
                model.owner(),
                model.aliases(),
                model.dimension(),
                model.window(),
                model.licence());
    }
}
