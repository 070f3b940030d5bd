package io.brainy.search.shard;

import static io.brainy.search.testing.TestCollection.document;
import static io.brainy.search.testing.TestCollection.in;
import static io.brainy.search.testing.TestCollection.twoDimensions;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brainy.model.document.Document;
import io.brainy.model.document.DocumentId;
import io.brainy.model.error.UnavailableException;
import io.brainy.search.shard.DocumentLookup.Lookup;
import io.brainy.search.testing.TestCollection;
import io.brainy.search.testing.TestNode;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DocumentLookupTest {

    private static final DocumentId ID = new DocumentId("a");

    private final TestNode node = new TestNode();
    private final TestCollection notes = node.add(new TestCollection("notes", twoDimensions(), 4));
    private final Scatter scatter =
            new Scatter(System::nanoTime, Duration.ofMillis(20), Duration.ofSeconds(30), _ -> {});
    private final DocumentLookup lookup = new DocumentLookup(node, scatter);

    @AfterEach
    void noSnapshotStaysOpen() {
        scatter.close();
        assertThat(notes.openSnapshots()).isZero();
    }

    @Test
    void aDocumentIsFoundWithTheRightHintAWrongOneAndNone() {
        notes.write(in(document("a", "x"), "law", null));

        for (@Nullable String hint : new @Nullable String[] {"law", "art", null}) {
            assertThat(find(hint).document()).as("hint %s", hint).isPresent();
        }
    }

    @Test
    void aRightHintAsksOneShard() {
        notes.write(in(document("a", "x"), "law", null));
        int home = in(document("a", "x"), "law", null).slot();
        notes.shards().stream()
                .filter(s -> !s.range().contains(home))
                .forEach(s -> s.fail(new UnavailableException("away", new RuntimeException())));

        assertThat(find("law").document()).isPresent();
        assertThatThrownBy(() -> find(null)).isInstanceOf(UnavailableException.class);
    }

    @Test
    void aServersIdNamesItsShard() {
        String id = "~c000" + "0".repeat(32);
        notes.write(document(id, "x"));
        notes.shard(0).fail(new UnavailableException("away", new RuntimeException()));

        assertThat(lookup.find(new ReadPoint(notes, 0), new DocumentId(id), null).document())
                .isPresent();
        DocumentId absent = new DocumentId("~c000" + "1".repeat(32));
        assertThat(lookup.find(new ReadPoint(notes, 0), absent, "law").document()).isEmpty();
    }

    /// The old shard has dropped it already, the new one is still behind: it must not be 404.
    @Test
    void aDocumentOnItsWayBetweenShardsIsFound() {
        Document before = in(document("a", "x"), "law", null);
        Document after = in(document("a", "x"), "art", null);
        notes.write(before);
        long position = notes.append();
        notes.shards()
                .forEach(s -> {
                    s.drop(ID);
                    if (!s.range().contains(after.slot())) {
                        s.reach(position);
                    }
                });

        assertThatThrownBy(() -> find(null))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("commit 2");

        notes.shards().stream()
                .filter(s -> s.range().contains(after.slot()))
                .forEach(s -> s.hold(after, position).reach(position));
        assertThat(find(null).document())
                .hasValueSatisfying(found -> assertThat(found.version()).isEqualTo(position));
    }

    @Test
    void ofTwoShardsThatHaveItTheLaterWriteCounts() {
        notes.shard(1).hold(document("a", "old"), 1);
        notes.shard(3).hold(document("a", "new"), 2);

        assertThat(find(null).document())
                .hasValueSatisfying(found -> assertThat(found.version()).isEqualTo(2));
    }

    @Test
    void whatIsNotThereIsEmptyAsOfAPosition() {
        notes.write(document("b", "x"));

        assertThat(find(null)).isEqualTo(new Lookup(Optional.empty(), 1));
    }

    private Lookup find(@Nullable String hint) {
        return lookup.find(new ReadPoint(notes, 0), ID, hint);
    }
}
