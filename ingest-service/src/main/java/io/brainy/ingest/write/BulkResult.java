package io.brainy.ingest.write;

import io.brainy.model.document.DocumentId;
import io.brainy.model.error.BrainyException;
import io.brainy.model.error.InvalidException;
import io.brainy.model.error.ProblemType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What became of the items of a long request, kept small: up to 100,000 items all of them, beyond
/// only failures, and of those no more than [#MAX_FAILURES].
public final class BulkResult implements ItemSink {

    /// Up to here every item is listed.
    public static final int MAX_LISTED = 100_000;

    /// So many failures are listed of a request with more items than that.
    public static final int MAX_FAILURES = 10_000;

    private static final int MAX_DETAIL = 500;

    private final int maxListed;
    private final int maxFailures;

    /// Set for written items, by number; dropped when there are too many.
    private long[] lines = new long[64];

    private long[] positions = new long[64];
    private @Nullable String[] ids = new String[64];
    private boolean complete = true;
    private int items;

    private final List<Failure> failures = new ArrayList<>();
    private long written;
    private long failed;
    private long position;

    /// Why an item was not written.
    public record Failure(
            long line,
            @Nullable String id,
            ProblemType type,
            String detail,
            @Nullable String field) {}

    /// Is shown the listed items in the order of their lines.
    public interface Visitor {
        void written(long line, String id, long position);

        void failed(Failure failure);
    }

    BulkResult() {
        this(MAX_LISTED, MAX_FAILURES);
    }

    BulkResult(int maxListed, int maxFailures) {
        this.maxListed = maxListed;
        this.maxFailures = maxFailures;
    }

    @Override
    public void written(Item item, DocumentId id, long at) {
        written++;
        position = Math.max(position, at);
        if (reserve(item.number())) {
            lines[item.number()] = item.line();
            positions[item.number()] = at;
            ids[item.number()] = id.value();
        }
    }

    @Override
    public void failed(Item item, @Nullable DocumentId id, BrainyException reason) {
        failed++;
        if (reserve(item.number()) || failures.size() < maxFailures) {
            failures.add(
                    new Failure(
                            item.line(),
                            id == null ? null : id.value(),
                            reason.type(),
                            shortened(String.valueOf(reason.getMessage())),
                            field(reason)));
        }
    }

    /// Whether all items are still listed once this one is.
    private boolean reserve(int number) {
        items = Math.max(items, number + 1);
        if (items > maxListed) {
            if (complete) {
                complete = false;
                lines = new long[0];
                positions = new long[0];
                ids = new String[0];
                if (failures.size() > maxFailures) {
                    failures.subList(maxFailures, failures.size()).clear();
                }
            }
            return false;
        }
        if (number >= lines.length) {
            int size = Math.min(maxListed, Math.max(number + 1, 2 * lines.length));
            lines = Arrays.copyOf(lines, size);
            positions = Arrays.copyOf(positions, size);
            ids = Arrays.copyOf(ids, size);
        }
        return true;
    }

    private static @Nullable String field(BrainyException reason) {
        return reason instanceof InvalidException invalid && !invalid.reasons().isEmpty()
                ? invalid.reasons().getFirst().field()
                : null;
    }

    private static String shortened(String text) {
        return text.length() > MAX_DETAIL ? text.substring(0, MAX_DETAIL) + "…" : text;
    }

    public long written() {
        return written;
    }

    public long failed() {
        return failed;
    }

    /// The greatest position of an item; 0 where nothing was written.
    public long position() {
        return position;
    }

    /// Failures that are counted but not listed.
    public long unlistedFailures() {
        return failed - failures.size();
    }

    public void visit(Visitor visitor) {
        failures.sort(Comparator.comparingLong(Failure::line));
        int next = 0;
        for (int i = 0; complete && i < items; i++) {
            String id = ids[i];
            if (id == null) {
                continue;
            }
            while (next < failures.size() && failures.get(next).line() < lines[i]) {
                visitor.failed(failures.get(next++));
            }
            visitor.written(lines[i], id, positions[i]);
        }
        while (next < failures.size()) {
            visitor.failed(failures.get(next++));
        }
    }
}
