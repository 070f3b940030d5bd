package io.brainy.ingest.write;

import io.brainy.model.document.DocumentId;
import io.brainy.model.error.BrainyException;
import org.jspecify.annotations.Nullable;

/// The result of a request of one item, whose failure is the request's.
final class LoneResult implements ItemSink {

    private @Nullable Written written;
    private @Nullable BrainyException failure;

    @Override
    public void written(Item item, DocumentId id, long position) {
        written = new Written(id, position, Written.Change.UNKNOWN);
    }

    @Override
    public void failed(Item item, @Nullable DocumentId id, BrainyException reason) {
        failure = reason;
    }

    Written get() {
        if (failure != null) {
            throw failure;
        }
        if (written == null) {
            throw new IllegalStateException("the item was neither written nor refused");
        }
        return written;
    }
}
