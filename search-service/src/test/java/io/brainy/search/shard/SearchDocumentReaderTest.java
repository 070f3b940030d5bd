package io.brainy.search.shard;

import static io.brainy.search.testing.TestCollection.document;
import static io.brainy.search.testing.TestCollection.in;
import static io.brainy.search.testing.TestCollection.twoDimensions;
import static org.assertj.core.api.Assertions.assertThat;

import io.brainy.coordinator.port.DocumentReader.Matched;
import io.brainy.coordinator.port.DocumentReader.Read;
import io.brainy.model.document.Document;
import io.brainy.model.document.DocumentId;
import io.brainy.model.document.FieldValue;
import io.brainy.model.query.FieldPath;
import io.brainy.model.query.Filter;
import io.brainy.search.testing.TestCollection;
import io.brainy.search.testing.TestNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SearchDocumentReaderTest {

    private final TestNode node = new TestNode();
    private final TestCollection notes = node.add(new TestCollection("notes", twoDimensions(), 4));
    private final Scatter scatter =
            new Scatter(System::nanoTime, Duration.ofSeconds(5), Duration.ofSeconds(5), _ -> {});
    private final SearchDocumentReader reader = new SearchDocumentReader(node, scatter);

    @AfterEach
    void noSnapshotStaysOpen() {
        reader.close();
        scatter.close();
        assertThat(notes.openSnapshots()).isZero();
    }

    @Test
    void documentsAreReadInTheOrderOfTheQuestionWithNullForWhatIsNotThere() {
        notes.write(document("a", "x", 1, 0));
        notes.write(in(document("b", "y"), "law", null));

        Read read =
                reader.read(
                                notes.collection(),
                                List.of(
                                        new DocumentId("b"),
                                        new DocumentId("nowhere"),
                                        new DocumentId("a")),
                                2)
                        .join();

        assertThat(read.versions())
                .extracting(v -> v == null ? null : v.document().id() + "@" + v.version())
                .containsExactly("b@2", null, "a@1");
        assertThat(read.position()).isEqualTo(2);
    }

    @Test
    void matchesComeInTheOrderOfAScanPageByPage() {
        List<Document> documents = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            documents.add(in(document("d" + i, "x"), i % 2 == 0 ? "law" : null, null));
        }
        notes.write(documents.toArray(Document[]::new));
        Filter law =
                new Filter.Compare(
                        FieldPath.Own.DOMAIN, Filter.Operator.EQ, new FieldValue.Text("law"));

        assertThat(pages(law, 7)).isEqualTo(sorted(documents, "law"));
        assertThat(pages(Filter.EVERYTHING, 11)).hasSize(40).doesNotHaveDuplicates();
        assertThat(pages(Filter.NOTHING, 11)).isEmpty();
    }

    @Test
    void whatWasDeletedBetweenPagesLosesNothing() {
        notes.write(document("a", "x"), document("b", "x"), document("c", "x"));
        Matched first = match(Filter.EVERYTHING, null, 1);
        notes.shards().forEach(s -> s.drop(first.ids().getFirst()));

        Matched rest = match(Filter.EVERYTHING, first.ids().getFirst(), 10);

        assertThat(rest.ids()).hasSize(2);
    }

    private List<DocumentId> pages(Filter where, int limit) {
        List<DocumentId> all = new ArrayList<>();
        Matched page = match(where, null, limit);
        all.addAll(page.ids());
        while (page.more()) {
            page = match(where, page.ids().getLast(), limit);
            all.addAll(page.ids());
        }
        return all;
    }

    private Matched match(Filter where, @Nullable DocumentId after, int limit) {
        return reader.match(notes.collection(), where, after, limit, 1).join();
    }

    private static List<DocumentId> sorted(List<Document> documents, String domain) {
        return documents.stream()
                .filter(d -> domain.equals(d.domain()))
                .sorted(Comparator.comparingInt(Document::slot).thenComparing(Document::id))
                .map(Document::id)
                .toList();
    }
}
