package io.brainy.model.log;

import io.brainy.model.codec.ByteReader;
import io.brainy.model.codec.ByteWriter;
import io.brainy.model.codec.SectionReader;
import io.brainy.model.document.Content;
import io.brainy.model.document.Document;
import io.brainy.model.document.DocumentId;
import io.brainy.model.document.FieldValue;
import io.brainy.model.document.Vector;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The body of a document's record: flags that say which fields follow, then these, then sections
/// of a later version, if any. The vector is not in it, only whether there is one and who made it.
final class DocumentCodec {

    private static final int TYPE = 1;
    private static final int TEXT_CONTENT = 1 << 1;
    private static final int STRUCTURED_CONTENT = 1 << 2;
    private static final int VECTOR = 1 << 3;
    private static final int VECTOR_MADE = 1 << 4;
    private static final int DOMAIN = 1 << 5;
    private static final int CUSTOMER_ID = 1 << 6;
    private static final int METADATA = 1 << 7;
    private static final int KNOWN = (1 << 8) - 1;

    private DocumentCodec() {}

    static void write(ByteWriter out, Document document) {
        out.varint(flags(document)).text(document.id().value());
        InstantCodec.write(out, document.createdAt());
        writeIfPresent(out, document.type());
        switch (document.content()) {
            case null -> {}
            case Content.Text(String text) -> out.text(text);
            case Content.Structured(FieldValue.Fields fields) ->
                    FieldValueCodec.writeFields(out, fields);
        }
        writeIfPresent(out, document.domain());
        writeIfPresent(out, document.customerId());
        if (!document.metadata().values().isEmpty()) {
            FieldValueCodec.writeFields(out, document.metadata());
        }
    }

    /// @param vector the vector's components, whose origin the flags correct; null leaves it out
    static Document read(ByteReader in, @Nullable Vector vector) {
        int flags = readFlags(in);
        VectorOrigin origin = origin(flags);
        if (vector != null && origin == VectorOrigin.NONE) {
            throw in.corrupt("the document has no vector, found one beside it");
        }
        DocumentId id = new DocumentId(in.text());
        Instant createdAt = InstantCodec.read(in);
        String type = (flags & TYPE) == 0 ? null : in.text();
        Content content = null;
        if ((flags & TEXT_CONTENT) != 0) {
            content = new Content.Text(in.text());
        } else if ((flags & STRUCTURED_CONTENT) != 0) {
            content = new Content.Structured(FieldValueCodec.readFields(in));
        }
        String domain = (flags & DOMAIN) == 0 ? null : in.text();
        String customerId = (flags & CUSTOMER_ID) == 0 ? null : in.text();
        FieldValue.Fields metadata =
                (flags & METADATA) == 0 ? FieldValue.Fields.EMPTY : FieldValueCodec.readFields(in);
        SectionReader.skipOptional(in);
        boolean made = origin == VectorOrigin.MADE;
        Vector own =
                vector == null || vector.made() == made
                        ? vector
                        : new Vector(vector.components(), made);
        return new Document(id, type, content, own, metadata, domain, customerId, createdAt);
    }

    static VectorOrigin readOrigin(ByteReader in) {
        return origin(readFlags(in));
    }

    private static void writeIfPresent(ByteWriter out, @Nullable String text) {
        if (text != null) {
            out.text(text);
        }
    }

    private static int flags(Document document) {
        int flags = 0;
        if (document.type() != null) {
            flags |= TYPE;
        }
        flags |=
                switch (document.content()) {
                    case null -> 0;
                    case Content.Text _ -> TEXT_CONTENT;
                    case Content.Structured _ -> STRUCTURED_CONTENT;
                };
        Vector vector = document.vector();
        if (vector != null) {
            flags |= vector.made() ? VECTOR | VECTOR_MADE : VECTOR;
        }
        if (document.domain() != null) {
            flags |= DOMAIN;
        }
        if (document.customerId() != null) {
            flags |= CUSTOMER_ID;
        }
        if (!document.metadata().values().isEmpty()) {
            flags |= METADATA;
        }
        return flags;
    }

    private static int readFlags(ByteReader in) {
        long flags = in.varint();
        if ((flags & ~KNOWN) != 0) {
            throw in.newer("a document has the unknown flags 0x%x".formatted(flags));
        }
        if ((flags & TEXT_CONTENT) != 0 && (flags & STRUCTURED_CONTENT) != 0) {
            throw in.corrupt("a document has two contents");
        }
        if ((flags & VECTOR_MADE) != 0 && (flags & VECTOR) == 0) {
            throw in.corrupt("a document has a made vector and none");
        }
        return (int) flags;
    }

    private static VectorOrigin origin(int flags) {
        if ((flags & VECTOR) == 0) {
            return VectorOrigin.NONE;
        }
        return (flags & VECTOR_MADE) == 0 ? VectorOrigin.GIVEN : VectorOrigin.MADE;
    }
}
