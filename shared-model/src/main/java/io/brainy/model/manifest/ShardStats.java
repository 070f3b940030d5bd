package io.brainy.model.manifest;

import java.util.List;
import java.util.Map;

/// What the planner and the split know of a shard without opening it.
///
/// @param documents alive at the manifest's position
/// @param relationships filed at their source, alive at the manifest's position
/// @param segments how many, and how many of them have a graph
/// @param slotHistogram records by the top 8 bits of their slot; 256 entries, or none
/// @param fields the least and greatest value by field, as the engine encodes them for comparison
/// @param centroids a few typical vectors
public record ShardStats(
        long documents,
        long relationships,
        int segments,
        int graphs,
        long bytes,
        List<Long> slotHistogram,
        Map<String, Bounds> fields,
        List<float[]> centroids) {

    public static final ShardStats EMPTY =
            new ShardStats(0, 0, 0, 0, 0, List.of(), Map.of(), List.of());

    public ShardStats {
        slotHistogram = List.copyOf(slotHistogram);
        fields = Map.copyOf(fields);
        centroids = List.copyOf(centroids);
    }

    /// Both ends included.
    public record Bounds(String least, String greatest) {}
}
