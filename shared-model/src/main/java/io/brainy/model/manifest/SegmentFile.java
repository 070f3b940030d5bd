package io.brainy.model.manifest;

import io.brainy.model.log.Digest;

/// One file of a manifest.
///
/// @param name what the index calls it
/// @param key the last part of its object's key, `<shard>-<epoch>-<uuid>`
public record SegmentFile(String name, String key, long bytes, Digest sha256) {}
