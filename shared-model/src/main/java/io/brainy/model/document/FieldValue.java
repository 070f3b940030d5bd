package io.brainy.model.document;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A JSON value without JSON: what metadata and structured content are made of. Numbers are whole
/// where they fit 64 bits, else doubles; `1` and `1.0` are equal to filters, though not to
/// `equals`.
public sealed interface FieldValue {

    enum Null implements FieldValue {
        NULL
    }

    record Bool(boolean value) implements FieldValue {}

    record Whole(long value) implements FieldValue {}

    /// Always finite.
    record Real(double value) implements FieldValue {
        public Real {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("a number is finite, found " + value);
            }
        }
    }

    record Text(String value) implements FieldValue {}

    record Items(List<FieldValue> values) implements FieldValue {
        public Items {
            values = List.copyOf(values);
        }
    }

    /// In the order in which they were written.
    record Fields(Map<String, FieldValue> values) implements FieldValue {

        public static final Fields EMPTY = new Fields(Map.of());

        public Fields {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }
    }
}
