package io.brainy.bench.node;

import io.brainy.bench.data.Corpus;
import io.brainy.bench.data.Corpus.Share;
import io.brainy.bench.data.Neighbours;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/// Bodies of requests, made before any time is taken: a vector is some 4 KB of text, and making
/// that is the client's work.
final class DocumentLines {

    enum Vectors {
        GIVEN,
        LEFT_OUT
    }

    private final Corpus corpus;
    private final JsonMapper json = JsonMapper.shared();

    DocumentLines(Corpus corpus) {
        this.corpus = corpus;
    }

    /// Documents from one ordinal to before another, a line each.
    void write(Path file, int from, int to) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            write(out, from, to, Vectors.GIVEN);
        }
    }

    byte[] bytes(int from, int to, Vectors vectors) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        write(out, from, to, vectors);
        return out.toByteArray();
    }

    private void write(OutputStream out, int from, int to, Vectors vectors) throws IOException {
        for (int ordinal = from; ordinal < to; ordinal++) {
            // Closing the generator leaves the stream open: it belongs to the caller.
            ByteArrayOutputStream line = new ByteArrayOutputStream(8192);
            try (JsonGenerator generator = json.createGenerator(line)) {
                document(generator, ordinal, vectors);
            }
            line.write('\n');
            line.writeTo(out);
        }
    }

    private void document(JsonGenerator out, int ordinal, Vectors vectors) {
        out.writeStartObject();
        out.writeStringProperty("id", corpus.id(ordinal));
        out.writeStringProperty("type", "synset");
        out.writeStringProperty("content", corpus.gloss(ordinal));
        out.writeName("metadata");
        out.writeStartObject();
        for (Map.Entry<String, String> field : corpus.metadata(ordinal).entrySet()) {
            out.writeStringProperty(field.getKey(), field.getValue());
        }
        out.writeEndObject();
        if (vectors == Vectors.GIVEN) {
            vector(out, corpus.vector(ordinal));
        }
        out.writeEndObject();
    }

    /// A search for a vector's neighbours.
    byte[] question(float[] vector, int k) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(8192);
        try (JsonGenerator generator = json.createGenerator(out)) {
            generator.writeStartObject();
            vector(generator, vector);
            generator.writeNumberProperty("k", k);
            generator.writeEndObject();
        }
        return out.toByteArray();
    }

    /// The same with a filter that keeps a share.
    byte[] question(float[] vector, Share share, int part) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(8192);
        try (JsonGenerator generator = json.createGenerator(out)) {
            generator.writeStartObject();
            vector(generator, vector);
            generator.writeNumberProperty("k", Neighbours.K);
            generator.writeName("where");
            generator.writeStartObject();
            generator.writeStringProperty(share.field(), share.value(part));
            generator.writeEndObject();
            generator.writeEndObject();
        }
        return out.toByteArray();
    }

    private static void vector(JsonGenerator out, float[] vector) {
        out.writeName("vector");
        out.writeStartArray();
        for (float component : vector) {
            out.writeNumber(component);
        }
        out.writeEndArray();
    }
}
