package io.brainy.ingest.write;

import io.brainy.ingest.embedding.VectorMaker;
import io.brainy.ingest.write.PartDraft.Entry;
import io.brainy.model.document.Document;
import io.brainy.model.document.Vector;
import io.brainy.model.error.BrainyException;
import io.brainy.model.error.ProblemType;
import io.brainy.model.error.UnavailableException;
import io.brainy.model.log.LogRecord;
import io.brainy.model.log.RecordCodec;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Makes a part that was refused anew, as the collection takes it now.
final class PartRemake {

    /// How often before its items fail.
    static final int MAX_TIMES = 10;

    private final Opening opening;
    private final VectorMaker maker;
    private final Fates fates;
    private final Duration timeout;

    PartRemake(Opening opening, VectorMaker maker, Fates fates, Duration timeout) {
        this.opening = opening;
        this.maker = maker;
        this.fates = fates;
        this.timeout = timeout;
    }

    /// @param overwritten where later parts of the request wrote ids of this one meanwhile: those
    ///   documents are told at that position
    PartDraft of(PartDraft refused, Map<String, Long> overwritten) {
        PartDraft remade = new PartDraft();
        for (Entry entry : refused.entries()) {
            Long position = overwritten.get(entry.document().id().value());
            if (position != null) {
                fates.written(entry, position);
                continue;
            }
            try {
                Document document = withVector(entry.document());
                remade.add(
                        entry.with(document),
                        RecordCodec.encode(new LogRecord.DocumentWrite(document)));
            } catch (BrainyException e) {
                fates.failed(entry, e);
            }
        }
        return remade;
    }

    private Document withVector(Document before) {
        Document document = Admission.readmit(before, opening.rule());
        String text = VectorMaker.missing(document);
        String model = text == null ? null : opening.rule().makes();
        if (text == null || model == null) {
            return document;
        }
        List<Vector> made = Await.value(maker.make(model, List.of(text)), timeout, "embedding");
        return document.withVector(made.getFirst());
    }

    UnavailableException contended(String why) {
        return new UnavailableException(
                ProblemType.UNAVAILABLE,
                "the collection "
                        + opening.name()
                        + " changed while it was written: "
                        + why
                        + "; send this again",
                Duration.ofSeconds(1));
    }
}
