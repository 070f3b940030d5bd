package io.brainy.engine.segment;

import io.brainy.engine.part.PartReader;
import io.brainy.model.document.Document;
import io.brainy.model.document.Vector;
import io.brainy.model.error.CorruptException;
import io.brainy.model.log.RecordCodec;
import java.io.IOException;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues.DocIndexIterator;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.StoredFieldVisitor;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/// A segment's documents, column by column. A column is opened when it is first asked for.
final class SegmentPartReader implements PartReader {

    private final LeafReader leaf;
    private @Nullable BinaryDocValues ids;
    private @Nullable NumericDocValues versions;
    private @Nullable NumericDocValues slots;
    private @Nullable StoredFields sources;
    private @Nullable FloatVectorValues vectors;
    private @Nullable DocIndexIterator vectorOrdinals;
    private @Nullable BinaryDocValues givenVectors;

    SegmentPartReader(LeafReader leaf) {
        this.leaf = leaf;
    }

    @Override
    public BytesRef id(int doc) throws IOException {
        BinaryDocValues column = ids;
        if (column == null) {
            column = DocValues.getBinary(leaf, SegmentFields.ID);
            ids = column;
        }
        check(column.advanceExact(doc), doc, "id");
        return column.binaryValue();
    }

    @Override
    public long version(int doc) throws IOException {
        NumericDocValues column = versions;
        if (column == null) {
            column = DocValues.getNumeric(leaf, SegmentFields.VERSION);
            versions = column;
        }
        check(column.advanceExact(doc), doc, "version");
        return column.longValue();
    }

    @Override
    public int slot(int doc) throws IOException {
        NumericDocValues column = slots;
        if (column == null) {
            column = DocValues.getNumeric(leaf, SegmentFields.SLOT);
            slots = column;
        }
        check(column.advanceExact(doc), doc, "slot");
        return (int) column.longValue();
    }

    @Override
    public float[] vector(int doc) throws IOException {
        float[] vector = vectorOrNull(doc);
        if (vector == null) {
            throw missing(doc, "vector");
        }
        return vector;
    }

    private float @Nullable [] vectorOrNull(int doc) throws IOException {
        if (vectors == null || vectorOrdinals == null) {
            FloatVectorValues values = leaf.getFloatVectorValues(SegmentFields.VECTOR);
            if (values == null) {
                return null;
            }
            vectors = values;
            vectorOrdinals = values.iterator();
        }
        DocIndexIterator ordinals = vectorOrdinals;
        if (ordinals.docID() < doc) {
            ordinals.advance(doc);
        }
        return ordinals.docID() == doc ? vectors.vectorValue(ordinals.index()) : null;
    }

    @Override
    public Document document(int doc) throws IOException {
        Source source = source(doc);
        return RecordCodec.decodeDocument(source.bytes, 0, source.bytes.length, null);
    }

    @Override
    public Document documentWithVector(int doc) throws IOException {
        Source source = source(doc);
        float[] components = givenVector(doc);
        Vector vector = components == null ? null : new Vector(components, false);
        return RecordCodec.decodeDocument(source.bytes, 0, source.bytes.length, vector);
    }

    private float @Nullable [] givenVector(int doc) throws IOException {
        BinaryDocValues column = givenVectors;
        if (column == null) {
            column = DocValues.getBinary(leaf, SegmentFields.GIVEN_VECTOR);
            givenVectors = column;
        }
        if (column.advanceExact(doc)) {
            return SegmentFields.floatsOf(column.binaryValue());
        }
        float[] shared = vectorOrNull(doc);
        return shared == null ? null : shared.clone();
    }

    private Source source(int doc) throws IOException {
        StoredFields fields = sources;
        if (fields == null) {
            fields = leaf.storedFields();
            sources = fields;
        }
        Source source = new Source();
        fields.document(doc, source);
        check(source.bytes.length > 0, doc, "source");
        return source;
    }

    private void check(boolean there, int doc, String column) {
        if (!there) {
            throw missing(doc, column);
        }
    }

    private CorruptException missing(int doc, String column) {
        return new CorruptException("document " + doc + " of " + leaf + " has no " + column);
    }

    private static final class Source extends StoredFieldVisitor {

        private byte[] bytes = {};

        @Override
        public Status needsField(FieldInfo field) {
            return field.name.equals(SegmentFields.SOURCE) ? Status.YES : Status.NO;
        }

        @Override
        public void binaryField(FieldInfo field, byte[] value) {
            bytes = value;
        }
    }
}
