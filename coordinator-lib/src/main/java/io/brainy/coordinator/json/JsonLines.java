package io.brainy.coordinator.json;

import java.io.InputStream;

/// The lines of NDJSON.
final class JsonLines extends JsonItems {

    private long line;

    /// Set while the rest of a line that is too long is thrown away.
    private boolean skipping;

    JsonLines(InputStream body, int maxItemBytes) {
        super(body, maxItemBytes);
    }

    @Override
    public long line() {
        return line;
    }

    @Override
    boolean advance() {
        int seen = 0;
        while (true) {
            int newline = indexOfNewline(start + seen);
            if (newline >= 0) {
                int from = start;
                start = newline + 1;
                seen = 0;
                line++;
                if (skipping) {
                    skipping = false;
                    return failTooLarge();
                }
                if (item(from, newline)) {
                    return true;
                }
                continue;
            }
            if (skipping || end - start > maxItemBytes() + CHUNK_BYTES) {
                skipping = true;
                start = end;
            }
            seen = end - start;
            if (!fill()) {
                return last();
            }
        }
    }

    private boolean last() {
        int from = start;
        start = end;
        boolean tooLong = skipping;
        skipping = false;
        if (tooLong) {
            line++;
            return failTooLarge();
        }
        if (!item(from, end)) {
            return false;
        }
        line++;
        return !brokenOff() || failMalformed("the body broke off in this line");
    }

    private int indexOfNewline(int from) {
        for (int i = from; i < end; i++) {
            if (buffer[i] == '\n') {
                return i;
            }
        }
        return -1;
    }
}
