package io.brainy.engine.memtable;

import io.brainy.engine.part.PartReader;
import io.brainy.engine.vector.FlatVectors;
import io.brainy.model.document.Document;
import io.brainy.model.document.Vector;
import io.brainy.model.log.RecordCodec;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/// A layer's documents, row by row.
final class LayerPartReader implements PartReader {

    private final Rows rows;
    private final @Nullable FlatVectors vectors;

    LayerPartReader(Rows rows, @Nullable FlatVectors vectors) {
        this.rows = rows;
        this.vectors = vectors;
    }

    @Override
    public BytesRef id(int row) {
        return Rows.ref(rows.id(row));
    }

    @Override
    public long version(int row) {
        return rows.born(row);
    }

    @Override
    public int slot(int row) {
        return rows.slot(row);
    }

    @Override
    public float[] vector(int row) {
        if (vectors == null || rows.vector(row) == Rows.NONE) {
            throw new IllegalArgumentException("row " + row + " has no vector");
        }
        return vectors.read(rows.vector(row));
    }

    @Override
    public Document document(int row) {
        byte[] body = rows.body(row).toArray(ValueLayout.JAVA_BYTE);
        return RecordCodec.decodeDocument(body, 0, body.length, null);
    }

    @Override
    public Document documentWithVector(int row) {
        if (rows.vector(row) == Rows.NONE) {
            return document(row);
        }
        byte[] body = rows.body(row).toArray(ValueLayout.JAVA_BYTE);
        MemorySegment given = rows.given(row);
        float[] components =
                given == null ? vector(row) : given.toArray(ValueLayout.JAVA_FLOAT_UNALIGNED);
        return RecordCodec.decodeDocument(body, 0, body.length, new Vector(components, false));
    }
}
