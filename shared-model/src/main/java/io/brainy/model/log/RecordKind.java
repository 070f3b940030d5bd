package io.brainy.model.log;

import io.brainy.model.codec.ByteReader;

/// The kinds of record by the numbers that stand in a record's head for ever.
enum RecordKind {
    DOCUMENT_WRITE(1),
    DOCUMENT_TOMBSTONE(2),
    LOCATOR(3),
    RELATIONSHIP_WRITE(4),
    RELATIONSHIP_TOMBSTONE(5);

    private final int code;

    RecordKind(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static RecordKind of(LogRecord record) {
        return switch (record) {
            case LogRecord.DocumentWrite _ -> DOCUMENT_WRITE;
            case LogRecord.DocumentTombstone _ -> DOCUMENT_TOMBSTONE;
            case LogRecord.Locator _ -> LOCATOR;
            case LogRecord.RelationshipWrite _ -> RELATIONSHIP_WRITE;
            case LogRecord.RelationshipTombstone _ -> RELATIONSHIP_TOMBSTONE;
        };
    }

    static RecordKind read(ByteReader in) {
        int code = in.u8();
        return switch (code) {
            case 1 -> DOCUMENT_WRITE;
            case 2 -> DOCUMENT_TOMBSTONE;
            case 3 -> LOCATOR;
            case 4 -> RELATIONSHIP_WRITE;
            case 5 -> RELATIONSHIP_TOMBSTONE;
            default -> throw in.newer("a record is of the unknown kind " + code);
        };
    }
}
