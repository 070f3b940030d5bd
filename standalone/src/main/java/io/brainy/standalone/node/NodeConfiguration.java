package io.brainy.standalone.node;

import io.brainy.coordinator.admission.BucketAdmission;
import io.brainy.coordinator.admission.BucketCertification;
import io.brainy.coordinator.bucket.Bucket;
import io.brainy.coordinator.bucket.Buckets;
import io.brainy.coordinator.bucket.MeteredBucket;
import io.brainy.coordinator.bucket.RetryPolicy;
import io.brainy.coordinator.bucket.RetryingBucket;
import io.brainy.coordinator.bucket.s3.S3Buckets;
import io.brainy.coordinator.chain.ShardChains;
import io.brainy.coordinator.log.NodeCollections;
import io.brainy.coordinator.log.NodeCollections.Publishing;
import io.brainy.coordinator.port.ClusterView;
import io.brainy.coordinator.port.Embedder;
import io.brainy.coordinator.sequence.ProtocolLoop;
import io.brainy.coordinator.time.SystemTime;
import io.brainy.coordinator.time.Ticker;
import io.brainy.coordinator.web.RoleFilter;
import io.brainy.engine.cache.SegmentCache;
import io.brainy.engine.serve.NodeShards;
import io.brainy.ingest.indexer.PublishPolicy;
import io.brainy.ingest.indexer.ShardPublisher;
import io.brainy.ingest.indexer.ShardPublishers;
import io.brainy.model.key.NodeId;
import io.brainy.model.key.Role;
import io.brainy.standalone.autoconfigure.NodeLifecycle;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.InstantSource;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// What a node is made of beside its services: the bucket, the collections in it, the shards that
/// it serves and those that it publishes.
@Configuration(proxyBeanMethods = false)
class NodeConfiguration {

    @Bean
    NodeId nodeId() {
        return SystemTime.newNodeId(SystemTime.random());
    }

    @Bean
    Ticker ticker() {
        return SystemTime.ticker();
    }

    @Bean
    InstantSource clock() {
        return SystemTime.instants();
    }

    /// Admitted before anything else sees it: a bucket that loses writes is refused at start.
    @Bean(destroyMethod = "close")
    Bucket bucket(NodeProperties properties, S3Buckets s3, MeterRegistry meters, Ticker ticker) {
        Bucket store = new MeteredBucket(new Buckets(s3).open(properties.bucket()), meters);
        RandomGenerator random = SystemTime.random();
        new BucketAdmission(new BucketCertification(random, SystemTime.instants(), ticker))
                .admit(store);
        return new RetryingBucket(store, RetryPolicy.DEFAULT, random, SystemTime.sleeper(), ticker);
    }

    @Bean
    ScratchDirectory scratchDirectory(NodeProperties properties, NodeId id) {
        return ScratchDirectory.open(properties.cache(), id);
    }

    @Bean(destroyMethod = "close")
    SegmentCache segmentCache(NodeProperties properties, ScratchDirectory scratch, Bucket bucket) {
        return new SegmentCache(scratch.segments(), properties.cacheSize().toBytes(), bucket);
    }

    /// Every log, chain and the journal lives on a loop of its own.
    @Bean
    Supplier<ProtocolLoop> protocolLoops(Bucket bucket, Ticker ticker) {
        AtomicLong made = new AtomicLong();
        return () ->
                new ProtocolLoop(
                        "protocol-" + made.incrementAndGet(),
                        bucket,
                        ticker::nanos,
                        SystemTime.random());
    }

    /// Closed by the [NodeLifecycle], in its order.
    @Bean(destroyMethod = "")
    NodeCollections collections(
            Bucket bucket,
            NodeId id,
            NodeProperties properties,
            Supplier<ProtocolLoop> loops,
            Embedder embedder) {
        return new NodeCollections(
                bucket,
                id,
                properties.roles().contains(Role.INDEXER) ? Publishing.HERE : Publishing.ELSEWHERE,
                loops,
                SystemTime.sleeper(),
                model ->
                        embedder.model(model)
                                .map(known -> OptionalInt.of(known.dimension()))
                                .orElseGet(OptionalInt::empty));
    }

    @Bean(destroyMethod = "")
    ShardChains shardChains(Supplier<ProtocolLoop> loops) {
        return new ShardChains(loops);
    }

    @Bean(destroyMethod = "")
    NodeShards nodeShards(ShardChains chains, SegmentCache cache) {
        return new NodeShards(chains, cache, SystemTime.sleeper());
    }

    @Bean(destroyMethod = "")
    ShardPublishers shardPublishers(
            NodeId id,
            NodeCollections collections,
            ShardChains chains,
            Bucket bucket,
            SegmentCache cache,
            ScratchDirectory scratch,
            Ticker ticker) {
        RandomGenerator random = SystemTime.random();
        return new ShardPublishers(
                id,
                collections,
                chains,
                new ShardPublisher.Tools(
                        bucket,
                        cache,
                        PublishPolicy.DEFAULT,
                        ticker,
                        SystemTime.sleeper(),
                        () -> SystemTime.newBatchId(random)),
                scratch.publishers());
    }

    @Bean
    NodeLifecycle nodeLifecycle(
            NodeProperties properties,
            NodeCollections collections,
            NodeShards shards,
            ShardPublishers publishers,
            ShardChains chains) {
        return new NodeLifecycle(properties.roles(), collections, shards, publishers, chains);
    }

    @Bean
    RoleFilter roleFilter(NodeProperties properties) {
        return new RoleFilter(properties.roles());
    }

    @Bean
    ClusterView clusterView(
            NodeId id,
            NodeProperties properties,
            Bucket bucket,
            NodeCollections collections,
            NodeShards shards,
            ShardPublishers publishers,
            WebServerApplicationContext context) {
        OpenShards open = new OpenShards(id, collections, shards, publishers);
        return new OneNodeView(
                id,
                properties,
                bucket.describe(),
                () -> listening(context),
                new ProcessLoad(),
                open::shards,
                open::concerns);
    }

    /// Where the node listens, once it does.
    static URI listening(WebServerApplicationContext context) {
        if (context.getWebServer() == null) {
            throw new IllegalStateException("the node does not listen yet");
        }
        return URI.create("http://127.0.0.1:" + context.getWebServer().getPort());
    }
}
