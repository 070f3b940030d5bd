package io.brainy.ingest.api;

import io.brainy.ingest.write.CollectionWrites;
import io.brainy.ingest.write.ConditionalWrites;
import io.brainy.ingest.write.DocumentDeletes;
import io.brainy.ingest.write.DocumentWrites;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The controllers of writing.
@Configuration(proxyBeanMethods = false)
public class IngestApiConfiguration {

    @Bean
    DocumentsController documentsController(
            DocumentWrites writes, ConditionalWrites conditional, DocumentDeletes deletes) {
        return new DocumentsController(writes, conditional, deletes);
    }

    @Bean
    CollectionsController collectionsController(CollectionWrites collections) {
        return new CollectionsController(collections);
    }
}
