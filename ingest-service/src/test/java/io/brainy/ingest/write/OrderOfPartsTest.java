package io.brainy.ingest.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.brainy.coordinator.json.JsonItems;
import io.brainy.coordinator.time.SystemTime;
import io.brainy.ingest.embedding.VectorMaker;
import io.brainy.ingest.testing.FakeCollectionLog;
import io.brainy.ingest.testing.FakeCollections;
import io.brainy.ingest.testing.FakeEmbedder;
import io.brainy.model.document.Document;
import io.brainy.model.error.OverloadedException;
import io.brainy.model.error.UnavailableException;
import io.brainy.model.key.CollectionName;
import io.brainy.model.log.CollectionSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Items take effect in their order, whatever is refused in between, and nothing stays reserved.
class OrderOfPartsTest {

    private static final CollectionName NAME = new CollectionName("c");
    private static final long MEMORY = 64 << 20;

    private final FakeCollections collections = new FakeCollections();
    private final InFlightBytes memory = new InFlightBytes(MEMORY);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final DocumentWrites writes = writes(memory);

    private DocumentWrites writes(InFlightBytes room) {
        return new DocumentWrites(
                collections,
                new VectorMaker(new FakeEmbedder()),
                room,
                InstantSource.fixed(Instant.EPOCH),
                SystemTime.ticker(),
                _ -> {},
                new Random(7),
                new WriteLimits(
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(60),
                        3,
                        MEMORY),
                new WriteMetrics(meters, room));
    }

    @BeforeEach
    void create() {
        assertThat(collections.openOrCreate(NAME, CollectionSettings.DEFAULTS).join().created())
                .isTrue();
    }

    /// 25,000 documents are three parts; the first is refused while those behind it are taken.
    @Test
    void aPartThatWasRefusedDoesNotOverwriteWhatCameBehindIt() {
        log().failNext(new OverloadedException("full", Duration.ZERO));

        BulkResult result = writes.write(NAME, items(25_000, 5_000), null);

        assertThat(result.failed()).isZero();
        assertThat(result.written()).isEqualTo(25_000);
        for (int id = 0; id < 5_000; id++) {
            assertThat(document("d" + id).type()).isEqualTo("t" + (20_000 + id));
        }
        assertThat(memory.freeBytes()).isEqualTo(MEMORY);
        assertThat(meters.counter("brainy.ingest.documents", "outcome", "written").count())
                .isEqualTo(25_000.0);
    }

    @Test
    void manyRefusalsAreOutlasted() {
        log().overloadNext(20);

        BulkResult result = writes.write(NAME, items(30_000, 30_000), null);

        assertThat(result.written()).isEqualTo(30_000);
        assertThat(log().documents()).hasSize(30_000);
        assertThat(memory.freeBytes()).isEqualTo(MEMORY);
    }

    @Test
    void whatFailsForGoodFailsItsItemsOnly() {
        log().failNext(new UnavailableException("lost", new IllegalStateException()));

        BulkResult result = writes.write(NAME, items(25_000, 25_000), null);

        assertThat(result.failed()).isEqualTo(10_000);
        assertThat(result.written()).isEqualTo(15_000);
        assertThat(memory.freeBytes()).isEqualTo(MEMORY);
    }

    @Test
    void aStreamGoesOnWithLittleMemory() {
        InFlightBytes little = new InFlightBytes(64 << 10);

        BulkResult result = writes(little).write(NAME, items(5_000, 5_000), null);

        assertThat(result.written()).isEqualTo(5_000);
        assertThat(log().partSizes()).allMatch(size -> size <= 64);
        assertThat(little.freeBytes()).isEqualTo(64 << 10);
    }

    private static JsonItems items(int count, int ids) {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < count; i++) {
            body.append("{\"id\":\"d").append(i % ids).append("\",\"type\":\"t").append(i);
            body.append("\"}\n");
        }
        return JsonItems.lines(
                new ByteArrayInputStream(body.toString().getBytes(StandardCharsets.UTF_8)),
                1 << 20);
    }

    private FakeCollectionLog log() {
        return collections.log(NAME.value());
    }

    private Document document(String id) {
        return Objects.requireNonNull(log().document(id), id).document();
    }
}
