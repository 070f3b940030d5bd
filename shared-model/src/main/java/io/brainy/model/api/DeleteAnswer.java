package io.brainy.model.api;

/// Documents are deleted.
///
/// @param deleted how many there were
public record DeleteAnswer(long deleted, long position) {}
