package io.brainy.model.log;

import io.brainy.model.codec.ByteReader;
import io.brainy.model.codec.ByteWriter;
import io.brainy.model.codec.SectionReader;
import io.brainy.model.document.Document;
import io.brainy.model.document.DocumentId;
import io.brainy.model.document.FieldValue;
import io.brainy.model.document.Relationship;
import io.brainy.model.document.Vector;
import io.brainy.model.error.CorruptException;
import io.brainy.model.error.InvalidException;
import io.brainy.model.key.Slots;
import io.brainy.model.log.LogRecord.DocumentTombstone;
import io.brainy.model.log.LogRecord.DocumentWrite;
import io.brainy.model.log.LogRecord.End;
import io.brainy.model.log.LogRecord.Locator;
import io.brainy.model.log.LogRecord.RelationshipTombstone;
import io.brainy.model.log.LogRecord.RelationshipWrite;
import org.jspecify.annotations.Nullable;

/// The bodies of records (docs/format.md): the fields of their kind, then sections, of which this
/// version has none. A document's body is also what a segment stores, so the functions for it are
/// public; vectors are never in a body. Safe for concurrent use.
public final class RecordCodec {

    private static final int AT_TARGET = 1;
    private static final int WEIGHT = 1 << 1;
    private static final int METADATA = 1 << 2;
    private static final int KNOWN = (1 << 3) - 1;
    private static final double DEFAULT_WEIGHT = 1.0;

    private RecordCodec() {}

    /// Encodes a record once, on the thread of its request.
    ///
    /// @throws InvalidException when a text is not valid Unicode or values lie too deep
    public static EncodedRecord encode(LogRecord record) {
        ByteWriter out = new ByteWriter();
        float[] vector = null;
        switch (record) {
            case DocumentWrite(Document document) -> {
                DocumentCodec.write(out, document);
                Vector own = document.vector();
                vector = own == null ? null : own.components();
            }
            case DocumentTombstone(DocumentId id) -> out.text(id.value());
            case Locator(DocumentId id, int documentSlot) -> {
                if (documentSlot < 0 || documentSlot >= Slots.COUNT) {
                    throw new IllegalArgumentException("there is no slot " + documentSlot);
                }
                out.text(id.value()).varint(documentSlot);
            }
            case RelationshipWrite(Relationship relationship, End end) ->
                    write(out, relationship, end);
            case RelationshipTombstone(Relationship.Key key, End end) -> {
                out.varint(end == End.TARGET ? AT_TARGET : 0);
                write(out, key);
            }
        }
        return new EncodedRecord(record, out.toByteArray(), vector);
    }

    /// The document's bytes as they stand in its record: all but the vector.
    public static byte[] encodeDocument(Document document) {
        ByteWriter out = new ByteWriter();
        DocumentCodec.write(out, document);
        return out.toByteArray();
    }

    /// Reads what [#encodeDocument] wrote.
    ///
    /// @param vector its components, wherever they were kept; who made them is told by the bytes
    ///   and not by this argument. Null gives the document without its vector.
    public static Document decodeDocument(
            byte[] body, int offset, int length, @Nullable Vector vector) {
        ByteReader in = new ByteReader(body, offset, length, "a stored document");
        try {
            return DocumentCodec.read(in, vector);
        } catch (InvalidException e) {
            throw new CorruptException("a stored document is damaged: " + e.getMessage(), e);
        }
    }

    /// Whether the document has a vector and who made it, without reading more than the first
    /// bytes.
    public static VectorOrigin vectorOrigin(byte[] body, int offset, int length) {
        return DocumentCodec.readOrigin(new ByteReader(body, offset, length, "a stored document"));
    }

    /// Reads a record's body to its end.
    ///
    /// @param components of a document's vector, or null
    static LogRecord decode(ByteReader in, RecordKind kind, float @Nullable [] components) {
        LogRecord record =
                switch (kind) {
                    case DOCUMENT_WRITE -> decodeWrite(in, components);
                    case DOCUMENT_TOMBSTONE -> new DocumentTombstone(new DocumentId(in.text()));
                    case LOCATOR ->
                            new Locator(
                                    new DocumentId(in.text()),
                                    in.varint(Slots.COUNT - 1, "a slot"));
                    case RELATIONSHIP_WRITE -> decodeRelationship(in);
                    case RELATIONSHIP_TOMBSTONE -> {
                        int flags = readFlags(in, AT_TARGET);
                        yield new RelationshipTombstone(readKey(in), end(flags));
                    }
                };
        SectionReader.skipOptional(in);
        return record;
    }

    private static DocumentWrite decodeWrite(ByteReader in, float @Nullable [] components) {
        // The origin is corrected by the flags; one that is missing beside them is damage.
        Vector vector = components == null ? null : new Vector(components, false);
        ByteReader flags = in.copy();
        if (vector == null && DocumentCodec.readOrigin(flags) != VectorOrigin.NONE) {
            throw in.corrupt("the document has a vector, found none beside it");
        }
        return new DocumentWrite(DocumentCodec.read(in, vector));
    }

    private static void write(ByteWriter out, Relationship relationship, End end) {
        boolean weighted = relationship.weight() != DEFAULT_WEIGHT;
        boolean described = !relationship.metadata().values().isEmpty();
        int flags = end == End.TARGET ? AT_TARGET : 0;
        out.varint(flags | (weighted ? WEIGHT : 0) | (described ? METADATA : 0));
        write(out, relationship.key());
        if (weighted) {
            out.f64(relationship.weight());
        }
        if (described) {
            FieldValueCodec.writeFields(out, relationship.metadata());
        }
    }

    private static RelationshipWrite decodeRelationship(ByteReader in) {
        int flags = readFlags(in, KNOWN);
        Relationship.Key key = readKey(in);
        double weight = (flags & WEIGHT) == 0 ? DEFAULT_WEIGHT : in.finite();
        FieldValue.Fields metadata =
                (flags & METADATA) == 0 ? FieldValue.Fields.EMPTY : FieldValueCodec.readFields(in);
        return new RelationshipWrite(new Relationship(key, weight, metadata), end(flags));
    }

    private static void write(ByteWriter out, Relationship.Key key) {
        out.text(key.source().value()).text(key.target().value()).text(key.type());
    }

    private static Relationship.Key readKey(ByteReader in) {
        return new Relationship.Key(
                new DocumentId(in.text()), new DocumentId(in.text()), in.text());
    }

    private static int readFlags(ByteReader in, int known) {
        long flags = in.varint();
        if ((flags & ~known) != 0) {
            throw in.newer("a relationship has the unknown flags 0x%x".formatted(flags));
        }
        return (int) flags;
    }

    private static End end(int flags) {
        return (flags & AT_TARGET) == 0 ? End.SOURCE : End.TARGET;
    }
}
