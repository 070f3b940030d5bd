package io.brainy.coordinator.bucket.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.awspring.cloud.autoconfigure.core.AwsAutoConfiguration;
import io.awspring.cloud.autoconfigure.core.CredentialsProviderAutoConfiguration;
import io.awspring.cloud.autoconfigure.core.RegionProviderAutoConfiguration;
import io.awspring.cloud.autoconfigure.s3.S3AutoConfiguration;
import io.brainy.coordinator.bucket.Bucket;
import io.brainy.coordinator.bucket.BucketException;
import io.brainy.coordinator.bucket.Buckets;
import io.brainy.coordinator.bucket.ObjectKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import software.amazon.awssdk.services.s3.S3Client;

class S3BucketConfigurationTest {

    private static final ObjectKey KEY = new ObjectKey("a/b");

    @TempDir static Path store;

    private static S3ProxyServer server;

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner()
                    .withUserConfiguration(S3BucketConfiguration.class)
                    .withConfiguration(
                            AutoConfigurations.of(
                                    AwsAutoConfiguration.class,
                                    CredentialsProviderAutoConfiguration.class,
                                    RegionProviderAutoConfiguration.class,
                                    S3AutoConfiguration.class));

    @BeforeAll
    static void start() throws Exception {
        server = new S3ProxyServer(store);
    }

    @AfterAll
    static void stop() throws Exception {
        server.stop();
    }

    @Test
    void nothingOfAwsIsMadeForADirectory(@TempDir Path root) {
        runner.run(context -> {
            assertThat(context).hasNotFailed();
            Buckets buckets = new Buckets(context.getBean(S3Buckets.class));
            try (Bucket bucket = buckets.open(root.resolve("bucket").toString())) {
                bucket.put(KEY, text("x"));
            }
            var beans = context.getSourceApplicationContext().getBeanFactory();
            assertThat(beans.getBeanDefinitionNames())
                    .contains("s3Client", "credentialsProvider")
                    .filteredOn(beans::containsSingleton)
                    .doesNotContain("s3Client", "s3Template", "s3Presigner", "credentialsProvider");
        });
    }

    @Test
    void springCloudAwsPropertiesAreHonoured() {
        String name = server.newBucket();
        runner.withPropertyValues(
                        "spring.cloud.aws.s3.endpoint=" + server.endpoint(),
                        "spring.cloud.aws.s3.path-style-access-enabled=true",
                        "spring.cloud.aws.region.static=eu-central-1",
                        "spring.cloud.aws.credentials.access-key=" + S3ProxyServer.ACCESS_KEY,
                        "spring.cloud.aws.credentials.secret-key=" + S3ProxyServer.SECRET_KEY)
                .run(context -> assertThat(roundTrip(context, name)).contains(endpoint()));
    }

    @Test
    void endpointNeedsNeitherRegionNorPathStyle() {
        String name = server.newBucket();
        runner.withPropertyValues(
                        "spring.cloud.aws.endpoint=" + server.endpoint(),
                        "spring.cloud.aws.credentials.access-key=" + S3ProxyServer.ACCESS_KEY,
                        "spring.cloud.aws.credentials.secret-key=" + S3ProxyServer.SECRET_KEY)
                .run(context -> assertThat(roundTrip(context, name)).contains(endpoint()));
    }

    @Test
    void namesOfEveryAwsToolAreHonoured() {
        String name = server.newBucket();
        runner.withPropertyValues("AWS_ENDPOINT_URL_S3=" + server.endpoint())
                .withSystemProperties(
                        "aws.accessKeyId=" + S3ProxyServer.ACCESS_KEY,
                        "aws.secretAccessKey=" + S3ProxyServer.SECRET_KEY)
                .run(context -> assertThat(roundTrip(context, name)).contains(endpoint()));
    }

    @Test
    void wrongEndpointIsRefused() {
        runner.withPropertyValues("AWS_ENDPOINT_URL_S3=localhost")
                .run(context ->
                        assertThatThrownBy(() -> roundTrip(context, "bucket"))
                                .isInstanceOf(BucketException.class)
                                .hasMessageContaining("AWS_ENDPOINT_URL_S3")
                                .hasMessageContaining("localhost"));
    }

    @Test
    void missingRegionSaysWhatToSet() {
        assumeThat(System.getenv("AWS_REGION")).as("this machine's own region").isNull();
        runner.withSystemProperties(
                        "aws.disableEc2Metadata=true",
                        "aws.configFile=" + store.resolve("none"),
                        "aws.sharedCredentialsFile=" + store.resolve("none"))
                .run(context ->
                        assertThatThrownBy(() -> roundTrip(context, "bucket"))
                                .isInstanceOf(BucketException.class)
                                .hasMessageContaining("set AWS_REGION")
                                .hasMessageContaining("AWS_ENDPOINT_URL_S3"));
    }

    @Test
    void clientOfSpringCloudAwsStillWorksBesideOurs() {
        String name = server.newBucket();
        runner.withPropertyValues(
                        "spring.cloud.aws.endpoint=" + server.endpoint(),
                        "spring.cloud.aws.s3.path-style-access-enabled=true",
                        "spring.cloud.aws.credentials.access-key=" + S3ProxyServer.ACCESS_KEY,
                        "spring.cloud.aws.credentials.secret-key=" + S3ProxyServer.SECRET_KEY)
                .run(context -> {
                    roundTrip(context, name);
                    assertThat(
                                    context.getBean(S3Client.class)
                                            .headObject(r -> r.bucket(name).key("p/a/b"))
                                            .contentLength())
                            .isEqualTo(1);
                });
    }

    @Test
    void environmentAloneIsEnoughWithoutSpring() {
        String name = server.newBucket();
        var buckets =
                new Buckets(
                        S3Buckets.ofEnvironment(variable ->
                                variable.equals("AWS_ENDPOINT_URL_S3")
                                        ? server.endpoint().toString()
                                        : null));
        System.setProperty("aws.accessKeyId", S3ProxyServer.ACCESS_KEY);
        System.setProperty("aws.secretAccessKey", S3ProxyServer.SECRET_KEY);
        try (Bucket bucket = buckets.open("s3://" + name + "/p")) {
            bucket.put(KEY, text("x"));
            assertThat(bucket.head(KEY).object()).isPresent();
        } finally {
            System.clearProperty("aws.accessKeyId");
            System.clearProperty("aws.secretAccessKey");
        }
    }

    private static String roundTrip(ApplicationContext context, String name) {
        var buckets = new Buckets(context.getBean(S3Buckets.class));
        try (Bucket bucket = buckets.open("s3://" + name + "/p")) {
            assertThat(bucket.putIfAbsent(KEY, text("x")).created()).isTrue();
            assertThat(bucket.get(KEY).object().orElseThrow().bytes()).isEqualTo(text("x"));
            return bucket.describe();
        }
    }

    private static String endpoint() {
        return server.endpoint().toString();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
