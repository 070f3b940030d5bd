package io.brainy.coordinator.admission;

/// What one check of a certification found.
record Finding(boolean passed, String detail) {

    static Finding passed(String detail) {
        return new Finding(true, detail);
    }

    static Finding failed(String detail) {
        return new Finding(false, detail);
    }
}
