package io.brainy.model.api;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;

/// A vector in JSON: an array of numbers, or a string with the base64 of its components as
/// little-endian 32-bit floats, a third of the size and exact.
public sealed interface EmbeddingValue {

    /// @return the components; shared, not to be changed
    float[] components();

    static EmbeddingValue floats(float[] components) {
        return new Floats(components);
    }

    static EmbeddingValue base64(float[] components) {
        ByteBuffer bytes =
                ByteBuffer.allocate(components.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(components);
        return new Encoded(Base64.getEncoder().encodeToString(bytes.array()));
    }

    /// From what a JSON reader makes of either shape. Numbers come boxed, so nodes ask each other
    /// for base64.
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static EmbeddingValue of(Object json) {
        return switch (json) {
            case String encoded -> new Encoded(encoded);
            case List<?> numbers -> {
                float[] components = new float[numbers.size()];
                for (int i = 0; i < components.length; i++) {
                    if (!(numbers.get(i) instanceof Number number)) {
                        throw wrong(numbers.get(i));
                    }
                    components[i] = number.floatValue();
                }
                yield new Floats(components);
            }
            default -> throw wrong(json);
        };
    }

    private static IllegalArgumentException wrong(Object found) {
        return new IllegalArgumentException(
                "an embedding is a list of numbers or a base64 string, found " + found);
    }

    @SuppressWarnings("ArrayRecordComponent") // On its way into JSON; a copy would be waste.
    record Floats(@JsonValue float[] components) implements EmbeddingValue {}

    record Encoded(@JsonValue String base64) implements EmbeddingValue {

        @Override
        public float[] components() {
            byte[] bytes = Base64.getDecoder().decode(base64);
            if (bytes.length % Float.BYTES != 0) {
                throw new IllegalArgumentException(
                        "wanted whole 32-bit floats in base64, found " + bytes.length + " bytes");
            }
            float[] components = new float[bytes.length / Float.BYTES];
            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(components);
            return components;
        }
    }
}
