package io.brainy.coordinator.testing;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brainy.coordinator.bucket.Bucket;
import io.brainy.coordinator.bucket.Bucket.Created;
import io.brainy.coordinator.bucket.Bucket.Fetched;
import io.brainy.coordinator.bucket.Bucket.Listed;
import io.brainy.coordinator.bucket.Bucket.ObjectSummary;
import io.brainy.coordinator.bucket.Bucket.StoredObject;
import io.brainy.coordinator.bucket.ObjectKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What every bucket does, whatever it stands on. A subclass supplies an empty one.
public abstract class BucketContract {

    private static final int WRITERS = 16;
    private static final int ROUNDS = 50;
    private static final int MANY = 2_500;

    @TempDir Path files;

    private Bucket bucket;

    /// An empty bucket for one test; the subclass closes it.
    protected abstract Bucket emptyBucket() throws Exception;

    @BeforeEach
    void openEmptyBucket() throws Exception {
        bucket = emptyBucket();
    }

    @Test
    void exactlyOneOfRacingWritersCreates() throws Exception {
        var barrier = new CyclicBarrier(WRITERS);

        try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<Created>>> racing = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                byte[] mine = bytes(writer, 200 + writer);
                Callable<List<Created>> race =
                        () -> {
                            var answers = new ArrayList<Created>();
                            for (int round = 0; round < ROUNDS; round++) {
                                barrier.await();
                                answers.add(bucket.putIfAbsent(key("race/" + round), mine));
                            }
                            return answers;
                        };
                racing.add(writers.submit(race));
            }

            for (int round = 0; round < ROUNDS; round++) {
                var winners = new ArrayList<Integer>();
                for (int writer = 0; writer < WRITERS; writer++) {
                    Created answer = racing.get(writer).get().get(round);
                    assertThat(answer.date()).isNotNull();
                    if (answer.created()) {
                        winners.add(writer);
                    }
                }
                assertThat(winners).as("winners of round %s", round).hasSize(1);
                assertThat(whole("race/" + round))
                        .isEqualTo(bytes(winners.getFirst(), 200 + winners.getFirst()));
            }
        }
    }

    @Test
    void takenNameStaysAsItIs() {
        bucket.putIfAbsent(key("a/taken"), text("first"));

        Created second = bucket.putIfAbsent(key("a/taken"), text("second"));

        assertThat(second.created()).isFalse();
        assertThat(second.date()).isNotNull();
        assertThat(whole("a/taken")).isEqualTo(text("first"));
    }

    @Test
    void freedNameCanBeCreatedAgain() {
        bucket.putIfAbsent(key("a/freed"), text("first"));
        bucket.delete(List.of(key("a/freed")));

        assertThat(bucket.putIfAbsent(key("a/freed"), text("second")).created()).isTrue();
        assertThat(whole("a/freed")).isEqualTo(text("second"));
    }

    @Test
    void bytesMayBeReusedAfterTheCall() {
        byte[] reused = text("before");
        bucket.putIfAbsent(key("a/created"), reused);
        bucket.put(key("a/put"), reused);

        System.arraycopy(text("after!"), 0, reused, 0, reused.length);

        assertThat(whole("a/created")).isEqualTo(text("before"));
        assertThat(whole("a/put")).isEqualTo(text("before"));
    }

    @Test
    void writesAreReadAtOnce() {
        for (int i = 0; i < 20; i++) {
            assertThat(bucket.get(key("a/" + i)).object()).isEmpty();

            bucket.putIfAbsent(key("a/" + i), bytes(i, 100));

            assertThat(whole("a/" + i)).isEqualTo(bytes(i, 100));
            bucket.put(key("a/" + i), bytes(i + 1, 70));
            assertThat(whole("a/" + i)).isEqualTo(bytes(i + 1, 70));
        }
    }

    @Test
    void writesAndDeletesAreListedAtOnce() {
        var expected = new ArrayList<String>();
        for (int i = 10; i < 30; i++) {
            bucket.putIfAbsent(key("l/" + i), text("x"));
            expected.add("l/" + i);
            assertThat(keys(bucket.list("l/", null, 1_000))).isEqualTo(expected);
        }

        bucket.delete(List.of(key("l/10"), key("l/29")));

        assertThat(keys(bucket.list("l/", null, 1_000))).isEqualTo(expected.subList(1, 19));
    }

    @Test
    void absentKeysAreNoErrors() {
        Fetched fetched = bucket.get(key("no/such"));
        assertThat(fetched.object()).isEmpty();
        assertThat(fetched.date()).isNotNull();
        assertThat(bucket.get(key("no/such"), 10, 10).object()).isEmpty();
        assertThat(bucket.get(key("no/such"), 0, 0).object()).isEmpty();
        assertThat(bucket.head(key("no/such")).object()).isEmpty();
        assertThat(bucket.head(key("no/such")).date()).isNotNull();
        assertThat(bucket.list("no/", null, 10).objects()).isEmpty();
        assertThat(bucket.list("no/", null, 10).more()).isFalse();
        assertThat(bucket.list("no/such/prefix/at/all/", "no/such/", 10).objects()).isEmpty();
        assertThat(bucket.delete(List.of(key("no/such"), key("no/other"))).date()).isNotNull();
    }

    @Test
    void partOfAKeyIsNoObject() {
        bucket.put(key("a/b/c"), text("x"));

        assertThat(bucket.get(key("a/b")).object()).isEmpty();
        assertThat(bucket.head(key("a")).object()).isEmpty();
        assertThat(bucket.get(key("a/b/c/d")).object()).isEmpty();
    }

    @Test
    void rangesAreExact() {
        byte[] all = bytes(5, 10_000);
        bucket.putIfAbsent(key("r/object"), all);

        assertThat(range("r/object", 0, 100)).isEqualTo(slice(all, 0, 100));
        assertThat(range("r/object", 4_321, 1)).isEqualTo(slice(all, 4_321, 4_322));
        assertThat(range("r/object", 4_321, 1_000)).isEqualTo(slice(all, 4_321, 5_321));
        assertThat(range("r/object", 9_900, 100)).isEqualTo(slice(all, 9_900, 10_000));
        assertThat(range("r/object", 9_900, 101)).isEqualTo(slice(all, 9_900, 10_000));
        assertThat(range("r/object", 9_999, 50_000)).isEqualTo(slice(all, 9_999, 10_000));
        assertThat(range("r/object", 0, Integer.MAX_VALUE)).isEqualTo(all);
        assertThat(range("r/object", 10_000, 10)).isEmpty();
        assertThat(range("r/object", 1L << 40, 10)).isEmpty();
        assertThat(range("r/object", 0, 0)).isEmpty();
        assertThat(range("r/object", 500, 0)).isEmpty();
        assertThatThrownBy(() -> bucket.get(key("r/object"), -1, 10))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> bucket.get(key("r/object"), 0, -1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everyReadingOfOneVersionHasOneETag() {
        bucket.put(key("e/object"), bytes(1, 1_000));

        String etag = fetched("e/object").etag();

        assertThat(bucket.get(key("e/object"), 10, 10).object().orElseThrow().etag())
                .isEqualTo(etag);
        assertThat(bucket.get(key("e/object"), 1_000, 10).object().orElseThrow().etag())
                .isEqualTo(etag);
        assertThat(bucket.head(key("e/object")).object().orElseThrow().etag()).isEqualTo(etag);
        assertThat(bucket.list("e/", null, 1).objects().getFirst().etag()).isEqualTo(etag);
    }

    @Test
    void overwritingChangesTheETag() {
        String first = bucket.put(key("e/object"), text("one")).etag();
        assertThat(fetched("e/object").etag()).isEqualTo(first);

        String second = bucket.put(key("e/object"), text("two")).etag();

        assertThat(second).isNotEqualTo(first);
        assertThat(fetched("e/object").etag()).isEqualTo(second);
        assertThat(whole("e/object")).isEqualTo(text("two"));
    }

    @Test
    void emptyBodiesAreObjects() throws IOException {
        bucket.putIfAbsent(key("z/created"), new byte[0]);
        bucket.put(key("z/put"), new byte[0]);
        bucket.put(key("z/file"), Files.createFile(files.resolve("empty")));

        for (String each : List.of("z/created", "z/put", "z/file")) {
            assertThat(whole(each)).isEmpty();
            assertThat(range(each, 0, 10)).isEmpty();
            assertThat(bucket.head(key(each)).object().orElseThrow().bytes()).isZero();
        }
        assertThat(bucket.putIfAbsent(key("z/created"), text("x")).created()).isFalse();
    }

    @Test
    void bodiesOfEightMebibytesComeBackWhole() {
        byte[] large = bytes(9, 8 * 1024 * 1024);

        bucket.putIfAbsent(key("big/created"), large);
        bucket.put(key("big/put"), large);

        assertThat(whole("big/created")).isEqualTo(large);
        assertThat(whole("big/put")).isEqualTo(large);
        assertThat(range("big/put", 7_000_000, 2_000_000))
                .isEqualTo(slice(large, 7_000_000, large.length));
        assertThat(bucket.head(key("big/put")).object().orElseThrow().bytes())
                .isEqualTo(large.length);
    }

    @Test
    void filesAreStoredAndOverwritten() throws IOException {
        byte[] first = bytes(1, 3_000_000);
        byte[] second = bytes(2, 1_000);
        Path file = files.resolve("segment");

        Files.write(file, first);
        bucket.put(key("f/object"), file);
        assertThat(whole("f/object")).isEqualTo(first);

        Files.write(file, second);
        bucket.put(key("f/object"), file);
        assertThat(whole("f/object")).isEqualTo(second);
        assertThat(file).hasBinaryContent(second);
    }

    @Test
    void missingFileIsRefused() {
        assertThatThrownBy(() -> bucket.put(key("f/object"), files.resolve("missing")))
                .hasMessageContaining("f/object")
                .hasMessageContaining("missing");
        assertThat(bucket.head(key("f/object")).object()).isEmpty();
    }

    @Test
    void datesArePresentAndDoNotRunBackwards() {
        var dates = new ArrayList<@Nullable Instant>();
        for (int i = 0; i < 5; i++) {
            dates.add(bucket.putIfAbsent(key("d/" + i), text("x")).date());
            dates.add(bucket.putIfAbsent(key("d/" + i), text("y")).date());
            dates.add(bucket.put(key("d/put"), text("y")).date());
            dates.add(bucket.get(key("d/" + i)).date());
            dates.add(bucket.get(key("d/" + i), 0, 1).date());
            dates.add(bucket.get(key("d/" + i), 5, 1).date());
            dates.add(bucket.get(key("d/absent")).date());
            dates.add(bucket.head(key("d/" + i)).date());
            dates.add(bucket.head(key("d/absent")).date());
            dates.add(bucket.list("d/", null, 10).date());
            dates.add(bucket.delete(List.of(key("d/" + i))).date());
        }

        assertThat(dates).doesNotContainNull().isSorted();
    }

    @Test
    void objectsAreDatedByTheBucketsClock() {
        Instant before = requireNonNull(bucket.put(key("m/first"), text("x")).date());
        bucket.putIfAbsent(key("m/object"), text("x"));
        Instant after = requireNonNull(bucket.put(key("m/last"), text("x")).date());

        Instant modified = bucket.head(key("m/object")).object().orElseThrow().modified();

        assertThat(modified).isBetween(before.minusSeconds(1), after.plusSeconds(1));
        assertThat(bucket.list("m/object", null, 1).objects().getFirst().modified())
                .isBetween(before.minusSeconds(1), after.plusSeconds(1));
    }

    @Test
    void listingsArePagedInOrder() throws Exception {
        List<String> all =
                IntStream.range(0, MANY)
                        .mapToObj(i -> "p/sub-%d/%05d".formatted(i % 20, i))
                        .sorted()
                        .toList();
        inParallel(all, each -> bucket.put(key(each), text(each)));

        var read = new ArrayList<String>();
        String after = null;
        int pages = 0;
        Listed page;
        do {
            page = bucket.list("p/", after, 1_000);
            read.addAll(keys(page));
            after = read.getLast();
            pages++;
        } while (page.more());

        assertThat(read).isEqualTo(all);
        assertThat(pages).isEqualTo(3);
        assertThat(keys(bucket.list("p/", all.get(1_700), 3))).isEqualTo(all.subList(1_701, 1_704));
        assertThat(keys(bucket.list("p/", "p/sub-17/00", 1)))
                .containsExactly(
                        all.stream().filter(k -> k.compareTo("p/sub-17/00") > 0).findFirst().get());
        assertThat(keys(bucket.list("p/", all.getLast(), 5))).isEmpty();
        assertThat(keys(bucket.list("p/", "o", 2))).isEqualTo(all.subList(0, 2));
        assertThat(keys(bucket.list("p/", "q", 2))).isEmpty();
        assertThat(bucket.list("p/", all.get(MANY - 3), 2).more()).isFalse();
        assertThat(bucket.list("p/", all.get(MANY - 4), 2).more()).isTrue();

        for (int from = 0; from < MANY; from += 1_000) {
            bucket.delete(
                    all.subList(from, Math.min(MANY, from + 1_000)).stream()
                            .map(ObjectKey::new)
                            .toList());
        }
        assertThat(bucket.list("p/", null, 1_000).objects()).isEmpty();
    }

    @Test
    void listingsAreInTheOrderOfTheBytes() {
        List<String> ordered =
                List.of(
                        "o/A",
                        "o/Z/x",
                        "o/_",
                        "o/a-b",
                        "o/a-floor/1",
                        "o/a-floor/2",
                        "o/a.b/1",
                        "o/a/1",
                        "o/a/2/deep",
                        "o/a/20",
                        "o/a0",
                        "o/ab",
                        "o/~");
        ordered.reversed().forEach(each -> bucket.put(key(each), text(each)));

        assertThat(keys(bucket.list("", null, 1_000))).isEqualTo(ordered);
        assertThat(keys(bucket.list("o/", null, 1_000))).isEqualTo(ordered);
        for (int i = 0; i < ordered.size(); i++) {
            assertThat(keys(bucket.list("o/", ordered.get(i), 1_000)))
                    .isEqualTo(ordered.subList(i + 1, ordered.size()));
            assertThat(keys(bucket.list("", ordered.get(i) + "!", 1_000)))
                    .isEqualTo(ordered.subList(i + 1, ordered.size()));
        }
        assertThat(keys(bucket.list("o/", "o/a/", 2))).containsExactly("o/a/1", "o/a/2/deep");
        assertThat(keys(bucket.list("o/", "o/a", 1))).containsExactly("o/a-b");
    }

    @Test
    void prefixMayEndInsideAName() {
        List.of("q/log-floor/1", "q/log/1", "q/log/2", "q/logs/1", "q/other")
                .forEach(each -> bucket.put(key(each), text(each)));

        assertThat(keys(bucket.list("q/lo", null, 10)))
                .containsExactly("q/log-floor/1", "q/log/1", "q/log/2", "q/logs/1");
        assertThat(keys(bucket.list("q/log/", null, 10))).containsExactly("q/log/1", "q/log/2");
        assertThat(keys(bucket.list("q/log/2", null, 10))).containsExactly("q/log/2");
        assertThat(keys(bucket.list("q", "q/log/1", 2))).containsExactly("q/log/2", "q/logs/1");
        assertThat(keys(bucket.list("q/log", "q/log/1", 1))).containsExactly("q/log/2");
        assertThat(keys(bucket.list("q/x", null, 10))).isEmpty();
        assertThat(keys(bucket.list("../q", null, 10))).isEmpty();
    }

    @Test
    void listingsStateSizes() {
        bucket.put(key("s/one"), new byte[1]);
        bucket.put(key("s/two"), new byte[2]);

        assertThat(bucket.list("s/", null, 10).objects())
                .extracting(ObjectSummary::bytes)
                .containsExactly(1L, 2L);
    }

    @Test
    void requestsBeyondTheLimitsAreRefused() {
        assertThat(bucket.list("", null, 1_000).objects()).isEmpty();
        assertThatThrownBy(() -> bucket.list("", null, 1_001))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1001");
        assertThatThrownBy(() -> bucket.list("", null, 0))
                .isInstanceOf(IllegalArgumentException.class);
        List<ObjectKey> tooMany = IntStream.range(0, 1_001).mapToObj(i -> key("x/" + i)).toList();
        bucket.delete(tooMany.subList(0, 1_000));
        bucket.delete(List.of());
        assertThatThrownBy(() -> bucket.delete(tooMany))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1001");
    }

    protected static ObjectKey key(String value) {
        return new ObjectKey(value);
    }

    protected static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// Always the same bytes for one seed.
    protected static byte[] bytes(long seed, int length) {
        var bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    protected static List<String> keys(Listed listed) {
        return listed.objects().stream().map(each -> each.key().value()).toList();
    }

    private StoredObject fetched(String name) {
        return bucket.get(key(name)).object().orElseThrow();
    }

    private byte[] whole(String name) {
        return fetched(name).bytes();
    }

    private byte[] range(String name, long offset, int length) {
        return bucket.get(key(name), offset, length).object().orElseThrow().bytes();
    }

    private static byte[] slice(byte[] bytes, int from, int to) {
        return Arrays.copyOfRange(bytes, from, to);
    }

    private static <T> void inParallel(List<T> items, Consumer<T> action) throws Exception {
        try (ExecutorService pool = Executors.newFixedThreadPool(8)) {
            List<Future<?>> running = new ArrayList<>();
            items.forEach(item -> running.add(pool.submit(() -> action.accept(item))));
            for (Future<?> each : running) {
                each.get();
            }
        }
    }
}
