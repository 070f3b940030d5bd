package io.brainy.model.api;

/// The slots of a shard, both ends included.
public record SlotSpan(int from, int to) {}
