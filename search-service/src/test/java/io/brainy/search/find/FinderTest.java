package io.brainy.search.find;

import static io.brainy.search.testing.TestCollection.document;
import static io.brainy.search.testing.TestCollection.in;
import static io.brainy.search.testing.TestCollection.twoDimensions;
import static io.brainy.search.testing.TestCollection.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brainy.engine.serve.ShardSnapshot.Fetch;
import io.brainy.model.api.Consistency;
import io.brainy.model.document.Document;
import io.brainy.model.document.FieldValue;
import io.brainy.model.error.ConflictException;
import io.brainy.model.error.CorruptException;
import io.brainy.model.error.InvalidException;
import io.brainy.model.error.NotFoundException;
import io.brainy.model.error.OverloadedException;
import io.brainy.model.error.UnavailableException;
import io.brainy.model.key.CollectionId;
import io.brainy.model.key.CollectionName;
import io.brainy.model.query.FieldPath;
import io.brainy.model.query.Filter;
import io.brainy.search.cursor.CursorCodec;
import io.brainy.search.find.Answer.Fate;
import io.brainy.search.plan.Conditions;
import io.brainy.search.plan.VectorSource;
import io.brainy.search.plan.Want;
import io.brainy.search.shard.Freshness;
import io.brainy.search.shard.ReadPoints;
import io.brainy.search.shard.Scatter;
import io.brainy.search.testing.TestCollection;
import io.brainy.search.testing.TestEmbedder;
import io.brainy.search.testing.TestNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FinderTest {

    private static final CollectionName NOTES = new CollectionName("notes");
    private static final Duration SHORT = Duration.ofMillis(20);

    private final TestNode node = new TestNode();
    private final TestEmbedder embedder = new TestEmbedder();
    private final AtomicInteger failures = new AtomicInteger();
    private final Scatter scatter =
            new Scatter(
                    System::nanoTime,
                    SHORT,
                    Duration.ofSeconds(30),
                    _ -> failures.incrementAndGet());
    private final Finder finder =
            new Finder(
                    new ReadPoints(node, Duration.ofSeconds(5)),
                    node,
                    scatter,
                    embedder,
                    Duration.ofSeconds(5));

    @AfterEach
    void close() {
        scatter.close();
    }

    @Test
    void languageFindsByMeaningAndByWords() {
        TestCollection notes = notes(1);
        notes.write(
                document("meant", "nothing in common", 1, 0),
                document("worded", "brave new world"),
                document("both", "new things", 0.9f, 0.1f),
                document("neither", "rest"));
        embedder.teach("new world", 1, 0);

        Answer answer = finder.find(language("new world").question());

        assertThat(ids(answer)).containsExactly("both", "meant", "worded");
        assertThat(answer.hits().getFirst().ranked())
                .satisfies(hit -> {
                    assertThat(hit).isNotNull();
                    assertThat(hit.vector()).isGreaterThan(0.99);
                    assertThat(hit.text()).isNotNull();
                });
        assertThat(answer.position()).isEqualTo(1);
        assertThat(notes.openSnapshots()).isZero();
    }

    @Test
    void conditionsAreHardAndAllOfThemHold() {
        TestCollection notes = notes(4);
        Document base = document("a", "law", 1, 0);
        notes.write(
                in(with(base, "year", new FieldValue.Whole(2020)), "eu", "acme"),
                in(document("b", "law", 1, 0), "eu", "acme"),
                in(
                        with(document("c", "law", 1, 0), "year", new FieldValue.Whole(2020)),
                        "us",
                        "acme"),
                in(
                        with(document("d", "law", 1, 0), "year", new FieldValue.Whole(2020)),
                        "eu",
                        "other"));
        Filter year =
                new Filter.Compare(
                        new FieldPath.Metadata("year"),
                        Filter.Operator.EQ,
                        new FieldValue.Whole(2020));

        Answer answer =
                finder.find(language("law").where(new Conditions(year, "eu", "acme")).question());

        assertThat(ids(answer)).containsExactly("a");
        assertThat(answer.shards()).filteredOn(s -> s.fate() == Fate.ANSWERED).hasSize(1);
        assertThat(answer.shards())
                .filteredOn(s -> s.fate() == Fate.PRUNED)
                .hasSize(3)
                .allSatisfy(s -> assertThat(s.reason()).contains("'eu'"));
        assertThat(answer.plan().constraints()).hasSize(3);
    }

    @Test
    void vectorsThatAreNotTheModelsAreLeftOutWithoutEmbedding() {
        TestCollection notes =
                node.add(new TestCollection("notes", twoDimensions().withoutModel(), 1));
        notes.write(document("a", "law", 1, 0), document("b", "art", 1, 0));

        Answer answer = finder.find(language("law").question());

        assertThat(ids(answer)).containsExactly("a");
        assertThat(answer.plan().notes()).hasSize(1);
        assertThat(embedder.calls()).isZero();
    }

    @Test
    void aQueryThatTheModelCutsIsToldInThePlan() {
        notes(1).write(document("a", "law", 1, 0));

        Answer answer = finder.find(language("law ".repeat(11)).question());

        assertThat(answer.plan().notes()).singleElement().asString().contains("first 40 tokens");
    }

    @Test
    void aVectorIsComparedAsItIsGiven() {
        notes(3).write(document("far", "x", -1, 0), document("near", "x", 1, 0.1f));

        Answer answer = finder.find(nearest(1, 0).question());

        assertThat(ids(answer)).containsExactly("near", "far");
        assertThat(answer.hits().getLast().ranked())
                .satisfies(h -> assertThat(h == null ? 0 : h.score()).isEqualTo(-1.0));
        assertThat(embedder.calls()).isZero();
    }

    @Test
    void aPageAsksForOneMoreThanItShows() {
        notes(1).write(
                        document("a", "x", 1, 0),
                        document("b", "x", 1, 0),
                        document("c", "x", 1, 0));

        Answer answer = finder.find(nearest(1, 0).limit(2).question());

        assertThat(ids(answer)).containsExactly("a", "b");
        assertThat(answer.plan().rankings().getFirst().depth()).isEqualTo(3);
        assertThat(answer.cursor()).isNotNull();
        Answer last = finder.find(nearest(1, 0).limit(2).cursor(answer.cursor()).question());
        assertThat(ids(last)).containsExactly("c");
        assertThat(last.cursor()).isNull();
    }

    @Test
    void aPageThatShowsTheLastHitHasNoCursor() {
        notes(1).write(document("a", "x", 1, 0), document("b", "x", 1, 0));

        assertThat(finder.find(nearest(1, 0).limit(2).question()).cursor()).isNull();
        assertThat(finder.find(language("x").limit(2).question()).cursor()).isNull();
        assertThat(finder.find(everything().limit(2).question()).cursor()).isNull();
    }

    /// However many hits a page has, the pages together show every match once, the pages' order
    /// never depends on how deep a later page must look, and no snapshot stays open.
    @ParameterizedTest
    @ValueSource(ints = {30, 100, 101, 333, 1000})
    void pagesShowEveryMatchOnce(int limit) {
        TestCollection notes = notes(3);
        Random random = new Random(7);
        HashSet<String> matching = new HashSet<>();
        List<Document> documents = new ArrayList<>();
        for (int i = 0; i < 1300; i++) {
            // Both rankings have all of them, in unlike orders, so that depth matters.
            documents.add(
                    document(
                            "d" + i,
                            "x" + " filler".repeat(random.nextInt(40)),
                            random.nextFloat(-1, 1),
                            random.nextFloat(-1, 1)));
            matching.add("d" + i);
        }
        notes.write(documents.toArray(Document[]::new));

        for (Asked asked : List.of(language("x"), nearest(1, 0), everything())) {
            List<String> shown = new ArrayList<>();
            String cursor = null;
            do {
                Answer page = finder.find(asked.limit(limit).cursor(cursor).question());
                assertThat(page.hits()).isNotEmpty().hasSizeLessThanOrEqualTo(limit);
                List<Double> scores =
                        page.hits().stream()
                                .map(h -> h.ranked() == null ? 0.0 : h.ranked().score())
                                .toList();
                assertThat(scores).isSortedAccordingTo((a, b) -> Double.compare(b, a));
                shown.addAll(ids(page));
                cursor = page.cursor();
            } while (cursor != null);
            assertThat(shown).as("%s", asked).doesNotHaveDuplicates().hasSize(1300);
            assertThat(new HashSet<>(shown)).isEqualTo(matching);
        }
        assertThat(notes.openSnapshots()).isZero();
    }

    @Test
    void aSmallerPageIsTheBeginningOfALargerOne() {
        TestCollection notes = notes(2);
        Random random = new Random(3);
        for (int i = 0; i < 60; i++) {
            notes.write(
                    document(
                            "d" + i,
                            "x" + " filler".repeat(random.nextInt(9)),
                            random.nextFloat(),
                            random.nextFloat()));
        }

        List<String> ten = ids(finder.find(language("x").limit(10).question()));
        List<String> fifty = ids(finder.find(language("x").limit(50).question()));

        assertThat(fifty.subList(0, 10)).isEqualTo(ten);
    }

    @Test
    void pagingEndsAtTenThousandWithAWayOut() {
        Place last = new Place(Place.MAX_SHOWN, 0, 0, Place.MAX_SHOWN, null, 0);
        TestCollection notes = notes(1);
        notes.write(document("a", "x", 1, 0));
        Question question = nearest(1, 0).question();
        String cursor = last.token(question, notes.collection());

        assertThatThrownBy(() -> finder.find(nearest(1, 0).cursor(cursor).question()))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("10000")
                .hasMessageContaining("documents:scan");
        assertThat(new Place(9_999, 0, 0, 9_999, null, 0).limit(1000)).isEqualTo(1);
    }

    @Test
    void aCursorContinuesOnlyItsOwnQuery() {
        TestCollection notes = notes(1);
        notes.write(document("a", "x", 1, 0), document("b", "x", 1, 0));
        String cursor = finder.find(nearest(1, 0).limit(1).question()).cursor();

        List<Asked> others =
                List.of(
                        nearest(0, 1),
                        language("x"),
                        nearest(1, 0).where(new Conditions(Filter.EVERYTHING, "d", null)));
        for (Asked other : others) {
            assertThatThrownBy(() -> finder.find(other.limit(1).cursor(cursor).question()))
                    .isInstanceOf(InvalidException.class)
                    .hasMessageContaining("another query");
        }
        assertThat(ids(finder.find(nearest(1, 0).limit(5).cursor(cursor).question())))
                .as("the limit may change")
                .containsExactly("b");
    }

    @Test
    void aCursorIsGoneWithItsCollection() {
        TestCollection notes = notes(1);
        notes.write(document("a", "x", 1, 0), document("b", "x", 1, 0));
        String cursor = finder.find(nearest(1, 0).limit(1).question()).cursor();
        node.remove(notes);
        node.add(new TestCollection(new CollectionId(NOTES, 9), twoDimensions(), 1, 5));

        assertThatThrownBy(() -> finder.find(nearest(1, 0).limit(1).cursor(cursor).question()))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("dropped and made anew");
    }

    @Test
    void aNextPageNeverGoesBackInTime() {
        TestCollection notes = notes(1);
        notes.write(document("a", "x", 1, 0), document("b", "x", 1, 0));
        String cursor = finder.find(nearest(1, 0).limit(1).question()).cursor();
        notes.shard(0).reach(0);

        assertThatThrownBy(() -> finder.find(nearest(1, 0).limit(1).cursor(cursor).question()))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("has not reached commit 1");
    }

    @Test
    void aShardThatFailsIsCountedAndTold() {
        TestCollection notes = notes(2);
        notes.write(document("a", "x", 1, 0), document("b", "x", 1, 0), document("c", "x", 1, 0));
        notes.shard(0).fail(new CorruptException("files/x is damaged"));

        Answer answer = finder.find(language("x").question());

        assertThat(answer.queried()).isEqualTo(2);
        assertThat(answer.failed()).isEqualTo(1);
        assertThat(answer.shards().getFirst().reason()).isEqualTo("files/x is damaged");
        assertThat(failures).hasValue(1);
        assertThat(answer.hits()).isNotEmpty();

        notes.shard(1).fail(new UnavailableException("gone away", new IllegalStateException()));
        assertThatThrownBy(() -> finder.find(language("x").question()))
                .isInstanceOf(CorruptException.class);
        assertThat(notes.openSnapshots()).isZero();
    }

    @Test
    void anEmbedderThatFailsIsNotHiddenBehindWords() {
        notes(1).write(document("a", "x", 1, 0));
        embedder.fail(new OverloadedException("the queue is full", Duration.ofSeconds(1)));

        assertThatThrownBy(() -> finder.find(language("x").question()))
                .isInstanceOf(OverloadedException.class);
    }

    @Test
    void browsingIsInTheOrderOfSlotAndId() {
        TestCollection notes = notes(4);
        List<Document> documents = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            documents.add(document("d" + i, "x", 1, 0));
        }
        notes.write(documents.toArray(Document[]::new));

        Answer answer = finder.find(everything().limit(1000).question());

        List<String> expected =
                documents.stream()
                        .sorted(Comparator.comparingInt(Document::slot).thenComparing(Document::id))
                        .map(d -> d.id().value())
                        .toList();
        assertThat(ids(answer)).isEqualTo(expected);
        assertThat(answer.hits().getFirst().ranked()).isNull();
    }

    @Test
    void aConditionThatNothingCanMeetAsksNoShard() {
        TestCollection notes = notes(2);
        notes.write(document("a", "x", 1, 0));

        Answer answer =
                finder.find(
                        everything().where(new Conditions(Filter.NOTHING, null, null)).question());

        assertThat(answer.hits()).isEmpty();
        assertThat(answer.queried()).isZero();
        assertThat(answer.position()).isEqualTo(1);
    }

    @Test
    void aPositionIsWaitedForAndOneThatIsNotThereIsTold() {
        TestCollection notes = notes(1);
        notes.write(document("a", "x", 1, 0));
        notes.append();

        assertThatThrownBy(() ->
                        finder.find(
                                everything()
                                        .fresh(new Freshness(Consistency.EVENTUAL, 2))
                                        .question()))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("commit 2");
        notes.shard(0).reach(2);
        assertThat(
                        finder.find(
                                        everything()
                                                .fresh(new Freshness(Consistency.EVENTUAL, 2))
                                                .question())
                                .position())
                .isEqualTo(2);
        assertThatThrownBy(() ->
                        finder.find(
                                everything()
                                        .fresh(new Freshness(Consistency.EVENTUAL, 3))
                                        .question()))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("there is no commit 3");
        assertThat(notes.openSnapshots()).isZero();
    }

    private TestCollection notes(int shards) {
        return node.add(new TestCollection("notes", twoDimensions(), shards));
    }

    private static List<String> ids(Answer answer) {
        return answer.hits().stream().map(h -> h.found().document().id().value()).toList();
    }

    private static Asked language(String query) {
        return asked(new Want.Language(query));
    }

    private static Asked nearest(float... vector) {
        return asked(new Want.Nearest(new VectorSource.Given(vector)));
    }

    private static Asked everything() {
        return asked(new Want.Everything());
    }

    private static Asked asked(Want want) {
        return new Asked(want, Conditions.NONE, 10, Freshness.EVENTUAL, null);
    }

    private record Asked(
            Want want,
            Conditions conditions,
            int limit,
            Freshness freshness,
            @Nullable String cursor) {

        Asked where(Conditions other) {
            return new Asked(want, other, limit, freshness, cursor);
        }

        Asked limit(int other) {
            return new Asked(want, conditions, other, freshness, cursor);
        }

        Asked fresh(Freshness other) {
            return new Asked(want, conditions, limit, other, cursor);
        }

        Asked cursor(@Nullable String other) {
            return new Asked(want, conditions, limit, freshness, other);
        }

        Question question() {
            return new Question(
                    CursorCodec.Kind.FIND,
                    NOTES,
                    want,
                    conditions,
                    limit,
                    Fetch.WITHOUT_VECTOR,
                    freshness,
                    cursor);
        }
    }
}
