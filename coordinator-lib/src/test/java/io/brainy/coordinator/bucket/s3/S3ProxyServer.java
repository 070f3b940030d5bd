package io.brainy.coordinator.bucket.s3;

import io.brainy.coordinator.bucket.Bucket;
import io.brainy.coordinator.bucket.BucketLocation;
import java.net.URI;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/// A real S3 server inside this process, over files: the only one of its kind whose put-if-absent
/// is atomic.
final class S3ProxyServer {

    static final String ACCESS_KEY = "local-identity";
    static final String SECRET_KEY = "local-credential";

    private final S3Proxy server;
    private final AtomicInteger buckets = new AtomicInteger();

    S3ProxyServer(Path folder) throws Exception {
        var properties = new Properties();
        properties.setProperty("jclouds.filesystem.basedir", folder.toString());
        server =
                S3Proxy.builder()
                        .blobStore(BlobStores.create("filesystem-nio2", properties))
                        .endpoint(URI.create("http://127.0.0.1:0"))
                        .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, ACCESS_KEY, SECRET_KEY)
                        .build();
        server.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getPort());
    }

    S3ClientBuilder clientBuilder() {
        return clientBuilder(endpoint());
    }

    static S3ClientBuilder clientBuilder(URI endpoint) {
        return S3Client.builder()
                .endpointOverride(endpoint)
                .forcePathStyle(true)
                .region(Region.US_EAST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create(ACCESS_KEY, SECRET_KEY)));
    }

    /// The name of a bucket that was just made.
    String newBucket() {
        String name = "bucket-" + buckets.incrementAndGet();
        try (S3Client client = clientBuilder().build()) {
            client.createBucket(r -> r.bucket(name));
        }
        return name;
    }

    Bucket open(String name, String prefix, S3Limits limits) {
        return new S3Buckets(this::clientBuilder, limits).open(new BucketLocation.S3(name, prefix));
    }

    void stop() throws Exception {
        server.stop();
    }
}
