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
/// is longer than the first. Failures are repeated; what is gone or damaged ends it.
final class HeaderLoad {

    private static final Duration PAUSE = Duration.ofMillis(200);

    private final SequenceName name;
    private final Edge edge;
    private final long from;
    private final CommitHeader[] headers;
    private final Consumer<List<CommitHeader>> then;
    private final Consumer<RuntimeException> broken;
    private int missing;
    private boolean ended;

    /// @param to the last one, included
    HeaderLoad(
            SequenceName name,
            Edge edge,
            long from,
            long to,
            Consumer<List<CommitHeader>> then,
            Consumer<RuntimeException> broken) {
        this.name = name;
        this.edge = edge;
        this.from = from;
        this.headers = new CommitHeader[(int) Math.max(0, to - from + 1)];
        this.missing = headers.length;
        this.then = then;
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
            broken.accept(e);
            return;
        }
        missing--;
        if (missing == 0) {
            ended = true;
            then.accept(new ArrayList<>(Arrays.asList(headers)));
        }
    }
}
