package io.brainy.search.shard;

import static io.brainy.search.testing.TestCollection.twoDimensions;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brainy.model.api.Consistency;
import io.brainy.model.error.ConflictException;
import io.brainy.model.error.NotFoundException;
import io.brainy.model.error.ProblemType;
import io.brainy.model.key.CollectionId;
import io.brainy.model.key.CollectionName;
import io.brainy.search.testing.TestCollection;
import io.brainy.search.testing.TestNode;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReadPointsTest {

    private static final CollectionName NOTES = new CollectionName("notes");

    private final TestNode node = new TestNode();
    private final ReadPoints readPoints = new ReadPoints(node, Duration.ofSeconds(5));

    @Test
    void aDefaultReadNeedsNoProbe() {
        TestCollection notes = node.add(new TestCollection("notes", twoDimensions(), 1));
        notes.append();
        notes.appendElsewhere();

        assertThat(readPoints.locate(NOTES, Freshness.EVENTUAL).position()).isZero();
        assertThat(readPoints.locate(NOTES, eventual(1)).position()).isEqualTo(1);
        assertThat(notes.probes()).isZero();
    }

    @Test
    void aStrongReadSeesWhatAnotherNodeAcknowledged() {
        TestCollection notes = node.add(new TestCollection("notes", twoDimensions(), 1));
        notes.appendElsewhere();

        assertThat(readPoints.locate(NOTES, strong(0)).position()).isEqualTo(1);
        assertThat(notes.probes()).isEqualTo(1);
    }

    @Test
    void aPositionBeyondTheKnownEndIsLookedForFirst() {
        TestCollection notes = node.add(new TestCollection("notes", twoDimensions(), 1));
        notes.appendElsewhere();

        assertThat(readPoints.locate(NOTES, eventual(1)).position()).isEqualTo(1);
        for (Freshness beyond : new Freshness[] {eventual(2), strong(2)}) {
            assertThatThrownBy(() -> readPoints.locate(NOTES, beyond))
                    .isInstanceOfSatisfying(
                            ConflictException.class,
                            e -> assertThat(e.type()).isEqualTo(ProblemType.POSITION_UNKNOWN));
        }
    }

    @Test
    void aCollectionMadeElsewhereIsFoundByAnyRead() {
        node.addElsewhere(new TestCollection("notes", twoDimensions(), 1));

        assertThat(readPoints.locate(NOTES, Freshness.EVENTUAL).log().collection().name())
                .isEqualTo(NOTES);
    }

    @Test
    void aCollectionMadeAnewIsFoundByItsNewPosition() {
        node.add(new TestCollection("notes", twoDimensions(), 1));
        CollectionId anew = new CollectionId(NOTES, 9);
        TestCollection second = node.addElsewhere(new TestCollection(anew, twoDimensions(), 1, 10));
        long position = second.append();

        assertThat(readPoints.locate(NOTES, eventual(position)).log().collection()).isEqualTo(anew);
    }

    @Test
    void aCollectionThatIsNowhereIsNotFound() {
        assertThatThrownBy(() -> readPoints.locate(NOTES, Freshness.EVENTUAL))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("'notes'");
        assertThatThrownBy(() -> readPoints.locate(NOTES, eventual(7)))
                .isInstanceOf(NotFoundException.class);
    }

    private static Freshness eventual(long position) {
        return new Freshness(Consistency.EVENTUAL, position);
    }

    private static Freshness strong(long position) {
        return new Freshness(Consistency.STRONG, position);
    }
}
