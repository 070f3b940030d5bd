package io.brainy.search.testing;

import io.brainy.coordinator.log.CollectionLog;
import io.brainy.coordinator.log.Part;
import io.brainy.coordinator.log.PartOutcome;
import io.brainy.model.document.Content;
import io.brainy.model.document.Document;
import io.brainy.model.document.DocumentId;
import io.brainy.model.document.FieldValue;
import io.brainy.model.document.Vector;
import io.brainy.model.key.CollectionId;
import io.brainy.model.key.CollectionName;
import io.brainy.model.key.ShardId;
import io.brainy.model.key.SlotRange;
import io.brainy.model.key.Slots;
import io.brainy.model.log.CollectionSettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A collection in memory: its log as readers see it, and its shards. A write is a commit that all
/// shards apply at once, unless a shard is told to lag.
public final class TestCollection implements CollectionLog {

    public static final int DIMENSION = 2;

    private final CollectionId id;
    private final CollectionSettings settings;
    private final List<TestShard> shards = new ArrayList<>();
    private long end;
    private long known;
    private int probes;

    public TestCollection(String name, CollectionSettings settings, int shardCount) {
        this(new CollectionId(new CollectionName(name), 1), settings, shardCount, 0);
    }

    public TestCollection(
            CollectionId id, CollectionSettings settings, int shardCount, long firstPosition) {
        this.id = id;
        this.settings = settings;
        this.end = firstPosition;
        this.known = firstPosition;
        int width = Slots.COUNT / shardCount;
        for (int i = 0; i < shardCount; i++) {
            int to = i == shardCount - 1 ? Slots.COUNT - 1 : (i + 1) * width - 1;
            shards.add(
                    new TestShard(
                            new ShardId(id.created(), i),
                            new SlotRange(i * width, to),
                            settings.similarity()));
            shards.getLast().reach(firstPosition);
        }
    }

    public static CollectionSettings twoDimensions() {
        return CollectionSettings.DEFAULTS.withDimension(DIMENSION);
    }

    public static Document document(String id, String content, float... vector) {
        return new Document(
                new DocumentId(id),
                "note",
                new Content.Text(content),
                vector.length == 0 ? null : new Vector(vector, false),
                FieldValue.Fields.EMPTY,
                null,
                null,
                Instant.EPOCH);
    }

    public static Document with(Document document, String field, FieldValue value) {
        return new Document(
                document.id(),
                document.type(),
                document.content(),
                document.vector(),
                new FieldValue.Fields(Map.of(field, value)),
                document.domain(),
                document.customerId(),
                document.createdAt());
    }

    public static Document in(
            Document document, @Nullable String domain, @Nullable String customerId) {
        return new Document(
                document.id(),
                document.type(),
                document.content(),
                document.vector(),
                document.metadata(),
                domain,
                customerId,
                document.createdAt());
    }

    /// Commits and applies.
    public synchronized long write(Document... documents) {
        long position = append();
        for (Document document : documents) {
            for (TestShard shard : shards) {
                if (shard.range().contains(document.slot())) {
                    shard.hold(document, position);
                } else {
                    shard.drop(document.id());
                }
            }
        }
        shards.forEach(s -> s.reach(position));
        return position;
    }

    /// Commits without a shard applying it yet.
    public synchronized long append() {
        end++;
        known = end;
        return end;
    }

    /// Another node commits: this one does not know yet.
    public synchronized long appendElsewhere() {
        end++;
        return end;
    }

    public TestShard shard(int i) {
        return shards.get(i);
    }

    public List<TestShard> shards() {
        return List.copyOf(shards);
    }

    public int openSnapshots() {
        return shards.stream().mapToInt(TestShard::openSnapshots).sum();
    }

    public synchronized int probes() {
        return probes;
    }

    @Override
    public CollectionId collection() {
        return id;
    }

    @Override
    public synchronized long tail() {
        return known;
    }

    @Override
    public CollectionSettings settings() {
        return settings;
    }

    @Override
    public CompletableFuture<PartOutcome> submit(Part part) {
        throw new UnsupportedOperationException("the read side never writes");
    }

    @Override
    public synchronized CompletableFuture<Long> probe() {
        probes++;
        known = end;
        return CompletableFuture.completedFuture(end);
    }

    @Override
    public CompletableFuture<CollectionSettings> configure(
            UnaryOperator<CollectionSettings> change) {
        throw new UnsupportedOperationException("the read side never configures");
    }

    @Override
    public void indexed(long position) {
        throw new UnsupportedOperationException("the read side never publishes");
    }

    @Override
    public Optional<RuntimeException> failure() {
        return Optional.empty();
    }

    @Override
    public Subscription follow(long position, Follower follower) {
        throw new UnsupportedOperationException("shards follow, queries do not");
    }
}
