package io.brainy.coordinator.bucket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brainy.coordinator.bucket.BucketException.Kind;
import io.brainy.coordinator.testing.BucketContract;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The contract, and what is a directory's own.
class DirectoryBucketTest extends BucketContract {

    private static final Instant LONG_AGO = Instant.parse("2001-02-03T04:05:06Z");

    @TempDir Path folder;

    private final List<Bucket> opened = new ArrayList<>();

    @Override
    protected Bucket emptyBucket() {
        return open(InstantSource.system());
    }

    private Bucket open(InstantSource instants) {
        Bucket bucket = DirectoryBucket.open(root(), instants, new Random());
        opened.add(bucket);
        return bucket;
    }

    private Path root() {
        return folder.resolve("bucket");
    }

    @AfterEach
    void close() {
        opened.forEach(Bucket::close);
    }

    @Test
    void ageCountsFromTheLinkAndNotFromTheWriting() throws IOException {
        Bucket bucket = emptyBucket();
        Instant before = bucket.head(key("none")).date();

        // The clock that dates the temporary file's writing is years behind.
        Bucket slow = open(InstantSource.fixed(LONG_AGO));
        slow.putIfAbsent(key("log/1"), text("x"));
        slow.put(key("log/2"), text("x"));

        for (String each : List.of("log/1", "log/2")) {
            assertThat(Files.getLastModifiedTime(root().resolve(each)).toInstant())
                    .isBefore(LONG_AGO.plusSeconds(2));
            assertThat(bucket.head(key(each)).object().orElseThrow().modified())
                    .isAfterOrEqualTo(before);
        }
    }

    @Test
    void settingAFilesTimesDoesNotMakeItOld() throws IOException {
        Bucket bucket = emptyBucket();
        bucket.putIfAbsent(key("log/1"), text("x"));

        Files.setLastModifiedTime(root().resolve("log/1"), FileTime.from(LONG_AGO));

        assertThat(bucket.head(key("log/1")).object().orElseThrow().modified())
                .isAfter(LONG_AGO.plus(Duration.ofDays(1)));
    }

    @Test
    void readingThatTookTooLongHasNoDate() {
        emptyBucket().put(key("a/b"), text("x"));

        // A reading looks at the clock at its beginning, for the clock file, and at its end.
        Duration half = DirectoryBucket.SLACK.dividedBy(2);
        Bucket prompt = open(new SteppingClock(half));
        assertThat(prompt.get(key("a/b")).date()).isNotNull();
        assertThat(prompt.get(key("a/c")).date()).isNotNull();

        Bucket slept = open(new SteppingClock(half.plusNanos(1)));
        assertThat(slept.get(key("a/b")).date()).isNull();
        assertThat(slept.get(key("a/b")).object()).isPresent();
        assertThat(slept.get(key("a/c")).date()).isNull();
        assertThat(slept.head(key("a/b")).date()).isNull();
        assertThat(slept.list("a/", null, 10).date()).isNull();
        assertThat(slept.put(key("a/b"), text("y")).date()).isNotNull();
        assertThat(slept.putIfAbsent(key("a/c"), text("y")).date()).isNotNull();
    }

    @Test
    void noKeyIsAFolderOfAnother() {
        Bucket bucket = emptyBucket();
        bucket.put(key("a/b/c"), text("x"));

        refused(() -> bucket.putIfAbsent(key("a/b"), text("y")), "found a folder", "a/b");
        refused(() -> bucket.put(key("a"), text("y")), "found a folder");
        refused(() -> bucket.putIfAbsent(key("a/b/c/d"), text("y")), "a/b/c", "remove or rename");
        refused(() -> bucket.put(key("a/b/c/d/e"), text("y")), "a/b/c", "remove or rename");
        bucket.delete(List.of(key("a/b"), key("a"), key("a/b/c/d")));
        assertThat(keys(bucket.list("", null, 10))).containsExactly("a/b/c");
    }

    @Test
    void emptyFolderIsNotTakenForAnObject() throws IOException {
        Bucket bucket = emptyBucket();
        Files.createDirectories(root().resolve("a/b"));

        bucket.delete(List.of(key("a/b")));

        assertThat(root().resolve("a/b")).isDirectory();
        assertThat(bucket.localFile(key("a/b"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "..",
                "../a",
                "a/../b",
                "a/./b",
                ".",
                "a b",
                "a\\b",
                "a:b",
                "ä",
                "a/\0",
                "a\n",
                ".brainy-tmp/x",
                ".brainy-tmp",
                "a+b",
                "a%b"
            })
    void keysThatADirectoryCannotHoldAreRefused(String key) {
        Bucket bucket = emptyBucket();

        refused(() -> bucket.putIfAbsent(key(key), text("x")), "found '");
        refused(() -> bucket.put(key(key), text("x")), "found '");
        refused(() -> bucket.get(key(key)), "found '");
        refused(() -> bucket.head(key(key)), "found '");
        refused(() -> bucket.delete(List.of(key(key))), "found '");
        refused(() -> bucket.localFile(key(key)), "found '");
    }

    @Test
    void namesAreAsLongAsFileSystemsAllow() {
        Bucket bucket = emptyBucket();

        bucket.put(key("a/" + "n".repeat(255)), text("x"));

        assertThat(keys(bucket.list("a/", null, 10))).containsExactly("a/" + "n".repeat(255));
        refused(() -> bucket.put(key("a/" + "n".repeat(256)), text("x")), "255");
        bucket.put(key("a/.brainy-tmp/b"), text("x"));
        bucket.put(key("~/..."), text("x"));
    }

    @Test
    void writesThroughSymbolicLinksAreRefused() throws IOException {
        Bucket bucket = emptyBucket();
        Path outside = Files.createDirectory(folder.resolve("outside"));
        Files.writeString(outside.resolve("secret"), "s");
        Files.createSymbolicLink(root().resolve("link"), outside);
        Files.createSymbolicLink(root().resolve("file"), outside.resolve("secret"));

        refused(() -> bucket.putIfAbsent(key("link/a"), text("x")), "symbolic link");
        refused(() -> bucket.put(key("link/a"), text("x")), "symbolic link");
        refused(() -> bucket.putIfAbsent(key("file"), text("x")), "symbolic link");
        refused(() -> bucket.put(key("file"), text("x")), "symbolic link");

        assertThat(bucket.get(key("file")).object()).isEmpty();
        assertThat(bucket.list("", null, 10).objects()).isEmpty();
        assertThat(outside).isDirectoryContaining(each -> each.endsWith("secret"));
        assertThat(outside.resolve("secret")).hasContent("s");
    }

    @Test
    void foreignFilesAreNotListed() throws IOException {
        Bucket bucket = emptyBucket();
        bucket.put(key("a"), text("x"));
        Files.createDirectory(root().resolve("lost+found"));
        Files.writeString(root().resolve("with space"), "x");

        assertThat(keys(bucket.list("", null, 10))).containsExactly("a");
        assertThat(keys(bucket.list(".brainy-tmp/", null, 10))).isEmpty();
        assertThat(keys(bucket.list(".", null, 10))).isEmpty();
    }

    @Test
    void rootIsMadeAndMayNotBeAFile() throws IOException {
        Path deep = folder.resolve("x/y/z");
        try (Bucket made = DirectoryBucket.open(deep)) {
            made.put(key("a"), text("x"));
        }
        assertThat(deep.resolve("a")).hasContent("x");

        Path file = Files.writeString(folder.resolve("file"), "x");
        refused(() -> DirectoryBucket.open(file), "found a file at " + file);
        assertThatThrownBy(() -> DirectoryBucket.open(file.resolve("below")))
                .isInstanceOf(BucketException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void nothingTemporaryStays() throws IOException {
        Bucket bucket = emptyBucket();
        bucket.putIfAbsent(key("a"), text("x"));
        bucket.putIfAbsent(key("a"), text("y"));
        bucket.put(key("b"), text("z"));
        assertThat(temporaryFiles()).extracting(Path::getFileName).hasToString("[clock, clock]");

        opened.forEach(Bucket::close);

        assertThat(temporaryFiles()).isEmpty();
    }

    @Test
    void whatLiesInTemporaryFoldersIsKeptWhileItIsYoung() throws IOException {
        emptyBucket();
        Path other = Files.createDirectories(root().resolve(".brainy-tmp/other"));
        Files.writeString(other.resolve("1"), "being written by another process");
        Files.setLastModifiedTime(other.resolve("1"), FileTime.from(LONG_AGO));
        Path empty = Files.createDirectories(root().resolve(".brainy-tmp/empty"));

        emptyBucket();

        assertThat(other.resolve("1")).exists();
        assertThat(empty).exists();
    }

    @Test
    void whatDeadProcessesLeftIsRemoved() throws IOException {
        emptyBucket();
        Path other = Files.createDirectories(root().resolve(".brainy-tmp/other"));
        Files.writeString(other.resolve("1"), "left");
        Files.writeString(other.resolve("clock"), "");

        PrivateFolder.removeOlder(other, Instant.now().plusSeconds(60));

        assertThat(other).doesNotExist();
    }

    @Test
    void removedFoldersAreMadeAgain() throws IOException {
        Bucket bucket = emptyBucket();
        bucket.put(key("a/b/c"), text("x"));

        deleteRecursively(root().resolve("a"));
        deleteRecursively(root().resolve(".brainy-tmp"));

        assertThat(bucket.putIfAbsent(key("a/b/c"), text("y")).created()).isTrue();
        deleteRecursively(root().resolve("a"));
        deleteRecursively(root().resolve(".brainy-tmp"));
        assertThat(bucket.put(key("a/b/c"), text("z")).date()).isNotNull();
        assertThat(bucket.get(key("a/b/c")).object().orElseThrow().bytes()).isEqualTo(text("z"));
    }

    @Test
    void mappedFileOutlivesTheObject() throws IOException {
        Bucket bucket = emptyBucket();
        bucket.put(key("files/segment"), text("mapped"));

        Path local = bucket.localFile(key("files/segment")).orElseThrow();
        try (var channel = FileChannel.open(local)) {
            var mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
            bucket.delete(List.of(key("files/segment")));

            var read = new byte[6];
            mapped.get(read);
            assertThat(read).isEqualTo(text("mapped"));
        }
        assertThat(bucket.localFile(key("files/segment"))).isEmpty();
    }

    @Test
    void interruptedThreadStillWritesDurably() {
        Bucket bucket = emptyBucket();
        bucket.put(key("a/first"), text("x"));

        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> bucket.putIfAbsent(key("a/b"), text("x")))
                    .isInstanceOfSatisfying(
                            BucketException.class,
                            e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE));
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
            bucket.delete(List.of(key("a/first")));
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            Thread.interrupted();
        }

        assertThat(bucket.head(key("a/b")).object()).isEmpty();
        assertThat(bucket.head(key("a/first")).object()).isEmpty();
        assertThat(bucket.putIfAbsent(key("a/b"), text("x")).created()).isTrue();
    }

    private List<Path> temporaryFiles() throws IOException {
        try (Stream<Path> all = Files.walk(root().resolve(".brainy-tmp"))) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    private static void deleteRecursively(Path top) throws IOException {
        try (Stream<Path> all = Files.walk(top)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    private static void refused(ThrowingCallable call, String... parts) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        BucketException.class, e -> assertThat(e.kind()).isEqualTo(Kind.REFUSED))
                .hasMessageContainingAll(parts);
    }

    /// Goes on by the same step at each look.
    private static final class SteppingClock implements InstantSource {

        private final Duration step;
        private Instant now = LONG_AGO;

        SteppingClock(Duration step) {
            this.step = step;
        }

        @Override
        public Instant instant() {
            now = now.plus(step);
            return now;
        }
    }
}
