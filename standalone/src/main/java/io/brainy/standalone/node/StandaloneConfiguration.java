package io.brainy.standalone.node;

import io.brainy.coordinator.actuate.ClusterConfiguration;
import io.brainy.coordinator.bucket.s3.S3BucketConfiguration;
import io.brainy.coordinator.web.WebConfiguration;
import io.brainy.inference.InferenceConfiguration;
import io.brainy.ingest.IngestConfiguration;
import io.brainy.search.SearchConfiguration;
import io.brainy.standalone.web.ApiDescriptionConfiguration;
import io.brainy.standalone.web.StatusPageConfiguration;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Import;

/// Everything that one process can be. Services are imported by name and never scanned for, so that
/// what is in the process can be read here.
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableConfigurationProperties(NodeProperties.class)
@Import({
    NodeConfiguration.class,
    S3BucketConfiguration.class,
    IngestConfiguration.class,
    SearchConfiguration.class,
    InferenceConfiguration.class,
    WebConfiguration.class,
    ClusterConfiguration.class,
    ApiDescriptionConfiguration.class,
    StatusPageConfiguration.class
})
public class StandaloneConfiguration {}
