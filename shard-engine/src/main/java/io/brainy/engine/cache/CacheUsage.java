package io.brainy.engine.cache;

/// What a [SegmentCache] holds now and did since it was opened.
///
/// @param usedBytes on the disk, with what is reserved for files on their way; never above
///   `budgetBytes`
/// @param files in the cache; those mapped in the bucket's own directory are not counted
/// @param pinnedFiles of these, in use and so not to be evicted
/// @param downloadedBytes that the bucket gave
public record CacheUsage(
        long usedBytes,
        long budgetBytes,
        int files,
        int pinnedFiles,
        long downloadedBytes,
        long evictedFiles) {}
