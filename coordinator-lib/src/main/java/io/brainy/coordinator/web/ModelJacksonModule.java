package io.brainy.coordinator.web;

import io.brainy.coordinator.json.DocumentJson;
import io.brainy.model.document.Content;
import io.brainy.model.document.FieldValue;
import io.brainy.model.document.Vector;
import java.util.function.BiConsumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.module.SimpleModule;

/// Lets answer records hold the model's values: metadata, content and vectors are written as the
/// contract shows them. Requests are never read this way.
final class ModelJacksonModule extends SimpleModule {

    private static final long serialVersionUID = 1L;

    ModelJacksonModule() {
        super("brainy-model");
        write(FieldValue.class, DocumentJson::write);
        write(Content.class, DocumentJson::write);
        write(Vector.class, DocumentJson::write);
    }

    private <T> void write(Class<T> type, BiConsumer<JsonGenerator, T> writer) {
        addSerializer(
                type,
                new ValueSerializer<T>() {
                    @Override
                    public void serialize(T value, JsonGenerator json, SerializationContext in) {
                        writer.accept(json, value);
                    }
                });
    }
}
