package io.brainy.engine.segment;

import io.brainy.engine.filter.FilterFields;
import io.brainy.engine.text.Words;
import io.brainy.engine.vector.VectorSpace;
import io.brainy.model.document.Content;
import io.brainy.model.document.Vector;
import io.brainy.model.log.RecordCodec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.IntPoint;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.index.Term;
import org.apache.lucene.util.BytesRef;

/// A document as a segment holds it: filters and words to find it by, its own bytes to give it
/// back, and slot, version and id to order and to hide it by.
final class SegmentFields {

    /// The id as UTF-8: a term to look it up by, and a value to name hits by.
    static final String ID = "_id";

    /// The order of scans begins with it, and splits go by it.
    static final String SLOT = "_slot";

    /// The position of the commit that wrote the document.
    static final String VERSION = "_version";

    /// The document's bytes, all but the vector.
    static final String SOURCE = "_source";

    /// The vector as it is compared.
    static final String VECTOR = "_vector";

    /// The vector as it was given, where that differs: a document that is read and written back
    /// must not drift.
    static final String GIVEN_VECTOR = "_given";

    private final VectorSpace space;
    private final FilterFields filters;

    SegmentFields(VectorSpace space, FilterFields filters) {
        this.space = space;
        this.filters = filters;
    }

    static Term idTerm(String id) {
        return new Term(ID, new BytesRef(id));
    }

    Document of(io.brainy.model.document.Document document, long version) {
        Document fields = new Document();
        filters.add(document, fields);
        Content content = document.content();
        if (content != null) {
            Words.add(content.text(), fields);
        }
        byte[] id = document.id().value().getBytes(StandardCharsets.UTF_8);
        fields.add(new BinaryDocValuesField(ID, new BytesRef(id)));
        fields.add(new IntPoint(SLOT, document.slot()));
        fields.add(new NumericDocValuesField(SLOT, document.slot()));
        fields.add(new NumericDocValuesField(VERSION, version));
        fields.add(new StoredField(SOURCE, RecordCodec.encodeDocument(document)));
        Vector vector = document.vector();
        if (vector != null) {
            float[] given = vector.components();
            float[] indexed = space.indexed(given);
            fields.add(new KnnFloatVectorField(VECTOR, indexed, space.function()));
            if (!Arrays.equals(indexed, given)) {
                fields.add(new BinaryDocValuesField(GIVEN_VECTOR, new BytesRef(bytesOf(given))));
            }
        }
        return fields;
    }

    private static byte[] bytesOf(float[] vector) {
        ByteBuffer bytes =
                ByteBuffer.allocate(Float.BYTES * vector.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vector);
        return bytes.array();
    }

    static float[] floatsOf(BytesRef bytes) {
        float[] vector = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes.bytes, bytes.offset, bytes.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(vector);
        return vector;
    }
}
