package io.brainy.model.manifest;

import io.brainy.model.codec.ByteReader;
import io.brainy.model.codec.ByteWriter;
import io.brainy.model.codec.SectionReader;
import io.brainy.model.codec.SectionWriter;
import io.brainy.model.manifest.ShardStats.Bounds;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The bytes of a shard's statistics: sections, all of them optional, since statistics come and go
/// and nothing is wrong without them.
final class StatsCodec {

    private static final int COUNTS = 1;
    private static final int SLOT_HISTOGRAM = 3;
    private static final int FIELDS = 5;
    private static final int CENTROIDS = 7;

    private StatsCodec() {}

    static void write(ByteWriter out, ShardStats stats) {
        SectionWriter sections = new SectionWriter(out);
        sections.add(
                COUNTS,
                body ->
                        body.varint(stats.documents())
                                .varint(stats.relationships())
                                .varint(stats.segments())
                                .varint(stats.graphs())
                                .varint(stats.bytes()));
        if (!stats.slotHistogram().isEmpty()) {
            sections.add(SLOT_HISTOGRAM, body -> writeHistogram(body, stats.slotHistogram()));
        }
        if (!stats.fields().isEmpty()) {
            sections.add(FIELDS, body -> writeFields(body, stats.fields()));
        }
        if (!stats.centroids().isEmpty()) {
            sections.add(CENTROIDS, body -> writeCentroids(body, stats.centroids()));
        }
    }

    static ShardStats read(ByteReader in) {
        Counts counts = new Counts(0, 0, 0, 0, 0);
        List<Long> histogram = List.of();
        Map<String, Bounds> fields = Map.of();
        List<float[]> centroids = List.of();
        SectionReader sections = new SectionReader(in);
        while (sections.next()) {
            ByteReader body = sections.body();
            switch (sections.tag()) {
                case COUNTS -> counts = readCounts(body);
                case SLOT_HISTOGRAM -> histogram = readHistogram(body);
                case FIELDS -> fields = readFields(body);
                case CENTROIDS -> centroids = readCentroids(body);
                default -> sections.unknown();
            }
        }
        return new ShardStats(
                counts.documents(),
                counts.relationships(),
                counts.segments(),
                counts.graphs(),
                counts.bytes(),
                histogram,
                fields,
                centroids);
    }

    private record Counts(
            long documents, long relationships, int segments, int graphs, long bytes) {}

    private static Counts readCounts(ByteReader in) {
        return new Counts(
                in.varint(),
                in.varint(),
                in.varint(Integer.MAX_VALUE, "a count of segments"),
                in.varint(Integer.MAX_VALUE, "a count of graphs"),
                in.varint());
    }

    private static void writeHistogram(ByteWriter out, List<Long> histogram) {
        out.varint(histogram.size());
        histogram.forEach(out::varint);
    }

    private static List<Long> readHistogram(ByteReader in) {
        int count = in.count(1);
        List<Long> histogram = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            histogram.add(in.varint());
        }
        return histogram;
    }

    /// By the order of their names, so that equal statistics have equal bytes.
    private static void writeFields(ByteWriter out, Map<String, Bounds> fields) {
        out.varint(fields.size());
        new TreeMap<>(fields)
                .forEach((field, bounds) ->
                        out.text(field).text(bounds.least()).text(bounds.greatest()));
    }

    private static Map<String, Bounds> readFields(ByteReader in) {
        Map<String, Bounds> fields = new LinkedHashMap<>();
        for (int left = in.count(3); left > 0; left--) {
            if (fields.put(in.text(), new Bounds(in.text(), in.text())) != null) {
                throw in.corrupt("a field is there twice");
            }
        }
        return fields;
    }

    private static void writeCentroids(ByteWriter out, List<float[]> centroids) {
        out.varint(centroids.size());
        for (float[] centroid : centroids) {
            out.varint(centroid.length).floats(centroid);
        }
    }

    private static List<float[]> readCentroids(ByteReader in) {
        int count = in.count(1);
        List<float[]> centroids = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            centroids.add(in.floats(in.count(Float.BYTES)));
        }
        return centroids;
    }
}
