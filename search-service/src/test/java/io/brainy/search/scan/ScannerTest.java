package io.brainy.search.scan;

import static io.brainy.search.testing.TestCollection.document;
import static io.brainy.search.testing.TestCollection.in;
import static io.brainy.search.testing.TestCollection.twoDimensions;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brainy.engine.serve.ShardSnapshot.Fetch;
import io.brainy.model.document.Document;
import io.brainy.model.error.InvalidException;
import io.brainy.model.error.NotFoundException;
import io.brainy.model.error.OverloadedException;
import io.brainy.model.error.ProblemType;
import io.brainy.model.error.UnavailableException;
import io.brainy.model.key.CollectionId;
import io.brainy.model.key.CollectionName;
import io.brainy.model.query.Filter;
import io.brainy.search.plan.Conditions;
import io.brainy.search.shard.Freshness;
import io.brainy.search.shard.ReadPoints;
import io.brainy.search.shard.Scatter;
import io.brainy.search.testing.TestCollection;
import io.brainy.search.testing.TestNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScannerTest {

    private static final CollectionName NOTES = new CollectionName("notes");
    private static final Duration IDLE = Duration.ofMinutes(5);

    private final AtomicLong now = new AtomicLong();
    private final TestNode node = new TestNode();
    private final TestCollection notes = node.add(new TestCollection("notes", twoDimensions(), 3));
    private final Scatter scatter =
            new Scatter(System::nanoTime, Duration.ofMillis(20), Duration.ofSeconds(5), _ -> {});
    private final ScanSessions sessions = new ScanSessions(16, IDLE, now::get, new Random(1));
    private final Scanner scanner =
            new Scanner(new ReadPoints(node, Duration.ofSeconds(5)), node, scatter, sessions);

    @AfterEach
    void nothingStaysOpen() {
        sessions.close();
        scatter.close();
        assertThat(notes.openSnapshots()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 49, 50, 51, 1000})
    void everyDocumentComesOnceInTheOrderOfSlotAndId(int limit) {
        List<Document> written = write(50);

        List<String> scanned = scanAll(limit);

        assertThat(scanned)
                .isEqualTo(
                        written.stream()
                                .sorted(
                                        Comparator.comparingInt(Document::slot)
                                                .thenComparing(Document::id))
                                .map(d -> d.id().value())
                                .toList());
        assertThat(sessions.open()).isZero();
        assertThat(notes.openSnapshots()).isZero();
    }

    @Test
    void aScanIsAsOfItsFirstCall() {
        write(10);
        ScanPage first = scanner.scan(request(4, null));
        notes.write(document("later", "x"));
        notes.shards().forEach(s -> s.drop(document("d0", "x").id()));

        List<String> rest = new ArrayList<>(ids(first));
        String cursor = first.cursor();
        while (cursor != null) {
            ScanPage page = scanner.scan(request(4, cursor));
            assertThat(page.position()).isEqualTo(first.position());
            rest.addAll(ids(page));
            cursor = page.cursor();
        }

        assertThat(rest).hasSize(10).contains("d0").doesNotContain("later");
    }

    @Test
    void aRepeatedCallGivesTheSamePage() {
        write(10);
        String cursor = scanner.scan(request(4, null)).cursor();

        assertThat(ids(scanner.scan(request(4, cursor))))
                .isEqualTo(ids(scanner.scan(request(4, cursor))));
    }

    @Test
    void sixteenScansAreOpenAndTheSeventeenthIsRefused() {
        write(3);
        List<String> cursors = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            cursors.add(scanner.scan(request(1, null)).cursor());
            now.addAndGet(Duration.ofSeconds(1).toNanos());
        }

        assertThatThrownBy(() -> scanner.scan(request(1, null)))
                .isInstanceOfSatisfying(
                        OverloadedException.class,
                        e ->
                                assertThat(e.retryAfter())
                                        .as("when the first of them has been idle for long enough")
                                        .isEqualTo(IDLE.minusSeconds(16)))
                .hasMessageContaining("16 scans are open");
        assertThat(ids(scanner.scan(request(3, null))))
                .as("one that needs no second page is none")
                .hasSize(3);

        assertThat(scanner.scan(request(2, cursors.getFirst())).cursor()).isNull();
        assertThat(scanner.scan(request(1, null)).cursor()).isNotNull();
    }

    @Test
    void anIdleScanIsGoneAndItsSegmentsFree() {
        write(3);
        String cursor = scanner.scan(request(1, null)).cursor();
        now.addAndGet(IDLE.minusNanos(1).toNanos());
        cursor = scanner.scan(request(1, cursor)).cursor();
        now.addAndGet(IDLE.minusNanos(1).toNanos());
        sessions.expire();
        assertThat(sessions.open()).isEqualTo(1);

        now.addAndGet(1);
        sessions.expire();

        assertThat(notes.openSnapshots()).isZero();
        assertGone(cursor);
    }

    @Test
    void aFinishedScanAndOneOfAnotherNodeAreGone() {
        write(3);
        String cursor = scanner.scan(request(1, null)).cursor();
        scanner.scan(request(2, cursor));

        assertGone(cursor);
    }

    @Test
    void aScanOfACollectionThatWasMadeAnewIsGone() {
        write(3);
        String cursor = scanner.scan(request(1, null)).cursor();
        node.remove(notes);
        assertThatThrownBy(() -> scanner.scan(request(1, cursor)))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("no collection");
        node.add(new TestCollection(new CollectionId(NOTES, 9), twoDimensions(), 1, 5));

        assertGone(cursor);
    }

    @Test
    void theFirstCallsFilterGoesOnAndAnotherIsRefused() {
        notes.write(
                in(document("a", "x"), "law", null),
                in(document("b", "x"), "law", null),
                document("c", "x"));
        Conditions law = new Conditions(Filter.EVERYTHING, "law", null);
        String cursor =
                scanner.scan(
                                new ScanRequest(
                                        NOTES,
                                        law,
                                        1,
                                        Fetch.WITHOUT_VECTOR,
                                        Freshness.EVENTUAL,
                                        null))
                        .cursor();

        assertThatThrownBy(() ->
                        scanner.scan(
                                new ScanRequest(
                                        NOTES,
                                        new Conditions(Filter.EVERYTHING, "art", null),
                                        1,
                                        Fetch.WITHOUT_VECTOR,
                                        Freshness.EVENTUAL,
                                        cursor)))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("keeps the filter");
        ScanPage rest = scanner.scan(request(10, cursor));
        assertThat(rest.documents()).hasSize(1);
        assertThat(rest.cursor()).isNull();
    }

    @Test
    void aMissingShardIsAFailedScan() {
        write(3);
        notes.shard(1).fail(new UnavailableException("away", new RuntimeException()));

        assertThatThrownBy(() -> scanner.scan(request(10, null)))
                .isInstanceOf(UnavailableException.class)
                .hasMessage("away");
        assertThat(notes.openSnapshots()).isZero();
    }

    @Test
    void shardsAreSeenAtOnePosition() {
        write(3);
        long further = notes.append();
        notes.shard(0).reach(further);

        assertThatThrownBy(() -> scanner.scan(request(10, null)))
                .as("the others never get there")
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("not reached commit 2");

        notes.shard(1).reach(further);
        notes.shard(2).reach(further);
        assertThat(scanner.scan(request(10, null)).position()).isEqualTo(further);
    }

    @Test
    void aLimitIsOneToAThousand() {
        write(1);
        scanner.scan(request(1000, null));
        for (int limit : new int[] {0, -1, 1001}) {
            assertThatThrownBy(() -> scanner.scan(request(limit, null)))
                    .isInstanceOf(InvalidException.class);
        }
    }

    @Test
    void closingTheNodeClosesEveryScan() {
        write(3);
        assertThat(scanner.scan(request(1, null)).cursor()).isNotNull();
        assertThat(notes.openSnapshots()).isEqualTo(3);

        sessions.close();

        assertThat(notes.openSnapshots()).isZero();
    }

    private void assertGone(@Nullable String cursor) {
        assertThatThrownBy(() -> scanner.scan(request(1, cursor)))
                .isInstanceOfSatisfying(
                        NotFoundException.class,
                        e -> assertThat(e.type()).isEqualTo(ProblemType.GONE))
                .hasMessageContaining("start again");
    }

    private List<Document> write(int count) {
        List<Document> documents = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            documents.add(document("d" + i, "x", 1, 0));
        }
        notes.write(documents.toArray(Document[]::new));
        return documents;
    }

    private List<String> scanAll(int limit) {
        ScanPage page = scanner.scan(request(limit, null));
        List<String> all = new ArrayList<>(ids(page));
        while (page.cursor() != null) {
            page = scanner.scan(request(limit, page.cursor()));
            all.addAll(ids(page));
        }
        return all;
    }

    private static List<String> ids(ScanPage page) {
        return page.documents().stream().map(f -> f.document().id().value()).toList();
    }

    private static ScanRequest request(int limit, @Nullable String cursor) {
        return new ScanRequest(
                NOTES, null, limit, Fetch.WITHOUT_VECTOR, Freshness.EVENTUAL, cursor);
    }
}
