package io.brainy.coordinator.json;

import io.brainy.model.error.InvalidException.Reason;
import io.brainy.model.error.ProblemType;
import java.io.ByteArrayOutputStream;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/// A problem (RFC 9457) as JSON, for where no framework writes it.
public final class ProblemJson {

    private ProblemJson() {}

    public static byte[] bytes(ProblemType type, String detail, List<Reason> errors) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JsonOutput.open(bytes)) {
            json.writeStartObject();
            json.writeStringProperty("type", type.urn());
            json.writeStringProperty("title", type.title());
            json.writeNumberProperty("status", type.status());
            json.writeStringProperty("detail", detail);
            json.writeBooleanProperty("retryable", type.retryable());
            if (!errors.isEmpty()) {
                json.writeArrayPropertyStart("errors");
                for (Reason error : errors) {
                    json.writeStartObject();
                    json.writeStringProperty("field", error.field());
                    json.writeStringProperty("reason", error.reason());
                    json.writeEndObject();
                }
                json.writeEndArray();
            }
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }
}
