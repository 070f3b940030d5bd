package io.brainy.ingest.api;

import io.brainy.coordinator.json.JsonOutput;
import io.brainy.coordinator.web.RequestHeaders;
import io.brainy.ingest.write.BulkResult;
import io.brainy.ingest.write.BulkResult.Failure;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.MediaType;
import tools.jackson.core.JsonGenerator;

/// Writes the answer of a bulk write by streaming, since it may list 100,000 items.
final class BulkAnswer implements BulkResult.Visitor {

    private final JsonGenerator json;

    private BulkAnswer(JsonGenerator json) {
        this.json = json;
    }

    static void write(HttpServletResponse response, BulkResult result) throws IOException {
        response.setStatus(HttpServletResponse.SC_OK);
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        if (result.position() > 0) {
            response.setHeader(RequestHeaders.POSITION, Long.toString(result.position()));
        }
        try (JsonGenerator json = JsonOutput.open(response.getOutputStream())) {
            json.writeStartObject();
            json.writeArrayPropertyStart("items");
            result.visit(new BulkAnswer(json));
            json.writeEndArray();
            json.writeBooleanProperty("errors", result.failed() > 0);
            json.writeNumberProperty("written", result.written());
            json.writeNumberProperty("failed", result.failed());
            if (result.unlistedFailures() > 0) {
                json.writeNumberProperty("unlistedFailures", result.unlistedFailures());
            }
            json.writeNumberProperty("position", result.position());
            json.writeEndObject();
        }
    }

    @Override
    public void written(long line, String id, long position) {
        json.writeStartObject();
        json.writeNumberProperty("line", line);
        json.writeStringProperty("id", id);
        json.writeNumberProperty("status", HttpServletResponse.SC_CREATED);
        json.writeNumberProperty("position", position);
        json.writeEndObject();
    }

    @Override
    public void failed(Failure failure) {
        json.writeStartObject();
        json.writeNumberProperty("line", failure.line());
        if (failure.id() != null) {
            json.writeStringProperty("id", failure.id());
        }
        json.writeNumberProperty("status", failure.type().status());
        json.writeObjectPropertyStart("error");
        json.writeStringProperty("type", failure.type().urn());
        json.writeStringProperty("detail", failure.detail());
        if (failure.field() != null) {
            json.writeStringProperty("field", failure.field());
        }
        json.writeEndObject();
        json.writeEndObject();
    }
}
