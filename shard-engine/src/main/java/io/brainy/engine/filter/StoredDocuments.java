package io.brainy.engine.filter;

import io.brainy.model.document.Document;
import java.io.IOException;
import org.apache.lucene.index.LeafReaderContext;

/// Where the documents behind an index can be read whole, without their vectors.
public interface StoredDocuments {

    /// Opens one part of the index for one thread.
    Reader open(LeafReaderContext leaf) throws IOException;

    interface Reader {
        Document read(int doc) throws IOException;
    }
}
