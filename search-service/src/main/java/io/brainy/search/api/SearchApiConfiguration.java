package io.brainy.search.api;

import io.brainy.coordinator.time.SystemTime;
import io.brainy.coordinator.time.Ticker;
import io.brainy.search.find.Finder;
import io.brainy.search.scan.Scanner;
import io.brainy.search.shard.CollectionCensus;
import io.brainy.search.shard.DocumentLookup;
import io.brainy.search.shard.ReadPoints;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The controllers of the read side.
@Configuration(proxyBeanMethods = false)
public class SearchApiConfiguration {

    @Bean
    CallTimers searchCallTimers(MeterRegistry registry, ObjectProvider<Ticker> ticker) {
        return new CallTimers(registry, ticker.getIfAvailable(SystemTime::ticker));
    }

    @Bean
    FindController searchFindController(Finder finder, CallTimers timers) {
        return new FindController(finder, timers);
    }

    @Bean
    DocumentController searchDocumentController(
            ReadPoints readPoints, DocumentLookup lookup, CallTimers timers) {
        return new DocumentController(readPoints, lookup, timers);
    }

    @Bean
    ScanController searchScanController(Scanner scanner, CallTimers timers) {
        return new ScanController(scanner, timers);
    }

    @Bean
    StatsController searchStatsController(CollectionCensus census, CallTimers timers) {
        return new StatsController(census, timers);
    }
}
