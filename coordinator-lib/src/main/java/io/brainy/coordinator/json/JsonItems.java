package io.brainy.coordinator.json;

import io.brainy.model.error.InvalidException;
import io.brainy.model.error.ProblemType;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Cuts a long body into its items, in memory bounded by one item: the lines of NDJSON, or the
/// elements of a JSON array. Only boundaries are looked for here; whether an item is JSON is told
/// by who reads it, so one that is not costs no other. An item that is too large, and a body that
/// breaks off, are items with a [#failure].
public abstract sealed class JsonItems permits JsonLines, JsonElements {

    static final int CHUNK_BYTES = 64 << 10;

    private final InputStream body;
    private final int maxItemBytes;

    byte[] buffer = new byte[CHUNK_BYTES];
    int start;
    int end;
    private boolean ended;
    private boolean brokenOff;

    private int itemOffset;
    private int itemLength;
    private @Nullable InvalidException failure;

    JsonItems(InputStream body, int maxItemBytes) {
        this.body = body;
        this.maxItemBytes = maxItemBytes;
    }

    /// The lines of NDJSON, of any number; blank ones are no items.
    public static JsonItems lines(InputStream body, int maxItemBytes) {
        return new JsonLines(body, maxItemBytes);
    }

    /// The elements of an array, whose `[` is the next byte.
    public static JsonItems array(InputStream body, int maxItemBytes, long maxBodyBytes) {
        return new JsonElements(body, maxItemBytes, maxBodyBytes);
    }

    /// Moves to the next item; false when there is none any more.
    public final boolean next() {
        failure = null;
        itemLength = 0;
        return advance();
    }

    /// The item's line, counted from 1; in an array its number.
    public abstract long line();

    /// Why there is nothing to be read, or null.
    public final @Nullable InvalidException failure() {
        return failure;
    }

    /// The array that holds the item, from [#offset] on, until the next call of [#next].
    public final byte[] bytes() {
        return buffer;
    }

    public final int offset() {
        return itemOffset;
    }

    public final int length() {
        return itemLength;
    }

    /// Whether the body ended before its time: then more may come with a retry.
    public final boolean brokenOff() {
        return brokenOff;
    }

    abstract boolean advance();

    /// Makes `buffer[from, to)` the item, without white space around it; false where nothing is
    /// left.
    final boolean item(int from, int to) {
        while (from < to && isSpace(buffer[from])) {
            from++;
        }
        while (to > from && isSpace(buffer[to - 1])) {
            to--;
        }
        itemOffset = from;
        itemLength = to - from;
        if (itemLength > maxItemBytes) {
            failure = tooLarge();
        }
        return itemLength > 0;
    }

    final boolean fail(InvalidException reason) {
        failure = reason;
        itemLength = 0;
        return true;
    }

    final boolean failMalformed(String reason) {
        return fail(new InvalidException(ProblemType.MALFORMED, reason));
    }

    final boolean failTooLarge() {
        return fail(tooLarge());
    }

    private InvalidException tooLarge() {
        return new InvalidException(
                ProblemType.TOO_LARGE,
                "an item has at most " + maxItemBytes + " bytes, found more; split it");
    }

    final int maxItemBytes() {
        return maxItemBytes;
    }

    /// Reads on behind `end`, keeping what lies from `start` on, which may move to the front; false
    /// at the end of the body. An item is never longer than what is kept.
    final boolean fill() {
        if (ended) {
            return false;
        }
        if (start > 0) {
            System.arraycopy(buffer, start, buffer, 0, end - start);
            end -= start;
            start = 0;
        }
        if (end == buffer.length) {
            buffer = Arrays.copyOf(buffer, 2 * buffer.length);
        }
        try {
            int count = body.read(buffer, end, buffer.length - end);
            ended = count < 0;
            end += Math.max(count, 0);
        } catch (IOException e) {
            ended = true;
            brokenOff = true;
        }
        return !ended;
    }

    static boolean isSpace(byte b) {
        return b == ' ' || b == '\t' || b == '\r' || b == '\n';
    }
}
