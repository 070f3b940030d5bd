package io.brainy.model.api;

/// A document is durable.
///
/// @param position of its commit: its version, and what a read can ask to see
public record WriteAnswer(String id, long position) {}
