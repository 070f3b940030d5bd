package io.brainy.coordinator.json;

import io.brainy.model.error.InvalidException;
import io.brainy.model.error.ProblemType;
import java.io.InputStream;

/// The elements of a JSON array. Only strings and nesting are followed, so an element that is not
/// JSON costs the next one only where its quotes or brackets do not match.
final class JsonElements extends JsonItems {

    private static final String BREAKS_OFF = "the array breaks off in this element";

    private enum State {
        BEFORE,
        INSIDE,
        /// The body ended behind a whole element; the missing `]` is still to be told.
        UNCLOSED,
        AFTER,
        DONE
    }

    private final long maxBodyBytes;
    private State state = State.BEFORE;
    private long number;
    private long consumed;

    JsonElements(InputStream body, int maxItemBytes, long maxBodyBytes) {
        super(body, maxItemBytes);
        this.maxBodyBytes = maxBodyBytes;
    }

    @Override
    public long line() {
        return number;
    }

    @Override
    boolean advance() {
        return switch (state) {
            case BEFORE -> open() && element();
            case INSIDE -> element();
            case UNCLOSED -> unclosed();
            case AFTER -> trailing();
            case DONE -> false;
        };
    }

    private boolean open() {
        while (start == end) {
            if (!fill()) {
                state = State.DONE;
                return false;
            }
        }
        if (buffer[start] != '[') {
            throw new IllegalStateException("an array begins with [");
        }
        start++;
        consumed = 1;
        state = State.INSIDE;
        return true;
    }

    private boolean element() {
        int depth = 0;
        boolean inString = false;
        boolean escaped = false;
        boolean tooLarge = false;
        int i = start;
        number++;
        while (true) {
            if (i == end) {
                if (tooLarge || end - start > maxItemBytes() + CHUNK_BYTES) {
                    tooLarge = true;
                    start = end;
                }
                int seen = i - start;
                if (!fill()) {
                    state = State.DONE;
                    return unfinished(tooLarge, inString || depth > 0);
                }
                i = start + seen;
                continue;
            }
            if (++consumed > maxBodyBytes) {
                state = State.DONE;
                return fail(
                        new InvalidException(
                                ProblemType.TOO_LARGE,
                                "an array body has at most "
                                        + maxBodyBytes
                                        + " bytes; what came before is written, send the rest"
                                        + " as application/x-ndjson, which is unlimited"));
            }
            byte b = buffer[i++];
            if (inString) {
                inString = escaped || (b != '"');
                escaped = !escaped && b == '\\';
            } else if (b == '"') {
                inString = true;
            } else if (b == '{' || b == '[') {
                depth++;
            } else if ((b == '}') || ((b == ']') && (depth > 0))) {
                depth = Math.max(0, depth - 1);
            } else if (b == ',' && depth == 0) {
                return finished(i, tooLarge, false);
            } else if (b == ']') {
                state = State.AFTER;
                return finished(i, tooLarge, true);
            }
        }
    }

    /// @param next the index behind the `,` or `]` that ends the element
    private boolean finished(int next, boolean tooLarge, boolean lastOne) {
        int from = start;
        start = next;
        if (tooLarge) {
            return failTooLarge();
        }
        if (item(from, next - 1)) {
            return true;
        }
        if (lastOne && number == 1) {
            return trailing();
        }
        return failMalformed("wanted a value, found none; leave the comma out");
    }

    /// The body ends in an element: an object that is whole is still good.
    private boolean unfinished(boolean tooLarge, boolean open) {
        int from = start;
        start = end;
        if (tooLarge) {
            return brokenOff() ? failMalformed(BREAKS_OFF) : failTooLarge();
        }
        if (!item(from, end)) {
            return unclosed();
        }
        if (!open && bytes()[offset() + length() - 1] == '}') {
            state = State.UNCLOSED;
            return true;
        }
        return failMalformed(BREAKS_OFF);
    }

    private boolean unclosed() {
        if (state == State.UNCLOSED) {
            number++;
        }
        state = State.DONE;
        return failMalformed("the array breaks off: wanted ']', found the end of the body");
    }

    private boolean trailing() {
        state = State.DONE;
        while (true) {
            while (start < end) {
                if (!isSpace(buffer[start++])) {
                    number++;
                    return failMalformed("text follows the array's ']'");
                }
            }
            if (!fill()) {
                return false;
            }
        }
    }
}
