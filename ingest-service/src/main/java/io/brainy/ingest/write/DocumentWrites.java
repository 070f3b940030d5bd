package io.brainy.ingest.write;

import io.brainy.coordinator.json.DocumentDraft;
import io.brainy.coordinator.json.DocumentJson;
import io.brainy.coordinator.json.JsonItems;
import io.brainy.coordinator.json.StrictJson;
import io.brainy.coordinator.log.Collections;
import io.brainy.coordinator.time.Sleeper;
import io.brainy.coordinator.time.Ticker;
import io.brainy.ingest.embedding.VectorMaker;
import io.brainy.ingest.write.WriteStream.Ending;
import io.brainy.model.error.BrainyException;
import io.brainy.model.error.InvalidException;
import io.brainy.model.key.CollectionName;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Writes documents without looking at what is there: one, or as many as a request brings. A single
/// document is a stream of one that fails at once where a longer one waits.
public final class DocumentWrites {

    private final WriteStream.Node node;
    private final Sleeper sleeper;
    private final WriteMetrics metrics;

    public DocumentWrites(
            Collections collections,
            VectorMaker maker,
            InFlightBytes memory,
            InstantSource clock,
            Ticker ticker,
            Sleeper sleeper,
            RandomGenerator random,
            WriteLimits limits,
            WriteMetrics metrics) {
        this.node =
                new WriteStream.Node(
                        new WriteTarget(collections, limits.timeout()),
                        new PartSubmission(random, limits.timeout()),
                        maker,
                        memory,
                        clock,
                        ticker,
                        limits);
        this.sleeper = sleeper;
        this.metrics = metrics;
    }

    /// Writes one document.
    ///
    /// @param body its JSON, for the key
    public Written write(
            CollectionName name, DocumentDraft draft, byte[] body, @Nullable IdempotencyKey key) {
        LoneResult result = new LoneResult();
        ItemSink sink = metrics.counting(result);
        try (var stream = new WriteStream(node, name, sink, new Pace.FailFast(), key)) {
            stream.read(body, 0, body.length);
            stream.add(new Item(0, 1), draft, body.length);
            stream.finish(Ending.WHOLE);
        }
        return result.get();
    }

    /// Writes all items, each for itself, and returns when the fate of every one is known.
    public BulkResult write(CollectionName name, JsonItems items, @Nullable IdempotencyKey key) {
        BulkResult result = new BulkResult();
        Pace pace = new Pace.Wait(sleeper, node.ticker(), node.limits().patience());
        DocumentJson reader = new DocumentJson();
        try (var stream = new WriteStream(node, name, metrics.counting(result), pace, key)) {
            for (int number = 0; items.next(); number++) {
                Item item = new Item(number, items.line());
                InvalidException failure = items.failure();
                if (items.brokenOff() && failure != null) {
                    // A retry may bring it whole, so it is no item of the key's.
                    stream.refuse(item, failure);
                    continue;
                }
                stream.read(items.bytes(), items.offset(), items.length());
                if (failure != null) {
                    stream.refuse(item, failure);
                } else {
                    add(stream, item, items, reader);
                }
            }
            stream.finish(items.brokenOff() ? Ending.BROKEN_OFF : Ending.WHOLE);
        }
        return result;
    }

    private static void add(WriteStream stream, Item item, JsonItems items, DocumentJson reader) {
        DocumentDraft draft;
        try {
            draft = StrictJson.read(items.bytes(), items.offset(), items.length(), reader::read);
        } catch (BrainyException e) {
            stream.refuse(item, e);
            return;
        }
        stream.add(item, draft, items.length());
    }
}
