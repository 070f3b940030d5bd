package io.brainy.coordinator.bucket.s3;

import java.util.function.Supplier;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.s3.LegacyMd5Plugin;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/// The two clients of one bucket, over one pool of connections.
///
/// @param once sends a request once and no more: for writes, since a repetition that the caller
///   does not see breaks the rule of one attempt (S2, G5)
/// @param again repeats what failed on the way, a few times: for readings, deletions and the parts
///   of an upload, which are the same however often they are sent
record S3Clients(S3Client once, S3Client again, SdkHttpClient connections)
        implements AutoCloseable {

    /// @param builders gives builders that know credentials, region and endpoint
    static S3Clients of(Supplier<S3ClientBuilder> builders, S3Limits limits) {
        SdkHttpClient connections =
                Apache5HttpClient.builder()
                        .maxConnections(limits.connections())
                        .connectionTimeout(limits.connectTimeout())
                        .connectionAcquisitionTimeout(limits.answerTimeout())
                        .socketTimeout(limits.answerTimeout())
                        // Waiting for 100-continue costs each small write a round trip.
                        .expectContinueEnabled(false)
                        .tcpKeepAlive(true)
                        .build();
        try {
            return new S3Clients(
                    client(builders, connections, DefaultRetryStrategy.doNotRetry()),
                    client(
                            builders,
                            connections,
                            DefaultRetryStrategy.standardStrategyBuilder().build()),
                    connections);
        } catch (RuntimeException e) {
            connections.close();
            throw e;
        }
    }

    private static S3Client client(
            Supplier<S3ClientBuilder> builders, SdkHttpClient connections, RetryStrategy retries) {
        S3ClientBuilder builder = builders.get();
        return builder.overrideConfiguration(
                        builder.overrideConfiguration().toBuilder().retryStrategy(retries).build())
                .httpClient(connections)
                // Servers older than the SDK's newest checksums refuse them unasked, and know only
                // MD5 where one is required (deleting many).
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .addPlugin(LegacyMd5Plugin.create())
                .build();
    }

    @Override
    public void close() {
        once.close();
        again.close();
        connections.close();
    }
}
