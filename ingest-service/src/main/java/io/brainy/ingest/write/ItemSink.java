package io.brainy.ingest.write;

import io.brainy.model.document.DocumentId;
import io.brainy.model.error.BrainyException;
import org.jspecify.annotations.Nullable;

/// Is told what became of each item, once, in any order.
interface ItemSink {

    void written(Item item, DocumentId id, long position);

    void failed(Item item, @Nullable DocumentId id, BrainyException reason);
}
