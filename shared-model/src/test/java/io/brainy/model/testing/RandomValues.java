package io.brainy.model.testing;

import io.brainy.model.document.Content;
import io.brainy.model.document.Document;
import io.brainy.model.document.DocumentId;
import io.brainy.model.document.FieldValue;
import io.brainy.model.document.Relationship;
import io.brainy.model.document.Vector;
import io.brainy.model.log.BatchId;
import io.brainy.model.log.Carried;
import io.brainy.model.log.CollectionSettings;
import io.brainy.model.log.CollectionSettings.Similarity;
import io.brainy.model.log.CommitHeader;
import io.brainy.model.log.CommitHeader.ListedId;
import io.brainy.model.log.CommitHeader.LivingKey;
import io.brainy.model.log.Digest;
import io.brainy.model.log.LogRecord;
import io.brainy.model.log.PartEntry;
import io.brainy.model.log.PartEntry.KeyProgress;
import io.brainy.model.log.PartEntry.SourceAdvance;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Values of every shape that the formats know, from one source of randomness.
public final class RandomValues {

    private static final String[] ALPHABETS = {"abcxyz", "äöüß€", "語文字", "\uFFFD\0\n\"", "😀🎈"};

    private final RandomGenerator random;

    public RandomValues(RandomGenerator random) {
        this.random = random;
    }

    public LogRecord record() {
        return switch (random.nextInt(8)) {
            case 0 -> new LogRecord.DocumentTombstone(documentId());
            case 1 -> new LogRecord.Locator(clientId(), random.nextInt(1 << 16));
            case 2 -> new LogRecord.RelationshipWrite(relationship(), end());
            case 3 -> new LogRecord.RelationshipTombstone(relationship().key(), end());
            default -> new LogRecord.DocumentWrite(document());
        };
    }

    /// A header that a commit of this number may have, without blocks.
    public CommitHeader header(long number) {
        return new CommitHeader(
                number,
                batchId(),
                instant(),
                carried(number, this::settings),
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextLong(number),
                carried(number, this::offsets),
                carried(number, () -> number == 1 ? List.of() : list(() -> livingKey(number))),
                list(() -> part(number)),
                list(() -> new ListedId(clientId().value(), random.nextInt(-1, 1 << 16))),
                list(this::text),
                List.of());
    }

    public CollectionSettings settings() {
        boolean named = random.nextBoolean();
        return new CollectionSettings(
                List.of(Similarity.values()).get(random.nextInt(3)),
                random.nextBoolean()
                        ? OptionalInt.of(1 + random.nextInt(4096))
                        : OptionalInt.empty(),
                named ? text() : maybe(this::text),
                named,
                random.nextBoolean(),
                1 + random.nextInt(256),
                1 + random.nextInt(16));
    }

    public PartEntry part(long number) {
        return new PartEntry(
                batchId(),
                random.nextLong(number),
                random.nextInt(10_001),
                maybe(this::progress),
                list(() -> new SourceAdvance(text(), random.nextLong(), random.nextLong())));
    }

    public <T> List<T> list(Supplier<T> item) {
        return Stream.generate(item).limit(random.nextInt(4)).toList();
    }

    private KeyProgress progress() {
        long first = random.nextLong(1000);
        return new KeyProgress(
                text(), first, first + random.nextInt(1000), digest(), random.nextBoolean());
    }

    private LivingKey livingKey(long number) {
        return new LivingKey(progress(), random.nextLong(1, number), instant());
    }

    private Map<String, Long> offsets() {
        Map<String, Long> offsets = new LinkedHashMap<>();
        list(this::text).forEach(source -> offsets.put(source, random.nextLong()));
        return offsets;
    }

    private <T> Carried<T> carried(long number, Supplier<T> whole) {
        return number == 1 || random.nextBoolean()
                ? new Carried.Whole<>(whole.get())
                : new Carried.At<>(random.nextLong(1, number));
    }

    public List<LogRecord> records(int count) {
        List<LogRecord> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            records.add(record());
        }
        return records;
    }

    public Document document() {
        return new Document(
                documentId(),
                maybe(this::text),
                maybe(this::content),
                maybe(() -> new Vector(floats(1 + random.nextInt(40)), random.nextBoolean())),
                fields(3),
                maybe(this::text),
                maybe(this::text),
                instant());
    }

    public Instant instant() {
        return Instant.ofEpochSecond(
                random.nextLong(-100_000_000_000L, 100_000_000_000L),
                random.nextInt(1_000_000_000));
    }

    public DocumentId documentId() {
        return random.nextInt(4) == 0
                ? new DocumentId(
                        "~%04x%016x%016x"
                                .formatted(
                                        random.nextInt(1 << 16),
                                        random.nextLong(),
                                        random.nextLong()))
                : clientId();
    }

    public DocumentId clientId() {
        return new DocumentId("id-" + HexFormat.of().toHexDigits(random.nextInt()));
    }

    public Relationship relationship() {
        return new Relationship(
                new Relationship.Key(documentId(), documentId(), text()),
                random.nextBoolean() ? 1.0 : random.nextDouble() * 1000,
                fields(2));
    }

    public BatchId batchId() {
        return new BatchId(random.nextLong(), random.nextLong());
    }

    public Digest digest() {
        byte[] bytes = new byte[Digest.LENGTH];
        random.nextBytes(bytes);
        return new Digest(bytes);
    }

    public Content content() {
        return random.nextBoolean() ? new Content.Text(text()) : new Content.Structured(fields(3));
    }

    public String text() {
        StringBuilder text = new StringBuilder();
        String alphabet = ALPHABETS[random.nextInt(ALPHABETS.length)];
        int[] codePoints = alphabet.codePoints().toArray();
        int length = random.nextInt(random.nextInt(10) == 0 ? 300 : 12);
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(codePoints[random.nextInt(codePoints.length)]);
        }
        return text.toString();
    }

    public FieldValue.Fields fields(int levels) {
        Map<String, FieldValue> values = new LinkedHashMap<>();
        int count = random.nextInt(5);
        for (int i = 0; i < count; i++) {
            values.put(text(), value(levels - 1));
        }
        return new FieldValue.Fields(values);
    }

    public float[] floats(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    public <T> @Nullable T maybe(Supplier<T> value) {
        return random.nextBoolean() ? value.get() : null;
    }

    private FieldValue value(int levels) {
        return switch (random.nextInt(levels > 0 ? 7 : 5)) {
            case 0 -> FieldValue.Null.NULL;
            case 1 -> new FieldValue.Bool(random.nextBoolean());
            case 2 -> new FieldValue.Whole(random.nextLong() >> random.nextInt(64));
            case 3 -> new FieldValue.Real(random.nextGaussian());
            case 4 -> new FieldValue.Text(text());
            case 5 -> fields(levels);
            default -> {
                List<FieldValue> items = new ArrayList<>();
                int count = random.nextInt(5);
                for (int i = 0; i < count; i++) {
                    items.add(value(levels - 1));
                }
                yield new FieldValue.Items(items);
            }
        };
    }

    private LogRecord.End end() {
        return random.nextBoolean() ? LogRecord.End.SOURCE : LogRecord.End.TARGET;
    }
}
