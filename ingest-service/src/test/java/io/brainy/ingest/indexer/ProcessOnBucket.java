package io.brainy.ingest.indexer;

import static org.assertj.core.api.Assertions.assertThat;

import io.brainy.coordinator.bucket.Bucket;
import io.brainy.coordinator.chain.ShardChains;
import io.brainy.coordinator.journal.ClusterState;
import io.brainy.coordinator.log.CollectionLog;
import io.brainy.coordinator.log.NodeCollections;
import io.brainy.coordinator.log.Part;
import io.brainy.coordinator.log.PartOutcome;
import io.brainy.coordinator.sequence.ProtocolLoop;
import io.brainy.coordinator.time.SystemTime;
import io.brainy.engine.cache.SegmentCache;
import io.brainy.engine.serve.NodeShards;
import io.brainy.engine.serve.ShardHandle;
import io.brainy.engine.serve.ShardSnapshot;
import io.brainy.model.document.Document;
import io.brainy.model.key.CollectionName;
import io.brainy.model.key.NodeId;
import io.brainy.model.log.CollectionSettings;
import io.brainy.model.log.EncodedRecord;
import io.brainy.model.log.LogRecord;
import io.brainy.model.log.RecordCodec;
import io.brainy.model.manifest.Manifest;
import io.brainy.model.query.Filter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// What a node has below its HTTP: collections, the shards that it serves and those that it
/// publishes, each commit at once.
final class ProcessOnBucket {

    static final CollectionName COLLECTION = new CollectionName("things");
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final PublishPolicy EACH_COMMIT = new PublishPolicy(1, 1, Duration.ofHours(1));

    private final SplittableRandom random;
    private final List<ProtocolLoop> loops = new CopyOnWriteArrayList<>();
    private final NodeId id;
    private final NodeCollections collections;
    private final ShardChains chains;
    private final SegmentCache cache;
    private final NodeShards shards;
    private final ShardPublishers publishers;

    /// @param number of this run, which gives it its id
    /// @param scratch of this run alone
    ProcessOnBucket(int number, Bucket bucket, Path scratch) {
        this.random = new SplittableRandom(number);
        this.id = new NodeId("node" + number);
        this.collections =
                new NodeCollections(
                        bucket,
                        id,
                        NodeCollections.Publishing.HERE,
                        () -> loop(bucket),
                        SystemTime.sleeper(),
                        _ -> OptionalInt.empty());
        this.chains = new ShardChains(() -> loop(bucket));
        this.cache = new SegmentCache(scratch.resolve("segments"), 1L << 30, bucket);
        this.shards = new NodeShards(chains, cache, SystemTime.sleeper());
        SplittableRandom names = random.split();
        this.publishers =
                new ShardPublishers(
                        id,
                        collections,
                        chains,
                        new ShardPublisher.Tools(
                                bucket,
                                cache,
                                EACH_COMMIT,
                                SystemTime.ticker(),
                                SystemTime.sleeper(),
                                () -> SystemTime.newBatchId(names)),
                        scratch.resolve("publishers"));
        collections.watch(shards);
        collections.watch(publishers);
    }

    private ProtocolLoop loop(Bucket bucket) {
        ProtocolLoop loop =
                new ProtocolLoop(
                        "loop of " + id, bucket, SystemTime.ticker()::nanos, random.split());
        loops.add(loop);
        return loop;
    }

    CompletableFuture<Void> start() {
        return collections.start().thenCompose(_ -> shards.opened());
    }

    ProcessOnBucket started() {
        await(start());
        return this;
    }

    /// Completes with the position; the collection is made by the first.
    CompletableFuture<Long> write(List<LogRecord> records) {
        List<EncodedRecord> encoded = records.stream().map(RecordCodec::encode).toList();
        return collections
                .openOrCreate(COLLECTION, CollectionSettings.DEFAULTS)
                .thenCompose(opened -> {
                    CollectionLog log = opened.log();
                    return log.submit(
                            new Part(
                                    SystemTime.newBatchId(random),
                                    log.tail(),
                                    encoded,
                                    List.of(),
                                    null,
                                    OptionalInt.of(2),
                                    true,
                                    PATIENCE));
                })
                .thenApply(outcome -> ((PartOutcome.Committed) outcome).position());
    }

    Optional<CollectionLog> log() {
        return collections.find(COLLECTION);
    }

    ClusterState.Shard shard() {
        return collections.state().find(COLLECTION).orElseThrow().shards().getFirst();
    }

    NodeId id() {
        return id;
    }

    List<String> failures() {
        return publishers.failures();
    }

    /// What a strong read gives: each document by its id.
    Map<String, Document> read() {
        CollectionLog log = log().orElseThrow();
        long end = await(log.probe());
        ShardHandle shard = shards.of(log.collection()).getFirst();
        await(shard.await(end));
        try (ShardSnapshot snapshot = shard.snapshot()) {
            assertThat(snapshot.position()).isGreaterThanOrEqualTo(end);
            return documents(snapshot);
        }
    }

    static Map<String, Document> documents(ShardSnapshot snapshot) {
        Map<String, Document> documents = new HashMap<>();
        List<ShardSnapshot.Candidate> all =
                snapshot.scan(null, 1000, snapshot.matching(Filter.EVERYTHING));
        for (ShardSnapshot.Found found : snapshot.fetch(all, ShardSnapshot.Fetch.WITH_VECTOR)) {
            String id = found.document().id().value();
            assertThat(documents.put(id, found.document())).as("twice: %s", id).isNull();
        }
        assertThat(snapshot.stats().documents()).isEqualTo(documents.size());
        return documents;
    }

    /// Completes when a manifest of this epoch or a later one covers the position.
    CompletableFuture<Manifest> published(long epoch, long position) {
        CompletableFuture<Manifest> published = new CompletableFuture<>();
        ClusterState.Shard shard = shard();
        chains.open(log().orElseThrow().collection(), shard.id(), shard.slots())
                .chain()
                .watch(manifest -> {
                    if (manifest.epoch() >= epoch && manifest.position() >= position) {
                        published.complete(manifest);
                    }
                });
        return published;
    }

    /// Ends without another word to the bucket.
    void die() {
        publishers.abandon();
        shards.close();
        loops.forEach(ProtocolLoop::close);
        cache.close();
    }

    /// Ends as a node does on SIGTERM.
    void stop() {
        publishers.close();
        collections.close();
        shards.close();
        chains.close();
        cache.close();
    }

    static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("nothing within " + PATIENCE, e);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
