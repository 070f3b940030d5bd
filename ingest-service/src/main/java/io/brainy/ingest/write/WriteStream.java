package io.brainy.ingest.write;

import io.brainy.coordinator.json.DocumentDraft;
import io.brainy.coordinator.time.Ticker;
import io.brainy.ingest.embedding.VectorMaker;
import io.brainy.ingest.write.PartDraft.Entry;
import io.brainy.model.document.Document;
import io.brainy.model.error.BrainyException;
import io.brainy.model.error.OverloadedException;
import io.brainy.model.error.ProblemType;
import io.brainy.model.key.CollectionName;
import io.brainy.model.log.EncodedRecord;
import io.brainy.model.log.LogRecord;
import io.brainy.model.log.RecordCodec;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// One request's documents on their way into the log, run by the request's own thread as a pipeline
/// of bounded length: a document is admitted, waits in the [EmbeddingStage] for its vector, is
/// encoded into a part, and the [PartStage] commits parts while later documents are read. Items
/// take effect in their order.
final class WriteStream implements AutoCloseable {

    /// What a document takes of memory beside its text and vector.
    private static final long OVERHEAD_BYTES = 512;

    /// What a stream uses of its node.
    record Node(
            WriteTarget target,
            PartSubmission submission,
            VectorMaker maker,
            InFlightBytes memory,
            InstantSource clock,
            Ticker ticker,
            WriteLimits limits) {}

    /// Whether a request was read to its end; if not, a retry with its key may bring more.
    enum Ending {
        WHOLE,
        BROKEN_OFF
    }

    private final Node node;
    private final Pace pace;
    private final InFlightBytes.Share memory;
    private final Fates fates;
    private final Opening opening;
    private final EmbeddingStage embedding;
    private final PartStage parts;

    private PartDraft part = new PartDraft();
    private long oldestNanos;

    WriteStream(
            Node node,
            CollectionName name,
            ItemSink sink,
            Pace pace,
            @Nullable IdempotencyKey key) {
        this.node = node;
        this.pace = pace;
        this.memory = node.memory().share();
        this.fates = new Fates(sink, memory);
        this.opening = new Opening(node.target(), node.maker(), name);
        this.embedding =
                new EmbeddingStage(
                        node.maker(), pace, fates, node.limits().timeout(), this::append);
        PartRemake remake = new PartRemake(opening, node.maker(), fates, node.limits().timeout());
        this.parts =
                key == null
                        ? new PartPipeline(
                                node.submission(),
                                opening,
                                remake,
                                fates,
                                pace,
                                node.limits().partsInFlight())
                        : new KeyedParts(
                                node.submission(),
                                opening,
                                remake,
                                fates,
                                pace,
                                new ItemChain(key));
    }

    /// Takes note of the next item's bytes, before it is added or refused.
    void read(byte[] bytes, int offset, int length) {
        if (parts instanceof KeyedParts keyed) {
            keyed.read(bytes, offset, length);
        }
    }

    /// The item could not be read as a document.
    void refuse(Item item, BrainyException reason) {
        fates.unread(item, reason);
    }

    /// Adds the next item. What is wrong with it is its own failure.
    void add(Item item, DocumentDraft draft, int bytes) {
        try {
            admit(item, draft, bytes);
        } catch (BrainyException e) {
            if (e.type() == ProblemType.IDEMPOTENCY_KEY_REUSED) {
                // That is the request's fault and not the item's.
                throw e;
            }
            fates.refused(item, draft, e);
        }
    }

    private void admit(Item item, DocumentDraft draft, int bytes) {
        opening.open(draft, node.clock().instant());
        Document document = Admission.admit(draft, opening.rule(), node.clock().instant());
        if (parts instanceof KeyedParts keyed && keyed.tellKnown(item, document.id())) {
            return;
        }
        String text = VectorMaker.missing(document);
        String model = text == null ? null : opening.rule().makes();
        float[] vector = draft.vector();
        long reserved = OVERHEAD_BYTES + bytes + (vector == null ? 0 : 4L * vector.length);
        reserve(reserved);
        long now = node.ticker().nanos();
        if (embedding.isEmpty() && part.isEmpty()) {
            oldestNanos = now;
        }
        Entry entry = new Entry(item, document, reserved);
        if (text == null || model == null) {
            embedding.add(entry);
        } else {
            embedding.add(entry, model, text);
        }
        if (now - oldestNanos > node.limits().linger().toNanos()) {
            embedding.push();
            submitPart();
            oldestNanos = now;
        }
    }

    private void reserve(long bytes) {
        if (memory.tryTake(bytes)) {
            return;
        }
        OverloadedException full = node.memory().full();
        if (pace instanceof Pace.FailFast) {
            throw full;
        }
        // Who waits for room holds none.
        embedding.drain();
        submitPart();
        parts.settle();
        memory.take(bytes, node.limits().patience());
    }

    private void append(Entry entry) {
        EncodedRecord record;
        try {
            record = RecordCodec.encode(new LogRecord.DocumentWrite(entry.document()));
        } catch (BrainyException e) {
            fates.failed(entry, e);
            return;
        }
        if (!part.fits(record)) {
            submitPart();
        }
        part.add(entry, record);
    }

    private void submitPart() {
        if (!part.isEmpty()) {
            PartDraft full = part;
            part = new PartDraft();
            parts.submit(full);
        }
    }

    /// All is read: returns when every item's fate is told.
    void finish(Ending ending) {
        embedding.drain();
        switch (ending) {
            case WHOLE -> {
                PartDraft last = part;
                part = new PartDraft();
                parts.finish(last);
            }
            case BROKEN_OFF -> {
                submitPart();
                parts.settle();
            }
        }
    }

    /// Gives back what was held, however the request ended.
    @Override
    public void close() {
        memory.close();
    }
}
