package io.brainy.coordinator.bucket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BucketsTest {

    private final List<BucketLocation.S3> remote = new ArrayList<>();
    private final Buckets buckets =
            new Buckets(location -> {
                remote.add(location);
                return new MemoryBucket(InstantSource.system());
            });

    @ParameterizedTest
    @CsvSource({
        "s3://name, name, ''",
        "s3://name/, name, ''",
        "S3://name/one, name, one",
        "s3://name/one/two/, name, one/two",
        "'  s3://my.bucket-1/a_b~c.d ', my.bucket-1, a_b~c.d",
        "s3://name/...x, name, ...x"
    })
    void s3LocationsNameBucketAndPrefix(String location, String name, String prefix) {
        buckets.open(location).close();

        assertThat(remote).containsExactly(new BucketLocation.S3(name, prefix));
    }

    @Test
    void directoriesAreOpenedWithoutTheStoresClient(@TempDir Path folder) {
        for (String location :
                List.of(
                        folder.resolve("plain").toString(),
                        folder.resolve("uri").toUri().toString(),
                        "file:" + folder.resolve("short"))) {
            try (Bucket bucket = buckets.open(location)) {
                assertThat(bucket).isInstanceOf(DirectoryBucket.class);
            }
        }

        assertThat(remote).isEmpty();
        assertThat(folder.resolve("plain")).isDirectory();
        assertThat(folder.resolve("uri")).isDirectory();
        assertThat(folder.resolve("short")).isDirectory();
    }

    @Test
    void relativePathsAreDirectories() {
        assertThat(BucketLocation.parse("data"))
                .isEqualTo(new BucketLocation.Directory(Path.of("data")));
        assertThat(BucketLocation.parse("./data:old/x"))
                .isEqualTo(new BucketLocation.Directory(Path.of("./data:old/x")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "gs://name",
                "http://host/bucket",
                "s3:name",
                "s3:/name",
                "s3://",
                "s3:///prefix",
                "s3://n",
                "s3://name//x",
                "s3://name/a//b",
                "s3://name/../x",
                "s3://name/a/..",
                "s3://name/.",
                "s3://na me",
                "s3://name/a b",
                "file://host/x",
                "file:",
                "memory:"
            })
    void otherLocationsAreRefusedWithWhatIsAccepted(String location) {
        assertThatThrownBy(() -> buckets.open(location))
                .isInstanceOfSatisfying(
                        BucketException.class,
                        e -> assertThat(e.kind()).isEqualTo(BucketException.Kind.REFUSED))
                .hasMessageContaining("found");
        assertThat(remote).isEmpty();
    }

    @Test
    void wrongSchemeSaysWhatIsAccepted() {
        assertThatThrownBy(() -> buckets.open("gs://name/prefix"))
                .hasMessage(
                        "a bucket is a directory's path, file:/PATH, or s3://NAME/PREFIX; found"
                                + " 'gs://name/prefix'");
    }

    @Test
    void prefixesAreLimitedSoThatEveryKeyFits() {
        assertThat(BucketLocation.parse("s3://name/" + "p".repeat(123))).isNotNull();
        assertThatThrownBy(() -> BucketLocation.parse("s3://name/" + "p".repeat(124)))
                .hasMessageContaining("123");
    }
}
