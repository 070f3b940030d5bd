package io.brainy.coordinator.bucket.s3;

import static java.util.Objects.requireNonNull;

import io.brainy.coordinator.bucket.Bucket;
import io.brainy.coordinator.bucket.BucketLocation;
import io.brainy.coordinator.testing.BucketContract;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import software.amazon.awssdk.services.s3.S3Client;

/// The contract against a MinIO server, where Docker runs.
@ExtendWith(MinioBucketTest.NeedsDocker.class)
class MinioBucketTest extends BucketContract {

    private static final int PORT = 9000;
    private static final AtomicInteger BUCKETS = new AtomicInteger();

    private static @Nullable GenericContainer<?> server;

    private @Nullable Bucket opened;

    @BeforeAll
    static void start() {
        server =
                new GenericContainer<>("minio/minio:RELEASE.2025-04-22T22-12-26Z")
                        .withEnv("MINIO_ROOT_USER", S3ProxyServer.ACCESS_KEY)
                        .withEnv("MINIO_ROOT_PASSWORD", S3ProxyServer.SECRET_KEY)
                        .withCommand("server", "/data")
                        .withExposedPorts(PORT)
                        .waitingFor(Wait.forHttp("/minio/health/ready").forPort(PORT));
        server.start();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.stop();
        }
    }

    @AfterEach
    void close() {
        if (opened != null) {
            opened.close();
        }
    }

    @Override
    protected Bucket emptyBucket() {
        GenericContainer<?> running = requireNonNull(server);
        URI endpoint =
                URI.create("http://" + running.getHost() + ":" + running.getMappedPort(PORT));
        String name = "bucket-" + BUCKETS.incrementAndGet();
        try (S3Client client = S3ProxyServer.clientBuilder(endpoint).build()) {
            client.createBucket(r -> r.bucket(name));
        }
        opened =
                new S3Buckets(() -> S3ProxyServer.clientBuilder(endpoint), S3Limits.DEFAULT)
                        .open(new BucketLocation.S3(name, "some/prefix"));
        return opened;
    }

    static final class NeedsDocker implements ExecutionCondition {

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            // Testcontainers logs a page of errors where there is no engine, so it is asked last.
            return hasSocket() && DockerClientFactory.instance().isDockerAvailable()
                    ? ConditionEvaluationResult.enabled("Docker runs here")
                    : ConditionEvaluationResult.disabled(
                            "no Docker engine runs here; the same contract runs on S3Proxy");
        }

        private static boolean hasSocket() {
            return System.getenv("DOCKER_HOST") != null
                    || Stream.of(
                                    Path.of("/var/run/docker.sock"),
                                    Path.of(
                                            System.getProperty("user.home"),
                                            ".docker/run/docker.sock"),
                                    Path.of(
                                            String.valueOf(System.getenv("XDG_RUNTIME_DIR")),
                                            "docker.sock"))
                            .anyMatch(Files::exists);
        }
    }
}
