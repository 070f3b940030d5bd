package io.brainy.model.log;

import io.brainy.model.document.Content;
import io.brainy.model.document.Document;
import io.brainy.model.document.DocumentId;
import io.brainy.model.document.FieldValue;
import io.brainy.model.document.FieldValue.Fields;
import io.brainy.model.document.Relationship;
import io.brainy.model.document.Vector;
import io.brainy.model.log.CollectionSettings.Similarity;
import io.brainy.model.log.CommitHeader.ListedId;
import io.brainy.model.log.CommitHeader.LivingKey;
import io.brainy.model.log.LogRecord.End;
import io.brainy.model.log.PartEntry.KeyProgress;
import io.brainy.model.log.PartEntry.SourceAdvance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// The commits whose bytes are kept in `src/test/resources/golden`: every field of format 1 is in
/// one of them. A golden file is written once, by [#main] of the version that introduced its
/// format, and never again: what these bytes mean is fixed for ever.
final class GoldenCommits {

    private static final Instant TIME = Instant.parse("2026-11-23T07:00:00.123456789Z");

    /// All that a first commit can carry, tables whole, two blocks of packed records.
    static final CommitHeader FULL =
            new CommitHeader(
                    1,
                    new BatchId(0x0123456789ABCDEFL, 0xFEDCBA9876543210L),
                    TIME,
                    new Carried.Whole<>(
                            new CollectionSettings(
                                    Similarity.DOT,
                                    OptionalInt.of(3),
                                    "bge-small-en-v1.5",
                                    true,
                                    true,
                                    4,
                                    2)),
                    true,
                    true,
                    0,
                    new Carried.Whole<>(Map.of("p/c/t/0", 42L, "p/c/t/1", -1L)),
                    new Carried.Whole<>(List.of()),
                    List.of(
                            new PartEntry(
                                    new BatchId(1, 2),
                                    0,
                                    5,
                                    new KeyProgress("caller/k", 0, 5, digest(7), true),
                                    List.of()),
                            new PartEntry(
                                    new BatchId(-1, Long.MIN_VALUE),
                                    0,
                                    2,
                                    null,
                                    List.of(new SourceAdvance("p/c/t/0", -1, 42)))),
                    List.of(new ListedId("alice", 0xFFFF), new ListedId("gone", ListedId.DELETED)),
                    List.of(),
                    List.of());

    /// A later commit, whose tables are at earlier ones or have keys.
    static final CommitHeader CARRIED =
            new CommitHeader(
                    1L << 40,
                    new BatchId(3, 4),
                    TIME.plusSeconds(1),
                    new Carried.At<>(1),
                    false,
                    false,
                    (1L << 40) - 1,
                    new Carried.At<>((1L << 40) - 1),
                    new Carried.Whole<>(
                            List.of(
                                    new LivingKey(
                                            new KeyProgress("caller/k", 3, 9, digest(9), false),
                                            17,
                                            TIME))),
                    List.of(),
                    List.of(),
                    List.of("00000000000000000016-a", "00000000000000000017-b"),
                    List.of());

    /// Too short to be packed: its block is stored.
    static final LogRecord CARRIED_RECORD =
            new LogRecord.DocumentTombstone(new DocumentId("short"));

    private GoldenCommits() {}

    static List<LogRecord> fullRecords() {
        Map<String, FieldValue> metadata = new LinkedHashMap<>();
        metadata.put("year", new FieldValue.Whole(2026));
        metadata.put("share", new FieldValue.Real(0.1));
        metadata.put("none", FieldValue.Null.NULL);
        metadata.put("tags", new FieldValue.Items(List.of(new FieldValue.Text("é😀"))));
        metadata.put("flags", new Fields(Map.of("on", new FieldValue.Bool(true))));
        Relationship.Key key =
                new Relationship.Key(new DocumentId("alice"), new DocumentId("bob"), "knows");
        return List.of(
                document("alice", new Content.Text("a".repeat(70_000)), "news", null),
                document("bob", new Content.Structured(new Fields(metadata)), null, "c-9"),
                document("carol", new Content.Text("b".repeat(70_000)), null, null),
                new LogRecord.DocumentWrite(
                        new Document(
                                new DocumentId("~00ff000102030405060708090a0b0c0d0e0f"),
                                "event",
                                null,
                                new Vector(new float[] {0.5f, -1f, Float.MIN_VALUE}, true),
                                new Fields(metadata),
                                null,
                                null,
                                Instant.EPOCH.minusNanos(1))),
                new LogRecord.DocumentTombstone(new DocumentId("gone")),
                new LogRecord.Locator(new DocumentId("alice"), 0xFFFF),
                new LogRecord.RelationshipWrite(
                        new Relationship(key, 2.5, new Fields(metadata)), End.SOURCE),
                new LogRecord.RelationshipWrite(
                        new Relationship(key, 2.5, new Fields(metadata)), End.TARGET),
                new LogRecord.RelationshipTombstone(key, End.SOURCE));
    }

    private static LogRecord document(
            String id, Content content, @Nullable String domain, @Nullable String customerId) {
        return new LogRecord.DocumentWrite(
                new Document(
                        new DocumentId(id),
                        null,
                        content,
                        new Vector(new float[] {1, 2, 3}, false),
                        Fields.EMPTY,
                        domain,
                        customerId,
                        TIME));
    }

    private static Digest digest(int filling) {
        byte[] bytes = new byte[Digest.LENGTH];
        Arrays.fill(bytes, (byte) filling);
        return new Digest(bytes);
    }

    /// Writes the golden files into the folder given, where they are not yet.
    static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        try (CommitCodec codec = new CommitCodec()) {
            List<EncodedRecord> records = fullRecords().stream().map(RecordCodec::encode).toList();
            Files.write(
                    folder.resolve("commit-1-full.bin"),
                    codec.encode(FULL, records),
                    StandardOpenOption.CREATE_NEW);
            Files.write(
                    folder.resolve("commit-1-carried.bin"),
                    codec.encode(CARRIED, List.of(RecordCodec.encode(CARRIED_RECORD))),
                    StandardOpenOption.CREATE_NEW);
        }
    }
}
