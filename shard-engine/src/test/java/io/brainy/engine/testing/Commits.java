package io.brainy.engine.testing;

import io.brainy.model.document.Content;
import io.brainy.model.document.Document;
import io.brainy.model.document.DocumentId;
import io.brainy.model.document.FieldValue;
import io.brainy.model.document.Vector;
import io.brainy.model.log.BatchId;
import io.brainy.model.log.Carried;
import io.brainy.model.log.CollectionSettings;
import io.brainy.model.log.Commit;
import io.brainy.model.log.CommitHeader;
import io.brainy.model.log.LogRecord;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Commits with nothing but a number and records.
public final class Commits {

    public static final Instant DATE = Instant.parse("2026-11-23T07:30:00Z");

    private Commits() {}

    public static Commit commit(long number, LogRecord... records) {
        return commit(number, Arrays.asList(records));
    }

    public static Commit commit(long number, List<LogRecord> records) {
        CommitHeader header =
                new CommitHeader(
                        number,
                        new BatchId(1, number),
                        DATE,
                        new Carried.Whole<>(CollectionSettings.DEFAULTS),
                        false,
                        false,
                        0,
                        new Carried.Whole<>(Map.of()),
                        new Carried.Whole<>(List.of()),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of());
        return new Commit(header, records);
    }

    public static LogRecord write(String id, String content, float @Nullable [] vector) {
        return new LogRecord.DocumentWrite(document(id, content, vector));
    }

    public static LogRecord delete(String id) {
        return new LogRecord.DocumentTombstone(new DocumentId(id));
    }

    public static Document document(String id, String content, float @Nullable [] vector) {
        return new Document(
                new DocumentId(id),
                "note",
                new Content.Text(content),
                vector == null ? null : new Vector(vector, false),
                new FieldValue.Fields(Map.of("length", new FieldValue.Whole(content.length()))),
                null,
                null,
                DATE);
    }
}
