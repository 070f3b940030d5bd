package io.brainy.search.testing;

import io.brainy.engine.serve.ShardSnapshot;
import io.brainy.model.document.Content;
import io.brainy.model.document.Document;
import io.brainy.model.document.DocumentId;
import io.brainy.model.document.Vector;
import io.brainy.model.log.CollectionSettings.Similarity;
import io.brainy.model.query.Filter;
import io.brainy.model.query.Filters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// A map of documents, searched by looking at each.
final class ExactSnapshot implements ShardSnapshot {

    private static final Comparator<Found> SCAN_ORDER =
            Comparator.comparingInt((Found f) -> f.document().slot())
                    .thenComparing(f -> f.document().id());

    private final long position;
    private final long generation;
    private final Similarity similarity;
    private final List<Found> documents;
    private final Runnable onClose;
    private boolean closed;

    ExactSnapshot(
            long position,
            long generation,
            Similarity similarity,
            Map<DocumentId, Found> documents,
            Runnable onClose) {
        this.position = position;
        this.generation = generation;
        this.similarity = similarity;
        this.documents = documents.values().stream().sorted(SCAN_ORDER).toList();
        this.onClose = onClose;
    }

    private record Exact(Filter where) implements Matching {
        @Override
        public String plan() {
            return "every document is looked at";
        }
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public long generation() {
        return generation;
    }

    @Override
    public Optional<Found> get(DocumentId id) {
        return documents().stream().filter(f -> f.document().id().equals(id)).findFirst();
    }

    @Override
    public Matching matching(Filter where) {
        return new Exact(where);
    }

    @Override
    public List<Candidate> nearest(float[] vector, int k, Matching matching) {
        return best(k, matching, f -> similarity(vector, f.document().vector()));
    }

    @Override
    public List<Candidate> words(String text, int k, Matching matching) {
        List<String> wanted = words(text);
        return best(
                k,
                matching,
                f -> {
                    Content content = f.document().content();
                    if (content == null) {
                        return Double.NaN;
                    }
                    List<String> found = words(content.text());
                    long common = found.stream().filter(wanted::contains).count();
                    return common == 0 ? Double.NaN : (double) common / (found.size() + 1);
                });
    }

    private List<Candidate> best(int k, Matching matching, ToDoubleFunction<Found> score) {
        List<Candidate> candidates = new ArrayList<>();
        for (int i = 0; i < documents().size(); i++) {
            Found found = documents.get(i);
            double value = matches(matching, found) ? score.applyAsDouble(found) : Double.NaN;
            if (!Double.isNaN(value)) {
                candidates.add(new Candidate(i, found.document().id(), found.version(), value));
            }
        }
        candidates.sort(
                Comparator.comparingDouble(Candidate::score)
                        .reversed()
                        .thenComparing(Candidate::id));
        return candidates.subList(0, Math.min(k, candidates.size()));
    }

    @Override
    public List<Candidate> scan(@Nullable ScanKey after, int limit, Matching matching) {
        List<Candidate> found = new ArrayList<>();
        for (int i = 0; i < documents().size() && found.size() < limit; i++) {
            Document document = documents.get(i).document();
            if ((after == null || isAfter(document, after))
                    && matches(matching, documents.get(i))) {
                found.add(new Candidate(i, document.id(), documents.get(i).version(), 0));
            }
        }
        return found;
    }

    private static boolean isAfter(Document document, ScanKey after) {
        return document.slot() > after.slot()
                || (document.slot() == after.slot() && document.id().compareTo(after.id()) > 0);
    }

    private static boolean matches(Matching matching, Found found) {
        return Filters.matches(((Exact) matching).where(), found.document());
    }

    @Override
    public long count(Matching matching) {
        return documents().stream().filter(f -> matches(matching, f)).count();
    }

    @Override
    public List<Found> fetch(List<Candidate> candidates, Fetch what) {
        return candidates.stream()
                .map(c -> documents().get((int) c.ref()))
                .map(f ->
                        what == Fetch.WITH_VECTOR
                                ? f
                                : new Found(f.document().withVector(null), f.version()))
                .toList();
    }

    @Override
    public SnapshotStats stats() {
        return new SnapshotStats(documents().size(), 3, 1000, 2, 1, 1, 24);
    }

    private List<Found> documents() {
        if (closed) {
            throw new IllegalStateException("the snapshot is closed");
        }
        return documents;
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            onClose.run();
        }
    }

    private double similarity(float[] query, @Nullable Vector vector) {
        if (vector == null) {
            return Double.NaN;
        }
        float[] components = vector.components();
        double dot = 0;
        double squares = 0;
        double querySquares = 0;
        double distance = 0;
        for (int i = 0; i < query.length; i++) {
            dot += query[i] * components[i];
            squares += components[i] * components[i];
            querySquares += query[i] * query[i];
            distance += (query[i] - components[i]) * (query[i] - components[i]);
        }
        return switch (similarity) {
            case COSINE -> dot / Math.sqrt(squares * querySquares);
            case DOT -> dot;
            case EUCLIDEAN -> 1 / (1 + distance);
        };
    }

    private static List<String> words(String text) {
        return Arrays.asList(text.toLowerCase(Locale.ROOT).split("\\W+", -1));
    }
}
