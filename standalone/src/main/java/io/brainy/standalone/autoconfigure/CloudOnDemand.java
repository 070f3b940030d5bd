package io.brainy.standalone.autoconfigure;

import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/// Leaves Spring Cloud AWS out where the bucket is a directory: its resource resolver would make an
/// S3 client for the first resource that anybody asks for, which looks for a region, and on a
/// laptop waits for a cloud that is not there. Can be overruled, as it is the weakest source.
public final class CloudOnDemand implements EnvironmentPostProcessor, Ordered {

    private static final String ENABLED = "spring.cloud.aws.s3.enabled";

    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE - 1;
    }

    @Override
    public void postProcessEnvironment(
            ConfigurableEnvironment environment, SpringApplication application) {
        boolean remote =
                environment
                        .getProperty("brainy.bucket", "")
                        .strip()
                        .regionMatches(true, 0, "s3:", 0, 3);
        environment
                .getPropertySources()
                .addLast(new MapPropertySource("cloud-on-demand", Map.of(ENABLED, remote)));
    }
}
