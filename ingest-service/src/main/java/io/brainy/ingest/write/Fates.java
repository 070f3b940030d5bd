package io.brainy.ingest.write;

import io.brainy.coordinator.json.DocumentDraft;
import io.brainy.ingest.write.PartDraft.Entry;
import io.brainy.model.document.DocumentId;
import io.brainy.model.error.BrainyException;

/// Tells what became of a request's items, and gives back the memory that they held.
final class Fates {

    private final ItemSink sink;
    private final InFlightBytes.Share memory;

    Fates(ItemSink sink, InFlightBytes.Share memory) {
        this.sink = sink;
        this.memory = memory;
    }

    void written(PartDraft part, long position) {
        part.entries().forEach(entry -> written(entry, position));
    }

    void written(Entry entry, long position) {
        memory.release(entry.reserved());
        sink.written(entry.item(), entry.document().id(), position);
    }

    /// An item that held nothing, since an earlier request wrote it.
    void writtenBefore(Item item, DocumentId id, long position) {
        sink.written(item, id, position);
    }

    void failed(PartDraft part, BrainyException reason) {
        part.entries().forEach(entry -> failed(entry, reason));
    }

    void failed(Entry entry, BrainyException reason) {
        memory.release(entry.reserved());
        sink.failed(entry.item(), entry.document().id(), reason);
    }

    /// An item that was refused before it held anything.
    void refused(Item item, DocumentDraft draft, BrainyException reason) {
        sink.failed(item, draft.id(), reason);
    }

    /// An item that could not even be read.
    void unread(Item item, BrainyException reason) {
        sink.failed(item, null, reason);
    }
}
