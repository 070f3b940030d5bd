package io.brainy.ingest.testing;

import io.brainy.coordinator.log.CollectionLog;
import io.brainy.coordinator.log.Part;
import io.brainy.coordinator.log.PartOutcome;
import io.brainy.coordinator.port.DocumentReader.Versioned;
import io.brainy.model.document.Document;
import io.brainy.model.error.OverloadedException;
import io.brainy.model.key.CollectionId;
import io.brainy.model.log.BatchId;
import io.brainy.model.log.CollectionSettings;
import io.brainy.model.log.EncodedRecord;
import io.brainy.model.log.LogRecord;
import io.brainy.model.log.PartEntry.KeyProgress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A log in memory that gives every part a commit of its own and keeps rules L1 to L5 and L9:
/// checks, keys, one write per id, the dimension. It can be told to be overloaded, to hold parts
/// back, or to lose what it should answer.
public final class FakeCollectionLog implements CollectionLog {

    private final CollectionId id;
    private final int modelDimension;
    private final Map<String, Versioned> documents = new LinkedHashMap<>();
    private final Map<String, Long> lastWrites = new HashMap<>();
    private final Map<String, KeyProgress> keys = new HashMap<>();
    private final Map<String, Long> keyPositions = new HashMap<>();
    private final Map<BatchId, Long> batches = new HashMap<>();
    private final ArrayDeque<Runnable> held = new ArrayDeque<>();
    private final List<Integer> partSizes = new ArrayList<>();
    private final ArrayDeque<RuntimeException> failures = new ArrayDeque<>();
    private CollectionSettings settings;
    private boolean keepDocuments = true;
    private boolean holding;
    private boolean closed;
    private long tail;
    private @Nullable Runnable beforeNext;

    public FakeCollectionLog(CollectionId id, CollectionSettings settings, int modelDimension) {
        this.id = id;
        this.settings = settings;
        this.modelDimension = modelDimension;
    }

    @Override
    public CollectionId collection() {
        return id;
    }

    @Override
    public synchronized long tail() {
        return tail;
    }

    @Override
    public synchronized CollectionSettings settings() {
        return settings;
    }

    @Override
    public CompletableFuture<PartOutcome> submit(Part part) {
        // Not under the lock, since it may write too.
        takeBeforeNext().ifPresent(Runnable::run);
        return enqueue(part);
    }

    private synchronized Optional<Runnable> takeBeforeNext() {
        Runnable action = beforeNext;
        beforeNext = null;
        return Optional.ofNullable(action);
    }

    private synchronized CompletableFuture<PartOutcome> enqueue(Part part) {
        CompletableFuture<PartOutcome> answer = new CompletableFuture<>();
        RuntimeException failure = failures.poll();
        if (failure != null) {
            answer.completeExceptionally(failure);
        } else if (holding) {
            held.add(() -> answer.complete(take(part)));
        } else {
            answer.complete(take(part));
        }
        return answer;
    }

    private PartOutcome take(Part part) {
        if (closed) {
            return new PartOutcome.Dropped();
        }
        Long before = batches.get(part.id());
        if (before != null) {
            return new PartOutcome.Committed(before);
        }
        checkShape(part);
        KeyProgress key = part.key();
        if (key != null) {
            KeyProgress known = keys.get(key.key());
            if (known != null && (known.last() || known.nextItem() != key.firstItem())) {
                return new PartOutcome.KeyKnown(known, keyPositions.getOrDefault(key.key(), 0L));
            }
        }
        for (Part.Check check : part.checks()) {
            if (lastWrites.getOrDefault(check.id(), 0L) > check.seenAt()) {
                return new PartOutcome.Changed(check.id(), tail);
            }
        }
        OptionalInt dimension = part.vectorDimension();
        if (dimension.isPresent()) {
            OptionalInt fixed = settings.dimension();
            if (fixed.isPresent() && fixed.getAsInt() != dimension.getAsInt()) {
                return new PartOutcome.WrongDimension(fixed.getAsInt());
            }
            if (fixed.isEmpty()) {
                settings = settings.withDimension(dimension.getAsInt());
                if (part.givenVector() && dimension.getAsInt() != modelDimension) {
                    settings = settings.withoutModel();
                }
            }
        }
        tail++;
        batches.put(part.id(), tail);
        partSizes.add(part.records().size());
        if (key != null) {
            keys.put(key.key(), key);
            keyPositions.put(key.key(), tail);
        }
        part.records().forEach(record -> apply(record.record()));
        return new PartOutcome.Committed(tail);
    }

    private static void checkShape(Part part) {
        if (part.bytes() > Part.MAX_BYTES || part.records().size() > Part.MAX_RECORDS) {
            throw new IllegalArgumentException("the part is too large: " + part.bytes());
        }
        Set<String> ids = new HashSet<>();
        for (EncodedRecord record : part.records()) {
            if (!ids.add(idOf(record.record()))) {
                throw new IllegalArgumentException("two writes of one id in a part");
            }
        }
        if (part.records().isEmpty() && part.key() == null) {
            throw new IllegalArgumentException("the part is empty");
        }
    }

    private static String idOf(LogRecord record) {
        return switch (record) {
            case LogRecord.DocumentWrite(Document document) -> document.id().value();
            case LogRecord.DocumentTombstone(var id) -> id.value();
            case LogRecord.Locator _,
                    LogRecord.RelationshipWrite _,
                    LogRecord.RelationshipTombstone _ ->
                    throw new IllegalArgumentException("not written by users: " + record);
        };
    }

    private void apply(LogRecord record) {
        String written = idOf(record);
        lastWrites.put(written, tail);
        if (record instanceof LogRecord.DocumentWrite(Document document)) {
            if (keepDocuments) {
                documents.put(written, new Versioned(document, tail));
            }
        } else {
            documents.remove(written);
        }
    }

    @Override
    public synchronized CompletableFuture<Long> probe() {
        return CompletableFuture.completedFuture(tail);
    }

    @Override
    public synchronized CompletableFuture<CollectionSettings> configure(
            UnaryOperator<CollectionSettings> change) {
        try {
            CollectionSettings changed = change.apply(settings);
            if (!changed.equals(settings)) {
                settings = changed;
                tail++;
            }
            return CompletableFuture.completedFuture(settings);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public void indexed(long position) {}

    @Override
    public Optional<RuntimeException> failure() {
        return Optional.empty();
    }

    @Override
    public Subscription follow(long position, Follower follower) {
        throw new UnsupportedOperationException("the writing side follows no log");
    }

    // ---- what tests ask and tell

    public synchronized @Nullable Versioned document(String documentId) {
        return documents.get(documentId);
    }

    public synchronized List<Versioned> documents() {
        return List.copyOf(documents.values());
    }

    /// How many records each commit has.
    public synchronized List<Integer> partSizes() {
        return List.copyOf(partSizes);
    }

    /// Keeps no documents, for tests of many.
    public synchronized void forgetDocuments() {
        keepDocuments = false;
    }

    /// The next parts fail with this, one each.
    public synchronized void failNext(RuntimeException... reasons) {
        failures.addAll(List.of(reasons));
    }

    public void overloadNext(int parts) {
        for (int i = 0; i < parts; i++) {
            failNext(new OverloadedException("the queue is full", Duration.ofMillis(1)));
        }
    }

    /// Something happens between the decision of a writer and its commit.
    public synchronized void beforeNext(Runnable action) {
        beforeNext = action;
    }

    /// Keeps parts until [#release].
    public synchronized void hold() {
        holding = true;
    }

    public synchronized int heldParts() {
        return held.size();
    }

    public synchronized void release() {
        holding = false;
        while (!held.isEmpty()) {
            held.remove().run();
        }
    }

    synchronized void close() {
        closed = true;
        tail++;
    }
}
