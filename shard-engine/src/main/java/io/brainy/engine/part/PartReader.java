package io.brainy.engine.part;

import io.brainy.model.document.Document;
import java.io.IOException;
import org.apache.lucene.util.BytesRef;

/// Reads documents of one part, for one thread. Documents are numbered from 0; they are asked for
/// in ascending order, each any number of times.
public interface PartReader {

    /// The id as UTF-8; valid until the next call.
    BytesRef id(int doc) throws IOException;

    /// The position of the commit that wrote it.
    long version(int doc) throws IOException;

    int slot(int doc) throws IOException;

    /// The vector as it is compared; only of documents that have one. Valid until the next call.
    float[] vector(int doc) throws IOException;

    /// The document without its vector.
    Document document(int doc) throws IOException;

    /// The document as it was written.
    Document documentWithVector(int doc) throws IOException;
}
