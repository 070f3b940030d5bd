package io.brainy.model.key;

/// The identity of one run of one process: random, made at start, never used again.
public record NodeId(String value) {

    public NodeId {
        if (!value.matches("[a-z0-9]{4,32}")) {
            throw new IllegalArgumentException(
                    "a node's id is 4 to 32 of a-z and 0-9, found '" + value + "'");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
