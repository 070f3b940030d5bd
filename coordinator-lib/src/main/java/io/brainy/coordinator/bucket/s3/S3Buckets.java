package io.brainy.coordinator.bucket.s3;

import io.brainy.coordinator.bucket.Bucket;
import io.brainy.coordinator.bucket.BucketException;
import io.brainy.coordinator.bucket.BucketException.Kind;
import io.brainy.coordinator.bucket.BucketLocation;
import io.brainy.coordinator.bucket.Buckets;
import java.net.URI;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.SystemSettingsRegionProvider;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/// Opens buckets in S3-compatible stores. Nothing is looked up, connected or started before a
/// bucket is opened; each bucket owns its clients and closes them.
public final class S3Buckets implements Buckets.Opener {

    /// Where an endpoint is named but no region, the store does not care, but a signature needs
    /// one.
    static final Region ANY_REGION = Region.US_EAST_1;

    private final Supplier<S3ClientBuilder> builders;
    private final S3Limits limits;

    /// @param builders gives builders that know credentials, region and endpoint
    S3Buckets(Supplier<S3ClientBuilder> builders, S3Limits limits) {
        this.builders = builders;
        this.limits = limits;
    }

    /// Set up by the names that every AWS tool knows: `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`,
    /// `AWS_REGION`, `AWS_ENDPOINT_URL_S3` (else `AWS_ENDPOINT_URL`), profiles and machine roles.
    ///
    /// @param environment the value of an environment variable, null where it is not set
    public static S3Buckets ofEnvironment(Function<String, @Nullable String> environment) {
        return new S3Buckets(
                () -> {
                    S3ClientBuilder builder = S3Client.builder();
                    @Nullable URI endpoint = endpoint(environment);
                    if (endpoint != null) {
                        builder.endpointOverride(endpoint)
                                .forcePathStyle(true)
                                .region(regionBesideEndpoint());
                    }
                    return builder;
                },
                S3Limits.DEFAULT);
    }

    @Override
    public Bucket open(BucketLocation.S3 location) {
        try {
            return new S3Bucket(S3Clients.of(builders, limits), limits, location);
        } catch (SdkException e) {
            throw new BucketException(
                    Kind.REFUSED,
                    "could not set up a client for s3://"
                            + location.name()
                            + " ("
                            + e.getMessage()
                            + "); set AWS_REGION, or for another store than AWS"
                            + " AWS_ENDPOINT_URL_S3=https://…",
                    e);
        }
    }

    static @Nullable URI endpoint(Function<String, @Nullable String> environment) {
        for (String name : new String[] {"AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"}) {
            String value = environment.apply(name);
            if (value != null && !value.isBlank()) {
                return endpoint(name, value.strip());
            }
        }
        return null;
    }

    /// The region that is set anywhere on this machine, without asking the cloud's metadata
    /// service, which only answers on AWS and elsewhere costs seconds.
    static Region regionBesideEndpoint() {
        try {
            return new AwsRegionProviderChain(
                            new SystemSettingsRegionProvider(), new AwsProfileRegionProvider())
                    .getRegion();
        } catch (SdkException e) {
            return ANY_REGION;
        }
    }

    private static URI endpoint(String name, String value) {
        try {
            URI endpoint = URI.create(value);
            if (endpoint.getHost() != null && endpoint.getScheme() != null) {
                return endpoint;
            }
        } catch (IllegalArgumentException e) {
            throw wrongEndpoint(name, value, e);
        }
        throw wrongEndpoint(name, value, null);
    }

    private static BucketException wrongEndpoint(
            String name, String value, @Nullable IllegalArgumentException cause) {
        String message = name + " is a URL such as https://s3.example.org, found '" + value + "'";
        return cause == null
                ? new BucketException(Kind.REFUSED, message)
                : new BucketException(Kind.REFUSED, message, cause);
    }
}
