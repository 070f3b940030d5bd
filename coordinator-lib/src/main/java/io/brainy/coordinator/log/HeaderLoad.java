package io.brainy.coordinator.log;

import io.brainy.coordinator.bucket.Bucket;
import io.brainy.coordinator.bucket.BucketAnswer;
import io.brainy.coordinator.bucket.BucketCall;
import io.brainy.coordinator.layout.SequenceName;
import io.brainy.coordinator.sequence.Edge;
import io.brainy.model.error.CorruptException;
import io.brainy.model.log.CommitCodec;
import io.brainy.model.log.CommitHeader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/// Reads the headers of some commits side by side, each by one ranged read, or two where the header
/// is longer than the first. Failures are repeated.
///
/// The numbers lie below a tail that was known once, so each header read counts when a floor that
/// is listed *after* the reads has not passed the first of them (S5). If it has, what is gone or
/// damaged is so by right, and the caller's view is too old; if not, it is damage.
final class HeaderLoad {

    private static final Duration PAUSE = Duration.ofMillis(200);

    /// More than there ever are (S4), so that the last one listed is the greatest.
    private static final int FLOORS = 1000;

    private final SequenceName name;
    private final Edge edge;
    private final long from;
    private final CommitHeader[] headers;
    private final Consumer<List<CommitHeader>> then;
    private final Runnable truncated;
    private final Consumer<CorruptException> broken;
    private int missing;
    private boolean ended;

    /// @param to the last one, included
    /// @param truncated runs where the floor has passed `from`
    HeaderLoad(
            SequenceName name,
            Edge edge,
            long from,
            long to,
            Consumer<List<CommitHeader>> then,
            Runnable truncated,
            Consumer<CorruptException> broken) {
        this.name = name;
        this.edge = edge;
        this.from = from;
        this.headers = new CommitHeader[(int) Math.max(0, to - from + 1)];
        this.missing = headers.length;
        this.then = then;
        this.truncated = truncated;
        this.broken = broken;
    }

    void start() {
        if (missing == 0) {
            edge.after(Duration.ZERO, () -> then.accept(List.of()));
        }
        for (int i = 0; i < headers.length; i++) {
            read(i, CommitCodec.HEADER_GUESS_BYTES);
        }
    }

    private void read(int index, int length) {
        edge.call(
                new BucketCall.GetRange(name.entry(from + index), 0, length),
                answer -> take(index, length, answer));
    }

    private void take(int index, int length, BucketAnswer answer) {
        if (ended) {
            return;
        }
        String what = name.entry(from + index).value();
        if (!(answer instanceof Bucket.Fetched(var object, var _))) {
            edge.after(PAUSE, () -> read(index, length));
            return;
        }
        try {
            byte[] bytes =
                    object.orElseThrow(() ->
                                    new CorruptException(
                                            what
                                                    + " is referred to by a later commit, but"
                                                    + " is gone"))
                            .bytes();
            int whole = CommitCodec.headerBytes(bytes, what);
            if (whole > bytes.length && bytes.length == length) {
                read(index, whole);
                return;
            }
            headers[index] = CommitCodec.decodeHeader(bytes, what);
        } catch (CorruptException e) {
            ended = true;
            unlessTruncated(() -> broken.accept(e));
            return;
        }
        missing--;
        if (missing == 0) {
            ended = true;
            unlessTruncated(() -> then.accept(new ArrayList<>(Arrays.asList(headers))));
        }
    }

    private void unlessTruncated(Runnable counts) {
        edge.call(
                new BucketCall.ListKeys(name.floors(), null, FLOORS),
                answer -> {
                    if (!(answer instanceof Bucket.Listed listed)) {
                        edge.after(PAUSE, () -> unlessTruncated(counts));
                    } else if (!listed.objects().isEmpty()
                            && SequenceName.numberOf(listed.objects().getLast().key()) > from) {
                        truncated.run();
                    } else {
                        counts.run();
                    }
                });
    }
}
