package io.brainy.ingest.write;

import io.brainy.model.document.DocumentId;
import io.brainy.model.error.BrainyException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

/// Counts documents by what became of them.
public final class WriteMetrics {

    private static final String DOCUMENTS = "brainy.ingest.documents";

    private final Counter written;
    private final Counter invalid;
    private final Counter overloaded;
    private final Counter failed;
    private final Counter deleted;

    public WriteMetrics(MeterRegistry registry, InFlightBytes memory) {
        this.written = counter(registry, "written");
        this.invalid = counter(registry, "invalid");
        this.overloaded = counter(registry, "overloaded");
        this.failed = counter(registry, "failed");
        this.deleted = counter(registry, "deleted");
        Gauge.builder("brainy.ingest.memory.free", memory, InFlightBytes::freeBytes)
                .description("what unwritten documents may still take of this node's memory")
                .baseUnit("bytes")
                .register(registry);
    }

    private static Counter counter(MeterRegistry registry, String outcome) {
        return Counter.builder(DOCUMENTS)
                .description("documents of write requests by what became of them")
                .tag("outcome", outcome)
                .register(registry);
    }

    void written() {
        written.increment();
    }

    void deleted(int count) {
        deleted.increment(count);
    }

    void failed(BrainyException reason) {
        int status = reason.type().status();
        if (status == 429) {
            overloaded.increment();
        } else if (status < 500) {
            invalid.increment();
        } else {
            failed.increment();
        }
    }

    ItemSink counting(ItemSink sink) {
        return new ItemSink() {
            @Override
            public void written(Item item, DocumentId id, long position) {
                WriteMetrics.this.written();
                sink.written(item, id, position);
            }

            @Override
            public void failed(Item item, @Nullable DocumentId id, BrainyException reason) {
                WriteMetrics.this.failed(reason);
                sink.failed(item, id, reason);
            }
        };
    }
}
