package io.brainy.coordinator.admission;

import io.brainy.coordinator.bucket.Bucket;
import io.brainy.coordinator.bucket.Bucket.ObjectSummary;
import io.brainy.coordinator.bucket.Bucket.StoredObject;
import io.brainy.coordinator.bucket.BucketException;
import io.brainy.coordinator.bucket.BucketOperation;
import io.brainy.coordinator.bucket.ObjectKey;
import io.brainy.coordinator.bucket.RequestLimits;
import io.brainy.coordinator.layout.BucketLayout;
import io.brainy.coordinator.time.SystemTime;
import io.brainy.coordinator.time.Ticker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Tries on a bucket what rules B1 to B3 ask of it.
///
/// Its objects lie below a folder of this run under [BucketLayout#CERTIFICATION_PREFIX] and are
/// deleted at the end, with what runs that died left there more than an hour ago. A run is about
/// 420 requests, of which 320 are the racing writers' puts: a fifth of a cent on S3, a second or
/// two in time. Stopped anywhere it leaves objects that the next run removes.
public final class BucketCertification {

    public static final String PUT_IF_ABSENT = "put-if-absent";
    public static final String READ_AFTER_WRITE = "read-after-write";
    public static final String OVERWRITE = "overwrite";
    public static final String LIST_AFTER_WRITE = "list-after-write";
    public static final String RANGED_READ = "ranged-read";
    public static final String DELETE = "delete";
    public static final String DATE = "date";

    private static final int TRIES = 8;
    private static final int RANGED_BYTES = 64 * 1024;
    private static final Duration LEFT_BEHIND = Duration.ofHours(1);

    /// A store's front ends have clocks of their own and round to seconds.
    private static final Duration DATE_TOLERANCE = Duration.ofSeconds(5);

    private final RandomGenerator random;
    private final InstantSource instants;
    private final Ticker ticker;

    public BucketCertification(RandomGenerator random, InstantSource instants, Ticker ticker) {
        this.random = random;
        this.instants = instants;
        this.ticker = ticker;
    }

    public CertificationReport certify(Bucket bucket) {
        return new Run(bucket).report();
    }

    private final class Run {

        private final ObservedBucket bucket;
        private final String prefix =
                BucketLayout.CERTIFICATION_PREFIX + SystemTime.newBatchId(random) + "/";
        private final List<CertificationReport.Check> checks = new ArrayList<>();

        Run(Bucket bucket) {
            this.bucket = new ObservedBucket(bucket);
        }

        CertificationReport report() {
            check(PUT_IF_ABSENT, new PutIfAbsentRace(bucket, prefix)::run);
            check(READ_AFTER_WRITE, this::readAfterWrite);
            check(OVERWRITE, this::overwrite);
            check(LIST_AFTER_WRITE, this::listAfterWrite);
            check(RANGED_READ, this::rangedRead);
            check(DELETE, this::delete);
            check(DATE, this::date);
            return new CertificationReport(bucket.describe(), checks);
        }

        private void check(String name, Supplier<Finding> trial) {
            long begun = ticker.nanos();
            long before = bucket.requests();
            Finding finding;
            try {
                finding = trial.get();
            } catch (BucketException e) {
                finding = Finding.failed(e.kind() + ": " + e.getMessage());
            }
            checks.add(
                    new CertificationReport.Check(
                            name,
                            finding.passed(),
                            finding.detail(),
                            Duration.ofNanos(ticker.nanos() - begun),
                            bucket.requests() - before));
        }

        /// Each name is read before it is written, because a store may remember that it was absent.
        private Finding readAfterWrite() {
            for (int i = 0; i < TRIES; i++) {
                ObjectKey key = key("read-" + i);
                if (bucket.get(key).object().isPresent()) {
                    return Finding.failed("'" + key + "' was there before it was written");
                }
                bucket.putIfAbsent(key, text("written " + i));
                if (!holds(key, text("written " + i))) {
                    return Finding.failed("'" + key + "' was not read right after it was written");
                }
            }
            return Finding.passed(TRIES + " objects were absent, written and read at once");
        }

        private Finding overwrite() {
            ObjectKey key = key("overwritten");
            for (int i = 0; i < TRIES; i++) {
                bucket.put(key, text("version " + i));
                if (!holds(key, text("version " + i))) {
                    return Finding.failed(
                            "'" + key + "' was not the newest version right after version " + i);
                }
            }
            return Finding.passed("the newest of " + TRIES + " versions was read each time");
        }

        private Finding listAfterWrite() {
            String folder = prefix + "listed/";
            List<ObjectKey> expected = new ArrayList<>();
            for (int i = 0; i < TRIES; i++) {
                expected.add(new ObjectKey(folder + i));
                bucket.putIfAbsent(expected.getLast(), text("x"));
                List<ObjectKey> listed = keys(folder, null, RequestLimits.MAX_KEYS);
                if (!listed.equals(expected)) {
                    return Finding.failed(
                            "right after '"
                                    + expected.getLast()
                                    + "' was written, a listing gave "
                                    + listed.size()
                                    + " of "
                                    + expected.size()
                                    + " keys, or not in order");
                }
            }
            List<ObjectKey> rest = keys(folder, expected.get(1).value(), 2);
            return rest.equals(expected.subList(2, 4))
                    ? Finding.passed(TRIES + " objects were each listed at once, in order")
                    : Finding.failed("a listing of 2 keys after the second gave " + rest);
        }

        private Finding rangedRead() {
            ObjectKey key = key("ranged");
            var whole = new byte[RANGED_BYTES];
            random.nextBytes(whole);
            bucket.putIfAbsent(key, whole);
            int[][] ranges = {
                {0, 100},
                {RANGED_BYTES / 3, 1_000},
                {RANGED_BYTES - 10, 10},
                {RANGED_BYTES - 10, 1_000},
                {RANGED_BYTES, 10}
            };
            for (int[] range : ranges) {
                int end = Math.min(RANGED_BYTES, range[0] + range[1]);
                Optional<StoredObject> read = bucket.get(key, range[0], range[1]).object();
                if (read.isEmpty()
                        || !Arrays.equals(
                                read.get().bytes(), Arrays.copyOfRange(whole, range[0], end))) {
                    return Finding.failed(
                            range[1]
                                    + " bytes from "
                                    + range[0]
                                    + " of "
                                    + RANGED_BYTES
                                    + " were wanted, got "
                                    + read.map(o -> o.bytes().length + " bytes, or others")
                                            .orElse("no object"));
                }
            }
            return Finding.passed(ranges.length + " ranges were exact");
        }

        private Finding delete() {
            Finding finding = deletion();
            int removed = cleanUp();
            return finding.passed()
                    ? Finding.passed(finding.detail() + "; " + removed + " objects cleaned up")
                    : finding;
        }

        private Finding deletion() {
            ObjectKey gone = key("deleted");
            ObjectKey never = key("never-written");
            ObjectKey kept = key("kept");
            bucket.putIfAbsent(gone, text("x"));
            bucket.putIfAbsent(kept, text("kept"));
            bucket.delete(List.of(gone, never));
            if (bucket.get(gone).object().isPresent()) {
                return Finding.failed("'" + gone + "' was still read after it was deleted");
            }
            return holds(kept, text("kept"))
                    ? Finding.passed("deleted objects are gone")
                    : Finding.failed("'" + kept + "' was lost when another was deleted");
        }

        /// Removes what this run wrote, and what dead runs left.
        private int cleanUp() {
            List<ObjectKey> garbage = new ArrayList<>(bucket.written());
            var listed =
                    bucket.list(BucketLayout.CERTIFICATION_PREFIX, null, RequestLimits.MAX_KEYS);
            Instant now = listed.date();
            if (now != null) {
                Set<ObjectKey> own = Set.copyOf(garbage);
                listed.objects().stream()
                        .filter(o -> o.modified().isBefore(now.minus(LEFT_BEHIND)))
                        .map(ObjectSummary::key)
                        .filter(key -> !own.contains(key))
                        .forEach(garbage::add);
            }
            for (int from = 0; from < garbage.size(); from += RequestLimits.MAX_KEYS) {
                bucket.delete(
                        garbage.subList(
                                from, Math.min(garbage.size(), from + RequestLimits.MAX_KEYS)));
            }
            return garbage.size();
        }

        private Finding date() {
            ObjectKey absent = key("dated");
            Instant latest = bucket.get(absent).date();
            Duration ahead = Duration.ZERO;
            for (int i = 1; i < TRIES && latest != null; i++) {
                Instant local = instants.instant();
                Instant date =
                        i % 2 == 0
                                ? bucket.get(absent).date()
                                : bucket.list(prefix, null, 1).date();
                if (date != null) {
                    ahead = Duration.between(date, local);
                    if (date.isBefore(latest.minus(DATE_TOLERANCE))) {
                        return Finding.failed("Date ran backwards, from " + latest + " to " + date);
                    }
                }
                latest = date;
            }
            return bucket.undated().isEmpty()
                    ? Finding.passed(
                            "in every answer; this machine's clock is "
                                    + seconds(ahead)
                                    + " of the bucket's")
                    : Finding.failed(
                            "no Date in answers to "
                                    + bucket.undated().stream()
                                            .map(BucketOperation::label)
                                            .sorted()
                                            .collect(Collectors.joining(", ")));
        }

        private boolean holds(ObjectKey key, byte[] bytes) {
            return bucket.get(key)
                    .object()
                    .filter(o -> Arrays.equals(o.bytes(), bytes))
                    .isPresent();
        }

        private List<ObjectKey> keys(String folder, @Nullable String startAfter, int limit) {
            return bucket.list(folder, startAfter, limit).objects().stream()
                    .map(ObjectSummary::key)
                    .toList();
        }

        private ObjectKey key(String name) {
            return new ObjectKey(prefix + name);
        }
    }

    private static String seconds(Duration ahead) {
        return ahead.abs().toSeconds() + " s " + (ahead.isNegative() ? "behind" : "ahead");
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
