package io.brainy.coordinator.bucket.s3;

import io.awspring.cloud.autoconfigure.core.AwsConnectionDetails;
import io.awspring.cloud.autoconfigure.core.AwsProperties;
import io.awspring.cloud.autoconfigure.core.RegionProperties;
import io.awspring.cloud.autoconfigure.core.RegionProviderAutoConfiguration;
import io.awspring.cloud.autoconfigure.s3.properties.S3Properties;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsRegionProvider;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/// Opens S3 buckets with what Spring Cloud AWS was configured with (`spring.cloud.aws.*`:
/// credentials, region, endpoint, path style, customizers), and with the names that every AWS tool
/// knows (`AWS_ENDPOINT_URL_S3` and the like) where those are silent.
///
/// None of it happens before the first S3 bucket is opened. Spring Cloud AWS's own beans are made
/// lazy, since its S3 client looks for a region at start-up, which on a laptop with a directory
/// bucket costs seconds and then fails; and its builder becomes a prototype, since a bucket needs
/// two clients that differ.
@Configuration(proxyBeanMethods = false)
public class S3BucketConfiguration {

    private static final String SPRING_CLOUD_AWS = "io.awspring.cloud.";
    private static final String BUILDER = "s3ClientBuilder";

    @Bean
    static BeanFactoryPostProcessor springCloudAwsOnDemand() {
        return beans -> {
            for (String name : beans.getBeanDefinitionNames()) {
                BeanDefinition definition = beans.getBeanDefinition(name);
                if (isOfSpringCloudAws(definition)) {
                    definition.setLazyInit(true);
                    if (name.equals(BUILDER)) {
                        definition.setScope(BeanDefinition.SCOPE_PROTOTYPE);
                    }
                }
            }
        };
    }

    @Bean
    S3Buckets s3Buckets(
            Environment environment,
            ObjectProvider<S3ClientBuilder> builders,
            ObjectProvider<S3Properties> s3,
            ObjectProvider<AwsProperties> aws,
            ObjectProvider<AwsConnectionDetails> connection) {
        return new S3Buckets(
                () -> {
                    @Nullable URI named = S3Buckets.endpoint(environment::getProperty);
                    S3ClientBuilder builder = configured(builders);
                    boolean configured = isEndpointConfigured(s3, aws, connection);
                    if (!configured && named != null) {
                        builder.endpointOverride(named);
                    }
                    if ((configured || named != null) && !isPathStyleConfigured(s3)) {
                        builder.forcePathStyle(true);
                    }
                    return builder;
                },
                S3Limits.DEFAULT);
    }

    /// Takes the place of Spring Cloud AWS's provider, which would ask AWS's metadata service also
    /// where another store's endpoint is named, and there must not fail for want of a region.
    @Bean
    AwsRegionProvider bucketRegionProvider(
            Environment environment,
            ObjectProvider<RegionProperties> properties,
            ObjectProvider<S3Properties> s3,
            ObjectProvider<AwsProperties> aws,
            ObjectProvider<AwsConnectionDetails> connection) {
        return () -> {
            Optional<RegionProperties> region =
                    Optional.ofNullable(properties.getIfAvailable())
                            .filter(S3BucketConfiguration::isSet);
            if (region.isPresent()) {
                return RegionProviderAutoConfiguration.createRegionProvider(region.get())
                        .getRegion();
            }
            return isEndpointConfigured(s3, aws, connection)
                            || S3Buckets.endpoint(environment::getProperty) != null
                    ? S3Buckets.regionBesideEndpoint()
                    : anywhere();
        };
    }

    /// What the SDK finds wrong is more telling than the story of the bean that met it.
    private static S3ClientBuilder configured(ObjectProvider<S3ClientBuilder> builders) {
        try {
            return builders.getObject();
        } catch (BeansException e) {
            if (e.getMostSpecificCause() instanceof SdkException reason) {
                throw reason;
            }
            throw e;
        }
    }

    private static Region anywhere() {
        return DefaultAwsRegionProviderChain.builder().build().getRegion();
    }

    private static boolean isOfSpringCloudAws(BeanDefinition definition) {
        String maker =
                Optional.ofNullable(definition.getFactoryBeanName())
                        .orElse(String.valueOf(definition.getBeanClassName()));
        return maker.startsWith(SPRING_CLOUD_AWS);
    }

    private static boolean isSet(RegionProperties region) {
        return region.isStatic() || region.isInstanceProfile() || region.getProfile() != null;
    }

    private static boolean isEndpointConfigured(
            ObjectProvider<S3Properties> s3,
            ObjectProvider<AwsProperties> aws,
            ObjectProvider<AwsConnectionDetails> connection) {
        @Nullable S3Properties ofS3 = s3.getIfAvailable();
        @Nullable AwsProperties ofAws = aws.getIfAvailable();
        @Nullable AwsConnectionDetails details = connection.getIfAvailable();
        return (ofS3 != null && ofS3.getEndpoint() != null)
                || (ofAws != null && ofAws.getEndpoint() != null)
                || (details != null && details.getEndpoint() != null);
    }

    private static boolean isPathStyleConfigured(ObjectProvider<S3Properties> s3) {
        @Nullable S3Properties properties = s3.getIfAvailable();
        return properties != null && properties.getPathStyleAccessEnabled() != null;
    }
}
