package io.brainy.model.manifest;

import io.brainy.model.key.ShardId;
import io.brainy.model.key.SlotRange;
import io.brainy.model.log.BatchId;
import io.brainy.model.log.Digest;
import io.brainy.model.manifest.ShardStats.Bounds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/// The manifests whose bytes are kept in `src/test/resources/golden`, written once by [#main] of
/// the version that introduced their format and never again.
final class GoldenManifests {

    static final Manifest FULL =
            new Manifest(
                    new ShardId(9, 1),
                    1L << 33,
                    new BatchId(0x0123456789ABCDEFL, 0xFEDCBA9876543210L),
                    12,
                    4711,
                    new SlotRange(0x8000, 0xFFFF),
                    new ShardId(5, 0),
                    true,
                    List.of(
                            new SegmentFile("_0.cfs", "9-1-12-0a", 1L << 35, digest(1)),
                            new SegmentFile("segments_1", "5-0-7-0b", 0, digest(2))),
                    new ShardStats(
                            100,
                            20,
                            3,
                            1,
                            1L << 36,
                            LongStream.range(0, 256).boxed().toList(),
                            Map.of("year", new Bounds("1999", "2026"), "é", new Bounds("", "z")),
                            List.of(new float[] {1, -0.5f}, new float[] {0, 2})));

    static final Manifest LEAST =
            new Manifest(
                    new ShardId(1, 0),
                    1,
                    new BatchId(0, 0),
                    1,
                    0,
                    SlotRange.ALL,
                    null,
                    false,
                    List.of(),
                    ShardStats.EMPTY);

    private GoldenManifests() {}

    private static Digest digest(int filling) {
        byte[] bytes = new byte[Digest.LENGTH];
        Arrays.fill(bytes, (byte) filling);
        return new Digest(bytes);
    }

    /// Writes the golden files into the folder given, where they are not yet.
    static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        Files.write(
                folder.resolve("manifest-1-full.bin"),
                ManifestCodec.encode(FULL),
                StandardOpenOption.CREATE_NEW);
        Files.write(
                folder.resolve("manifest-1-least.bin"),
                ManifestCodec.encode(LEAST),
                StandardOpenOption.CREATE_NEW);
    }
}
