package io.brainy.engine.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.brainy.engine.segment.SegmentWriter;
import io.brainy.engine.segment.TestWriters;
import io.brainy.engine.serve.ShardSnapshot.Candidate;
import io.brainy.engine.serve.ShardSnapshot.Fetch;
import io.brainy.engine.serve.ShardSnapshot.Found;
import io.brainy.engine.serve.ShardSnapshot.Matching;
import io.brainy.engine.serve.ShardSnapshot.ScanKey;
import io.brainy.engine.testing.Commits;
import io.brainy.engine.testing.Published;
import io.brainy.engine.testing.RandomFilters;
import io.brainy.model.document.Content;
import io.brainy.model.document.Document;
import io.brainy.model.document.DocumentId;
import io.brainy.model.document.Relationship;
import io.brainy.model.document.Vector;
import io.brainy.model.log.CollectionSettings.Similarity;
import io.brainy.model.log.Commit;
import io.brainy.model.log.LogRecord;
import io.brainy.model.query.Filter;
import io.brainy.model.query.Filters;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A shard under random commits, flushes, merges, reopenings and refreshes answers at every
/// position as a plain map does, and snapshots that are held keep answering as of theirs.
class OpenShardPropertyTest {

    private static final int STEPS = 50;
    private static final int DIMENSION = 6;
    private static final String[] WORDS = {"red", "green", "blue", "fast", "slow", "😀", "Straße"};

    @TempDir Path folder;

    private SplittableRandom random = new SplittableRandom(0);
    private RandomFilters values = new RandomFilters(random);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void answersAsAMapDoes(long seed) throws Exception {
        random = new SplittableRandom(seed);
        values = new RandomFilters(random);
        Similarity similarity = List.of(Similarity.values()).get((int) (seed % 3));
        long start = random.nextInt(3);
        Path work = folder.resolve("work");
        Published bucket = new Published(folder);
        Map<String, Found> model = new HashMap<>();
        List<Held> held = new ArrayList<>();
        List<Commit> log = new ArrayList<>();
        SegmentWriter writer = TestWriters.open(work, similarity, start, Map.of(), 30);
        Published.Entry last = null;
        int layerRows = List.of(1, 7, 40, 64, 65, 5_000).get((int) (seed % 6));
        try (OpenShard shard = new OpenShard(similarity, start, layerRows)) {
            for (int step = 0; step < STEPS; step++) {
                Commit commit = commit(start + log.size() + 1, model);
                log.add(commit);
                shard.apply(commit);
                if (random.nextInt(4) == 0) {
                    for (long p = writer.position() + 1; p <= start + log.size(); p++) {
                        if (random.nextInt(12) == 0) {
                            break;
                        }
                        writer.apply(log.get((int) (p - start - 1)));
                    }
                    last = bucket.publish(writer.flush());
                    if (random.nextInt(4) == 0) {
                        writer.awaitMerges();
                    }
                }
                if (last != null && random.nextInt(15) == 0) {
                    writer.close();
                    writer =
                            TestWriters.open(
                                    work, similarity, last.manifest().position(), last.files(), 30);
                }
                if (last != null && random.nextInt(4) == 0) {
                    shard.refresh(last.manifest(), last.files());
                    assertThat(shard.generation()).isEqualTo(last.manifest().generation());
                }
                held.add(new Held(shard.snapshot(), Map.copyOf(model)));
                if (held.size() > 6) {
                    held.remove(random.nextInt(held.size() - 1)).snapshot().close();
                }
                check(held.getLast(), similarity);
                check(held.get(random.nextInt(held.size())), similarity);
            }
            for (Held each : held) {
                check(each, similarity);
            }
        } finally {
            writer.close();
        }
        for (Held each : held) {
            check(each, similarity);
            each.snapshot().close();
        }
    }

    private record Held(ShardSnapshot snapshot, Map<String, Found> model) {}

    private Commit commit(long number, Map<String, Found> model) {
        List<LogRecord> records = new ArrayList<>();
        Set<String> written = new HashSet<>();
        for (int i = random.nextInt(12); i >= 0; i--) {
            String id = "d-" + random.nextInt(60);
            if (!written.add(id)) {
                continue;
            }
            switch (random.nextInt(8)) {
                case 0, 1 -> {
                    records.add(Commits.delete(id));
                    model.remove(id);
                }
                case 2 -> {
                    records.add(new LogRecord.Locator(new DocumentId(id), 7));
                    records.add(
                            new LogRecord.RelationshipWrite(
                                    new Relationship(
                                            new Relationship.Key(
                                                    new DocumentId(id), new DocumentId("d-1"), "r"),
                                            1,
                                            values.document("x").metadata()),
                                    LogRecord.End.SOURCE));
                }
                default -> {
                    Document document = document(id);
                    records.add(new LogRecord.DocumentWrite(document));
                    model.put(id, new Found(document, number));
                }
            }
        }
        return Commits.commit(number, records);
    }

    private Document document(String id) {
        Document document = values.document(id);
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(5); i > 0; i--) {
            text.append(WORDS[random.nextInt(WORDS.length)]).append(' ');
        }
        return new Document(
                document.id(),
                document.type(),
                random.nextInt(5) == 0 ? null : new Content.Text(text.toString()),
                random.nextInt(5) == 0 ? null : new Vector(vector(), random.nextBoolean()),
                document.metadata(),
                document.domain(),
                document.customerId(),
                document.createdAt());
    }

    private float[] vector() {
        float[] vector = new float[DIMENSION];
        for (int i = 0; i < DIMENSION; i++) {
            vector[i] = (float) random.nextGaussian();
        }
        return vector;
    }

    private void check(Held held, Similarity similarity) {
        ShardSnapshot snapshot = held.snapshot();
        Map<String, Found> model = held.model();
        checkGet(snapshot, model);
        for (Filter filter :
                List.of(Filter.EVERYTHING, Filter.NOTHING, values.filter(2), values.filter(2))) {
            List<Found> wanted =
                    model.values().stream()
                            .filter(found -> Filters.matches(filter, found.document()))
                            .toList();
            Matching matching = snapshot.matching(filter);

            assertThat(snapshot.count(matching)).isEqualTo(wanted.size());
            checkScan(snapshot, matching, wanted);
            checkNearest(snapshot, matching, wanted, similarity);
            checkWords(snapshot, matching, wanted);
            assertThat(matching.plan()).isNotEmpty();
        }
        assertThat(snapshot.stats().documents()).isEqualTo(model.size());
        assertThat(snapshot.stats().graphs()).isLessThanOrEqualTo(3);
    }

    private void checkGet(ShardSnapshot snapshot, Map<String, Found> model) {
        for (int i = 0; i < 5; i++) {
            String id = "d-" + random.nextInt(60);
            Found found = snapshot.get(new DocumentId(id)).orElse(null);

            assertThat(found).isEqualTo(model.get(id));
        }
    }

    private void checkScan(ShardSnapshot snapshot, Matching matching, List<Found> wanted) {
        List<Found> inOrder = new ArrayList<>(wanted);
        inOrder.sort(
                Comparator.comparingInt((Found found) -> found.document().slot())
                        .thenComparing(found -> utf8(found), Arrays::compareUnsigned));
        List<Found> scanned = new ArrayList<>();
        ScanKey after = null;
        int limit = 1 + random.nextInt(20);
        while (true) {
            List<Candidate> page = snapshot.scan(after, limit, matching);
            List<Found> found = snapshot.fetch(page, Fetch.WITH_VECTOR);
            scanned.addAll(found);
            if (page.size() < limit) {
                break;
            }
            Document last = found.getLast().document();
            after = new ScanKey(last.slot(), last.id());
        }

        assertThat(scanned).isEqualTo(inOrder);
    }

    private static byte[] utf8(Found found) {
        return found.document().id().value().getBytes(StandardCharsets.UTF_8);
    }

    private void checkNearest(
            ShardSnapshot snapshot, Matching matching, List<Found> wanted, Similarity similarity) {
        float[] query = vector();
        int k = 1 + random.nextInt(70);
        List<Candidate> found = snapshot.nearest(query, k, matching);
        List<Double> scores =
                wanted.stream()
                        .map(Found::document)
                        .filter(document -> document.vector() != null)
                        .map(document -> score(similarity, query, document.vector()))
                        .sorted(Comparator.reverseOrder())
                        .limit(k)
                        .toList();
        Map<String, Found> byId = new HashMap<>();
        wanted.forEach(each -> byId.put(each.document().id().value(), each));

        assertThat(found).hasSameSizeAs(scores);
        for (int i = 0; i < scores.size(); i++) {
            Candidate candidate = found.get(i);
            Found own = byId.get(candidate.id().value());
            if (own == null) {
                throw new AssertionError(candidate + " does not match");
            }

            assertThat(candidate.score()).isCloseTo(scores.get(i), within(1e-5));
            assertThat(candidate.version()).isEqualTo(own.version());
            assertThat(score(similarity, query, own.document().vector()))
                    .isCloseTo(candidate.score(), within(1e-5));
        }
    }

    private static double score(Similarity similarity, float[] query, @Nullable Vector vector) {
        if (vector == null) {
            throw new AssertionError("no vector");
        }
        double dot = 0;
        double left = 0;
        double right = 0;
        double distance = 0;
        for (int i = 0; i < query.length; i++) {
            double a = query[i];
            double b = vector.components()[i];
            dot += a * b;
            left += a * a;
            right += b * b;
            distance += (a - b) * (a - b);
        }
        return switch (similarity) {
            case COSINE -> dot / Math.sqrt(left * right);
            case DOT -> dot;
            case EUCLIDEAN -> 1 / (1 + distance);
        };
    }

    private void checkWords(ShardSnapshot snapshot, Matching matching, List<Found> wanted) {
        String first = WORDS[random.nextInt(WORDS.length)];
        String second = WORDS[random.nextInt(WORDS.length)];
        List<Candidate> found = snapshot.words(first + " " + second, 1000, matching);
        Set<String> ids = new HashSet<>();
        for (Found each : wanted) {
            Content content = each.document().content();
            List<String> words = content == null ? List.of() : List.of(content.text().split(" "));
            if (words.contains(first) || words.contains(second)) {
                ids.add(each.document().id().value());
            }
        }

        assertThat(found.stream().map(candidate -> candidate.id().value()))
                .containsExactlyInAnyOrderElementsOf(ids);
        assertThat(found)
                .isSortedAccordingTo(Comparator.comparingDouble(Candidate::score).reversed());
    }
}
