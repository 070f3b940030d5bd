package io.brainy.engine.serve;

import io.brainy.engine.memtable.Layer;
import io.brainy.engine.part.PartReader;
import io.brainy.engine.segment.IndexFailure;
import io.brainy.engine.segment.SegmentLeaf;
import io.brainy.engine.vector.VectorSpace;
import io.brainy.model.document.Document;
import io.brainy.model.document.DocumentId;
import io.brainy.model.error.InvalidException;
import io.brainy.model.query.Filter;
import io.brainy.model.query.Filters;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/// A view, held until it is closed.
final class PinnedSnapshot implements ShardSnapshot {

    private static final Comparator<Candidate> BEST_FIRST =
            Comparator.comparingDouble(Candidate::score)
                    .reversed()
                    .thenComparing(
                            candidate -> candidate.id().value(), Filters::compareByCodePoint);

    private final View view;
    private final VectorSpace space;
    private final List<Part> parts;
    private final AtomicBoolean closed = new AtomicBoolean();

    PinnedSnapshot(View view, VectorSpace space) {
        this.view = view;
        this.space = space;
        this.parts = Part.of(view);
    }

    /// How many layers the memtable has here.
    int layers() {
        return view.memtable().layers().size();
    }

    @Override
    public long position() {
        return view.position();
    }

    @Override
    public long generation() {
        return view.base().generation();
    }

    @Override
    public Optional<Found> get(DocumentId id) {
        return reading(
                "getting a document",
                () -> {
                    BytesRef utf8 = new BytesRef(id.value());
                    // The newest layers last: an id is visible in one part only.
                    for (Part part : parts.reversed()) {
                        int doc =
                                switch (part) {
                                    case Part.OfLayer(Layer layer) ->
                                            layer.find(
                                                    utf8, view.base().position(), view.position());
                                    case Part.OfSegment(SegmentLeaf leaf) ->
                                            leaf.find(utf8, view.position());
                                };
                        if (doc >= 0) {
                            PartReader reader = part.open();
                            return Optional.of(
                                    new Found(reader.documentWithVector(doc), reader.version(doc)));
                        }
                    }
                    return Optional.empty();
                });
    }

    @Override
    public Matching matching(Filter where) {
        checkOpen();
        return new MatchingDocuments(view, parts, where);
    }

    @Override
    public List<Candidate> nearest(float[] vector, int k, Matching matching) {
        checkLimit(k);
        return reading(
                "searching vectors",
                () -> {
                    checkQuery(vector);
                    long[] refs =
                            new NearestSearch(parts, space, vector, k)
                                    .search(own(matching).matches());
                    return best(refs, vector, k);
                });
    }

    /// The best k of some candidates by their exact scores. Ids are read only of those that may be
    /// among them.
    private List<Candidate> best(long[] refs, float[] query, int k) throws IOException {
        Arrays.sort(refs);
        double[] scores = new double[refs.length];
        PartReader reader = null;
        int part = -1;
        for (int i = 0; i < refs.length; i++) {
            if (reader == null || part != Part.partOf(refs[i])) {
                part = Part.partOf(refs[i]);
                reader = parts.get(part).open();
            }
            scores[i] = space.score(query, reader.vector(Part.docOf(refs[i])));
        }
        double floor = Double.NEGATIVE_INFINITY;
        if (refs.length > k) {
            double[] sorted = scores.clone();
            Arrays.sort(sorted);
            floor = sorted[sorted.length - k];
        }
        List<Candidate> candidates = new ArrayList<>(k);
        reader = null;
        for (int i = 0; i < refs.length; i++) {
            if (scores[i] >= floor) {
                if (reader == null || part != Part.partOf(refs[i])) {
                    part = Part.partOf(refs[i]);
                    reader = parts.get(part).open();
                }
                candidates.add(candidate(reader, refs[i], scores[i]));
            }
        }
        candidates.sort(BEST_FIRST);
        return List.copyOf(candidates.subList(0, Math.min(k, candidates.size())));
    }

    @Override
    public List<Candidate> words(String text, int k, Matching matching) {
        checkLimit(k);
        return reading(
                "searching words",
                () -> {
                    List<WordSearch.Scored> scored =
                            new WordSearch(view, parts).search(text, k, own(matching).matches());
                    List<WordSearch.Scored> inOrder = new ArrayList<>(scored);
                    inOrder.sort(Comparator.comparingLong(WordSearch.Scored::ref));
                    List<Candidate> candidates = new ArrayList<>();
                    PartReader reader = null;
                    int part = -1;
                    for (WordSearch.Scored hit : inOrder) {
                        if (reader == null || part != Part.partOf(hit.ref())) {
                            part = Part.partOf(hit.ref());
                            reader = parts.get(part).open();
                        }
                        candidates.add(candidate(reader, hit.ref(), hit.score()));
                    }
                    candidates.sort(BEST_FIRST);
                    return List.copyOf(candidates);
                });
    }

    @Override
    public List<Candidate> scan(@Nullable ScanKey after, int limit, Matching matching) {
        checkLimit(limit);
        return reading(
                "scanning",
                () -> {
                    List<SlotScan.Found> page =
                            new SlotScan(view, parts, own(matching).matches(), after, limit).page();
                    List<Candidate> candidates = new ArrayList<>();
                    for (SlotScan.Found found : page) {
                        PartReader reader = parts.get(Part.partOf(found.ref())).open();
                        candidates.add(candidate(reader, found.ref(), 0));
                    }
                    return List.copyOf(candidates);
                });
    }

    @Override
    public long count(Matching matching) {
        checkOpen();
        return own(matching).count();
    }

    @Override
    public List<Found> fetch(List<Candidate> candidates, Fetch what) {
        return reading(
                "fetching documents",
                () -> {
                    Integer[] order = new Integer[candidates.size()];
                    Arrays.setAll(order, i -> i);
                    Arrays.sort(order, Comparator.comparingLong(i -> candidates.get(i).ref()));
                    Found[] found = new Found[order.length];
                    PartReader reader = null;
                    int part = -1;
                    for (int i : order) {
                        Candidate candidate = candidates.get(i);
                        if (reader == null || part != Part.partOf(candidate.ref())) {
                            part = Part.partOf(candidate.ref());
                            reader = parts.get(part).open();
                        }
                        int doc = Part.docOf(candidate.ref());
                        Document document =
                                switch (what) {
                                    case WITHOUT_VECTOR -> reader.document(doc);
                                    case WITH_VECTOR -> reader.documentWithVector(doc);
                                };
                        found[i] = new Found(document, candidate.version());
                    }
                    return List.of(found);
                });
    }

    @Override
    public SnapshotStats stats() {
        checkOpen();
        int graphs = 0;
        for (SegmentLeaf leaf : view.base().leaves()) {
            graphs += leaf.hasGraph() ? 1 : 0;
        }
        return new SnapshotStats(
                view.documents(),
                0,
                view.base().bytes() + view.memtable().bytes(),
                view.base().leaves().size(),
                graphs,
                view.memtable().documents(view.base().position(), view.position()),
                view.memtable().bytes());
    }

    private static Candidate candidate(PartReader reader, long ref, double score)
            throws IOException {
        int doc = Part.docOf(ref);
        DocumentId id = new DocumentId(reader.id(doc).utf8ToString());
        return new Candidate(ref, id, reader.version(doc), score);
    }

    /// A query of another dimension than the shard's vectors has no distance to them.
    private void checkQuery(float[] query) throws IOException {
        for (Part part : parts) {
            int dimension =
                    switch (part) {
                        case Part.OfLayer(Layer layer) -> layer.dimension();
                        case Part.OfSegment(SegmentLeaf leaf) -> {
                            FloatVectorValues values = leaf.vectorValues();
                            yield values == null ? 0 : values.dimension();
                        }
                    };
            if (dimension != 0 && dimension != query.length) {
                throw new InvalidException(
                        "vector",
                        "the collection's vectors have "
                                + dimension
                                + " components, found "
                                + query.length);
            }
        }
    }

    private MatchingDocuments own(Matching matching) {
        if (matching instanceof MatchingDocuments documents && documents.isOf(view)) {
            return documents;
        }
        throw new IllegalArgumentException(
                "a matching is of use to the snapshot that made it only");
    }

    private static void checkLimit(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("wanted at least 1, found " + limit);
        }
    }

    private void checkOpen() {
        if (closed.get()) {
            throw new IllegalStateException("the snapshot is closed");
        }
    }

    private interface Reading<T> {
        T read() throws IOException;
    }

    private <T> T reading(String doing, Reading<T> reading) {
        checkOpen();
        try {
            return reading.read();
        } catch (IOException e) {
            throw IndexFailure.of(doing + " at position " + view.position(), e);
        }
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            view.release();
        }
    }
}
