package io.brainy.inference.batch;

import java.util.LinkedHashSet;
import java.util.List;

/// A lane's waiting texts in the order of their arrival, and the places that are taken: by them,
/// and by texts that are still to be added. For one thread at a time.
final class LaneQueue {

    private final int maxTexts;
    private final long maxBytes;
    private final LinkedHashSet<WaitingText> texts = new LinkedHashSet<>();
    private int reservedTexts;
    private long reservedBytes;
    private long tokens;

    LaneQueue(int maxTexts, long maxBytes) {
        this.maxTexts = maxTexts;
        this.maxBytes = maxBytes;
    }

    /// Whether a call could ever be taken.
    boolean holds(int count, long bytes) {
        return count >= 1 && count <= maxTexts && bytes <= maxBytes;
    }

    /// Takes the places, or none and says false.
    boolean reserve(int count, long bytes) {
        if (reservedTexts + count > maxTexts || reservedBytes + bytes > maxBytes) {
            return false;
        }
        reservedTexts += count;
        reservedBytes += bytes;
        return true;
    }

    void release(int count, long bytes) {
        reservedTexts -= count;
        reservedBytes -= bytes;
    }

    void add(WaitingText text) {
        texts.add(text);
        tokens += text.tokens();
    }

    /// Takes the text out and gives its place back; nothing where it is no longer in.
    void remove(WaitingText text) {
        if (texts.remove(text)) {
            tokens -= text.tokens();
            release(1, text.bytes);
        }
    }

    List<WaitingText> oldest(int count) {
        return texts.stream().limit(count).toList();
    }

    List<WaitingText> all() {
        return List.copyOf(texts);
    }

    int size() {
        return texts.size();
    }

    long tokens() {
        return tokens;
    }

    /// The limits, for people.
    String limits() {
        return maxTexts + " texts of " + maxBytes + " bytes in all";
    }

    /// What is taken, for people.
    String load() {
        return reservedTexts + " texts of " + reservedBytes + " bytes";
    }
}
