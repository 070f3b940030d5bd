package io.brainy.coordinator.bucket.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brainy.coordinator.bucket.Bucket;
import io.brainy.coordinator.bucket.BucketException;
import io.brainy.coordinator.bucket.BucketException.Kind;
import io.brainy.coordinator.testing.BucketContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/// The contract below a prefix, and what is S3's own.
class S3BucketTest extends BucketContract {

    private static final int MEBIBYTE = 1024 * 1024;

    @TempDir static Path store;

    private static S3ProxyServer server;

    private final List<Bucket> opened = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        server = new S3ProxyServer(store);
    }

    @AfterAll
    static void stop() throws Exception {
        server.stop();
    }

    @AfterEach
    void close() {
        opened.forEach(Bucket::close);
    }

    @Override
    protected Bucket emptyBucket() {
        return open(server.newBucket(), "some/prefix");
    }

    private Bucket open(String name, String prefix) {
        return open(name, prefix, S3Limits.DEFAULT);
    }

    private Bucket open(String name, String prefix, S3Limits limits) {
        Bucket bucket = server.open(name, prefix, limits);
        opened.add(bucket);
        return bucket;
    }

    @Test
    void prefixesKeepBucketsApart() {
        String name = server.newBucket();
        Bucket one = open(name, "one");
        Bucket another = open(name, "one-more");
        Bucket all = open(name, "");

        one.put(key("k/object"), text("1"));
        another.put(key("k/object"), text("2"));

        assertThat(keys(one.list("", null, 10))).containsExactly("k/object");
        assertThat(keys(all.list("", null, 10)))
                .containsExactly("one-more/k/object", "one/k/object");
        assertThat(one.get(key("k/object")).object().orElseThrow().bytes()).isEqualTo(text("1"));
        assertThat(one.describe()).isEqualTo("s3://" + name + "/one at " + server.endpoint());
        assertThat(all.describe()).isEqualTo("s3://" + name + " at " + server.endpoint());
    }

    @Test
    void largeFilesAreStoredInParts(@TempDir Path folder) throws IOException {
        S3Limits small = withParts(6 * MEBIBYTE, 5 * MEBIBYTE);
        Bucket bucket = open(server.newBucket(), "p", small);
        Path atLimit = Files.write(folder.resolve("at"), bytes(1, 6 * MEBIBYTE));
        Path above = Files.write(folder.resolve("above"), bytes(2, 6 * MEBIBYTE + 1));
        Path many = Files.write(folder.resolve("many"), bytes(3, 22 * MEBIBYTE));

        assertThat(bucket.put(key("f/at"), atLimit).etag()).doesNotContain("-");
        assertThat(bucket.put(key("f/above"), above).etag()).endsWith("-2");
        assertThat(bucket.put(key("f/many"), many).etag()).endsWith("-5");

        assertThat(bucket.get(key("f/at")).object().orElseThrow().bytes())
                .isEqualTo(Files.readAllBytes(atLimit));
        assertThat(bucket.get(key("f/above")).object().orElseThrow().bytes())
                .isEqualTo(Files.readAllBytes(above));
        assertThat(bucket.get(key("f/many")).object().orElseThrow().bytes())
                .isEqualTo(Files.readAllBytes(many));
    }

    @Test
    void failedUploadIsAborted(@TempDir Path folder) throws IOException {
        String name = server.newBucket();
        // S3 refuses to complete an upload whose first part is this small.
        Bucket bucket = open(name, "p", withParts(1_000, 1_000));
        Path file = Files.write(folder.resolve("file"), bytes(1, 2_500));

        assertThatThrownBy(() -> bucket.put(key("f/object"), file))
                .isInstanceOf(BucketException.class)
                .hasMessageContaining("f/object");

        assertThat(bucket.head(key("f/object")).object()).isEmpty();
        try (S3Client client = server.clientBuilder().build()) {
            assertThat(client.listMultipartUploads(r -> r.bucket(name)).uploads()).isEmpty();
        }
    }

    @Test
    void foldersMadeByConsolesAreNoObjects() {
        String name = server.newBucket();
        Bucket bucket = open(name, "p");
        try (S3Client client = server.clientBuilder().build()) {
            for (int i = 0; i < 5; i++) {
                int number = i;
                client.putObject(
                        r -> r.bucket(name).key("p/a" + number + "/"), RequestBody.empty());
            }
        }
        bucket.put(key("z"), text("x"));

        assertThat(keys(bucket.list("", null, 2))).containsExactly("z");
    }

    @Test
    void missingBucketIsRefusedWithWhatToDo() {
        Bucket bucket = open("no-such-bucket", "p");

        assertThatThrownBy(() -> bucket.get(key("a")))
                .isInstanceOfSatisfying(
                        BucketException.class, e -> assertThat(e.kind()).isEqualTo(Kind.REFUSED))
                .hasMessageContaining("create the bucket first");
        assertThatThrownBy(() -> bucket.putIfAbsent(key("a"), text("x")))
                .hasMessageContaining("create the bucket first");
        assertThatThrownBy(() -> bucket.list("", null, 10))
                .hasMessageContaining("create the bucket first");
    }

    private static S3Limits withParts(long above, long part) {
        S3Limits limits = S3Limits.DEFAULT;
        return new S3Limits(
                limits.connectTimeout(),
                limits.answerTimeout(),
                limits.slowestBytesPerSecond(),
                limits.connections(),
                above,
                part);
    }
}
