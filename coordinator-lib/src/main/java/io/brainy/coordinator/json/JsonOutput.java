package io.brainy.coordinator.json;

import java.io.OutputStream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;

/// Opens a generator for an answer that is written by streaming; closing it closes the stream.
public final class JsonOutput {

    private JsonOutput() {}

    public static JsonGenerator open(OutputStream into) {
        return StrictJson.FACTORY.createGenerator(ObjectWriteContext.empty(), into);
    }
}
