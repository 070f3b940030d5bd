package io.brainy.search;

import io.brainy.coordinator.log.Collections;
import io.brainy.coordinator.port.Embedder;
import io.brainy.coordinator.time.SystemTime;
import io.brainy.coordinator.time.Ticker;
import io.brainy.coordinator.web.WebConfiguration;
import io.brainy.engine.serve.ShardDirectory;
import io.brainy.search.api.SearchApiConfiguration;
import io.brainy.search.find.Finder;
import io.brainy.search.scan.ScanSessions;
import io.brainy.search.scan.ScanSweeper;
import io.brainy.search.scan.Scanner;
import io.brainy.search.shard.CollectionCensus;
import io.brainy.search.shard.DocumentLookup;
import io.brainy.search.shard.ReadPoints;
import io.brainy.search.shard.Scatter;
import io.brainy.search.shard.SearchDocumentReader;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// The read side as beans, their names beginning with `search` so that services can share a
/// process. It needs four of its surroundings: the collections, the shards of this process, an
/// embedder and a meter registry. A [Ticker] is taken where there is one.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SearchProperties.class)
@Import({WebConfiguration.class, SearchApiConfiguration.class})
public class SearchConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(SearchConfiguration.class);
    private static final Duration SWEEP = Duration.ofSeconds(30);

    @Bean
    ReadPoints searchReadPoints(Collections collections, SearchProperties properties) {
        return new ReadPoints(collections, properties.positionWait());
    }

    @Bean
    Scatter searchScatter(
            ObjectProvider<Ticker> ticker, SearchProperties properties, MeterRegistry registry) {
        Counter failed =
                Counter.builder("brainy.search.shards.failed")
                        .description("Shards that could not answer a query")
                        .register(registry);
        return new Scatter(
                ticker.getIfAvailable(SystemTime::ticker),
                properties.positionWait(),
                properties.deadline(),
                failure -> {
                    failed.increment();
                    LOG.warn(
                            "shard {} could not answer a query: {}",
                            failure.shard().shard(),
                            failure.reason().getMessage());
                });
    }

    @Bean
    Finder searchFinder(
            ReadPoints readPoints,
            ShardDirectory shards,
            Scatter scatter,
            Embedder embedder,
            SearchProperties properties) {
        return new Finder(readPoints, shards, scatter, embedder, properties.deadline());
    }

    @Bean
    DocumentLookup searchDocumentLookup(ShardDirectory shards, Scatter scatter) {
        return new DocumentLookup(shards, scatter);
    }

    @Bean
    SearchDocumentReader searchDocumentReader(ShardDirectory shards, Scatter scatter) {
        return new SearchDocumentReader(shards, scatter);
    }

    @Bean
    CollectionCensus searchCollectionCensus(
            ReadPoints readPoints, ShardDirectory shards, Scatter scatter) {
        return new CollectionCensus(readPoints, shards, scatter);
    }

    @Bean
    ScanSessions searchScanSessions(
            ObjectProvider<Ticker> ticker, SearchProperties properties, MeterRegistry registry) {
        ScanSessions sessions =
                new ScanSessions(
                        properties.maxScans(),
                        properties.scanIdle(),
                        ticker.getIfAvailable(SystemTime::ticker),
                        SystemTime.random());
        Gauge.builder("brainy.search.scans.open", sessions, ScanSessions::open)
                .description("Scans that are not done; each keeps the segments it began with")
                .register(registry);
        return sessions;
    }

    @Bean
    ScanSweeper searchScanSweeper(ScanSessions sessions) {
        return new ScanSweeper(sessions, SWEEP);
    }

    @Bean
    Scanner searchScanner(
            ReadPoints readPoints, ShardDirectory shards, Scatter scatter, ScanSessions sessions) {
        return new Scanner(readPoints, shards, scatter, sessions);
    }
}
