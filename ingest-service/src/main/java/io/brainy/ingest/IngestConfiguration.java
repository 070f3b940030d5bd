package io.brainy.ingest;

import io.brainy.coordinator.log.Collections;
import io.brainy.coordinator.port.DocumentReader;
import io.brainy.coordinator.port.Embedder;
import io.brainy.coordinator.time.SystemTime;
import io.brainy.coordinator.time.Ticker;
import io.brainy.ingest.api.IngestApiConfiguration;
import io.brainy.ingest.embedding.VectorMaker;
import io.brainy.ingest.write.CollectionWrites;
import io.brainy.ingest.write.ConditionalWrites;
import io.brainy.ingest.write.DocumentDeletes;
import io.brainy.ingest.write.DocumentWrites;
import io.brainy.ingest.write.InFlightBytes;
import io.brainy.ingest.write.WriteLimits;
import io.brainy.ingest.write.WriteMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// The writing service. It needs, from whoever imports it, the collections, an embedder, a reader
/// of documents, a meter registry and a clock.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(IngestProperties.class)
@Import(IngestApiConfiguration.class)
public class IngestConfiguration {

    private final Ticker ticker = SystemTime.ticker();
    private final RandomGenerator random = SystemTime.random();

    @Bean
    VectorMaker vectorMaker(Embedder embedder) {
        return new VectorMaker(embedder);
    }

    @Bean
    InFlightBytes inFlightBytes(IngestProperties properties) {
        return new InFlightBytes(properties.memory().toBytes());
    }

    @Bean
    WriteMetrics writeMetrics(MeterRegistry registry, InFlightBytes memory) {
        return new WriteMetrics(registry, memory);
    }

    @Bean
    DocumentWrites documentWrites(
            Collections collections,
            VectorMaker maker,
            InFlightBytes memory,
            InstantSource clock,
            WriteMetrics metrics,
            IngestProperties properties) {
        return new DocumentWrites(
                collections,
                maker,
                memory,
                clock,
                ticker,
                SystemTime.sleeper(),
                random,
                properties.limits(),
                metrics);
    }

    @Bean
    ConditionalWrites conditionalWrites(
            Collections collections,
            DocumentReader reader,
            VectorMaker maker,
            InFlightBytes memory,
            InstantSource clock,
            WriteMetrics metrics,
            IngestProperties properties) {
        return new ConditionalWrites(
                collections,
                reader,
                maker,
                memory,
                clock,
                ticker,
                random,
                properties.limits(),
                metrics);
    }

    @Bean
    DocumentDeletes documentDeletes(
            Collections collections,
            DocumentReader reader,
            WriteMetrics metrics,
            IngestProperties properties) {
        WriteLimits limits = properties.limits();
        return new DocumentDeletes(collections, reader, ticker, random, limits, metrics);
    }

    @Bean
    CollectionWrites collectionWrites(
            Collections collections, VectorMaker maker, IngestProperties properties) {
        return new CollectionWrites(collections, maker, properties.limits());
    }
}
