package io.brainy.engine.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.brainy.coordinator.bucket.Bucket;
import io.brainy.coordinator.bucket.ObjectKey;
import io.brainy.coordinator.chain.ManifestChain;
import io.brainy.coordinator.chain.ShardChains;
import io.brainy.coordinator.journal.ClusterState;
import io.brainy.coordinator.layout.BucketLayout;
import io.brainy.coordinator.log.CollectionLog;
import io.brainy.coordinator.log.NodeCollections;
import io.brainy.coordinator.log.Part;
import io.brainy.coordinator.log.PartOutcome;
import io.brainy.coordinator.sequence.ProtocolLoop;
import io.brainy.coordinator.time.SystemTime;
import io.brainy.engine.cache.SegmentCache;
import io.brainy.engine.segment.SegmentPublication;
import io.brainy.engine.segment.SegmentWriter;
import io.brainy.model.key.CollectionName;
import io.brainy.model.key.NodeId;
import io.brainy.model.key.SlotRange;
import io.brainy.model.log.BatchId;
import io.brainy.model.log.CollectionSettings;
import io.brainy.model.log.CommitCodec;
import io.brainy.model.log.Digest;
import io.brainy.model.log.LogRecord;
import io.brainy.model.log.RecordCodec;
import io.brainy.model.manifest.Manifest;
import io.brainy.model.manifest.SegmentFile;
import io.brainy.model.query.Filter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/// A process that serves shards, and publishes them when it is told to.
final class ServedProcess implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Bucket bucket;
    private final Path scratch;
    private final SplittableRandom random;
    private final List<ProtocolLoop> loops = new CopyOnWriteArrayList<>();
    private final NodeCollections collections;
    private final ShardChains chains;
    private final SegmentCache cache;
    private final NodeShards shards;
    private final Set<String> takenOver = new HashSet<>();
    private int publications;

    /// @param number of this run, which gives it its id
    /// @param scratch of this run alone
    ServedProcess(int number, Bucket bucket, Path scratch) {
        this.bucket = bucket;
        this.scratch = scratch;
        this.random = new SplittableRandom(number);
        this.collections =
                new NodeCollections(
                        bucket,
                        new NodeId("node" + number),
                        NodeCollections.Publishing.HERE,
                        this::loop,
                        SystemTime.sleeper(),
                        _ -> OptionalInt.empty());
        this.chains = new ShardChains(this::loop);
        this.cache = new SegmentCache(scratch.resolve("segments"), 1L << 30, bucket);
        this.shards = new NodeShards(chains, cache, SystemTime.sleeper());
        collections.watch(shards);
        await(collections.start().thenCompose(_ -> shards.opened()));
    }

    private ProtocolLoop loop() {
        ProtocolLoop loop =
                new ProtocolLoop("loop", bucket, SystemTime.ticker()::nanos, random.split());
        loops.add(loop);
        return loop;
    }

    NodeCollections collections() {
        return collections;
    }

    NodeShards shards() {
        return shards;
    }

    CollectionLog log(String collection) {
        return collections.find(new CollectionName(collection)).orElseThrow();
    }

    ShardHandle shard(String collection) {
        return shards.of(log(collection).collection()).getFirst();
    }

    NodeShards.Status status(String collection) {
        return shards.status().stream()
                .filter(status -> status.collection().name().value().equals(collection))
                .findFirst()
                .orElseThrow();
    }

    /// Commits the records and gives the position.
    long write(String collection, LogRecord... records) {
        CollectionLog log =
                await(
                                collections.openOrCreate(
                                        new CollectionName(collection),
                                        CollectionSettings.DEFAULTS))
                        .log();
        PartOutcome outcome =
                await(
                        log.submit(
                                new Part(
                                        SystemTime.newBatchId(random),
                                        log.tail(),
                                        Arrays.stream(records).map(RecordCodec::encode).toList(),
                                        List.of(),
                                        null,
                                        OptionalInt.empty(),
                                        false,
                                        PATIENCE)));
        return ((PartOutcome.Committed) outcome).position();
    }

    /// Publishes everything up to a position, going on from the newest manifest.
    Manifest publish(String collection, long position) throws Exception {
        CollectionLog log = log(collection);
        ClusterState.Shard shard =
                collections.state().find(log.collection()).orElseThrow().shards().getFirst();
        ManifestChain chain = chain(collection);
        // C2: a publisher fences whoever had the shard before, and goes on from there.
        Optional<Manifest> newest =
                takenOver.add(collection)
                        ? Optional.of(await(chain.takeOver(shard.epoch(), 0)))
                        : await(chain.probe());
        Map<String, SegmentFile> known = new HashMap<>();
        Map<String, Path> paths = new HashMap<>();
        publications++;
        for (SegmentFile file : newest.map(Manifest::files).orElse(List.of())) {
            known.put(file.name(), file);
            byte[] bytes = object(BucketLayout.segmentFile(log.collection(), file.key()));
            Path copy = scratch.resolve("from" + publications + "-" + file.name());
            paths.put(file.name(), Files.write(copy, bytes));
        }
        try (SegmentWriter writer =
                SegmentWriter.open(
                        scratch.resolve("publication" + publications),
                        log.settings().similarity(),
                        newest.map(Manifest::position).orElse(0L),
                        paths)) {
            for (long number = writer.position() + 1; number <= position; number++) {
                byte[] bytes = object(BucketLayout.log(log.collection()).entry(number));
                writer.apply(CommitCodec.decode(bytes, SlotRange.ALL, "commit " + number));
            }
            SegmentPublication publication = writer.flush();
            List<SegmentFile> files = new ArrayList<>();
            for (SegmentPublication.LocalFile file : publication.files()) {
                SegmentFile uploaded = known.get(file.name());
                files.add(uploaded != null ? uploaded : upload(log, shard, file));
            }
            return await(chain.publish(shard.epoch(), position, files, publication.stats()));
        }
    }

    private SegmentFile upload(
            CollectionLog log, ClusterState.Shard shard, SegmentPublication.LocalFile file)
            throws Exception {
        byte[] bytes = Files.readAllBytes(file.path());
        BatchId unique = SystemTime.newBatchId(random);
        String key = "%s-%d-%s".formatted(shard.id(), shard.epoch(), unique);
        bucket.put(BucketLayout.segmentFile(log.collection(), key), bytes);
        Digest digest = new Digest(MessageDigest.getInstance("SHA-256").digest(bytes));
        return new SegmentFile(file.name(), key, bytes.length, digest);
    }

    private byte[] object(ObjectKey key) {
        return bucket.get(key).object().orElseThrow().bytes();
    }

    private ManifestChain chain(String collection) {
        CollectionLog log = log(collection);
        ClusterState.Shard shard =
                collections.state().find(log.collection()).orElseThrow().shards().getFirst();
        return chains.open(log.collection(), shard.id(), shard.slots()).chain();
    }

    /// Looks for manifests that other processes have appended.
    void adopt(String collection) {
        await(chain(collection).probe());
    }

    /// Each document's version by its id, as of now.
    static Map<String, Long> versions(ShardHandle shard) {
        try (ShardSnapshot snapshot = shard.snapshot()) {
            Map<String, Long> versions = new TreeMap<>();
            snapshot.scan(null, 1000, snapshot.matching(Filter.EVERYTHING))
                    .forEach(each -> versions.put(each.id().value(), each.version()));
            assertThat(snapshot.stats().documents()).isEqualTo(versions.size());
            return versions;
        }
    }

    /// Ends without another word to the bucket.
    @Override
    public void close() {
        shards.close();
        loops.forEach(ProtocolLoop::close);
        cache.close();
    }

    static <T> T await(CompletableFuture<T> future) {
        return future.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }
}
