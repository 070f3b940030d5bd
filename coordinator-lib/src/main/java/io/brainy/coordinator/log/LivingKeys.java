package io.brainy.coordinator.log;

import io.brainy.model.log.Carried;
import io.brainy.model.log.CommitHeader;
import io.brainy.model.log.CommitHeader.LivingKey;
import io.brainy.model.log.PartEntry;
import io.brainy.model.log.PartEntry.KeyProgress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The idempotency keys that are honoured (L5), as the headers of the log have them.
final class LivingKeys {

    /// How long a key lives, by the Dates in the headers of the commits.
    static final Duration LIFE = Duration.ofMinutes(10);

    /// At least every so many commits one carries all living keys.
    static final int WHOLE_EVERY = 256;

    /// So many keys are honoured at once, and so many bytes of them: what a header can carry.
    static final int MAX_KEYS = 20_000;

    static final int MAX_BYTES = 3 << 20;

    /// Of a key in a header, beside its text.
    private static final int KEY_OVERHEAD_BYTES = 80;

    /// Ordered by use: a key that goes on is moved to the end, so the eldest is the first.
    private final Map<String, LivingKey> keys = new LinkedHashMap<>();

    private long bytes;
    private long wholeAt;
    private boolean complete;

    /// The commit whose header has the keys that were alive before it; meaningful once a header was
    /// folded.
    long wholeAt() {
        return wholeAt;
    }

    /// Whether every living key is known; else the headers from [#wholeAt] on are still to be read.
    boolean complete() {
        return complete;
    }

    int size() {
        return keys.size();
    }

    /// Nothing was ever committed.
    void startEmpty() {
        complete = true;
    }

    /// Folds the next header.
    void fold(CommitHeader header) {
        switch (header.keys()) {
            case Carried.Whole<List<LivingKey>>(List<LivingKey> carried) -> {
                wholeAt = header.number();
                if (!complete) {
                    clear();
                    carried.forEach(this::put);
                    complete = true;
                }
            }
            case Carried.At<List<LivingKey>>(long commit) -> wholeAt = commit;
        }
        for (PartEntry part : header.parts()) {
            KeyProgress progress = part.key();
            if (progress != null) {
                put(new LivingKey(progress, header.number(), header.date()));
            }
        }
        expire(header.date());
    }

    /// Takes the headers that were missing, from [#wholeAt] to the first that was folded, without
    /// it.
    void complete(List<CommitHeader> earlier) {
        LivingKeys base = new LivingKeys();
        earlier.forEach(base::fold);
        List<LivingKey> later = List.copyOf(keys.values());
        clear();
        base.keys.values().forEach(this::put);
        later.forEach(this::put);
        complete = true;
    }

    private void put(LivingKey key) {
        String text = key.progress().key();
        if (keys.remove(text) == null) {
            bytes += bytes(text);
        }
        keys.put(text, key);
    }

    private void clear() {
        keys.clear();
        bytes = 0;
    }

    /// What a key takes of a header.
    static int bytes(String key) {
        return key.getBytes(StandardCharsets.UTF_8).length + KEY_OVERHEAD_BYTES;
    }

    /// Whether one more key is honoured beside those here and those that this commit adds.
    boolean hasRoom(int added, long addedBytes, String key) {
        return keys.size() + added < MAX_KEYS && bytes + addedBytes + bytes(key) <= MAX_BYTES;
    }

    Optional<LivingKey> find(String key) {
        return Optional.ofNullable(keys.get(key));
    }

    /// What the header of commit `number` says of keys.
    Carried<List<LivingKey>> carry(long number, Instant date) {
        if (complete) {
            expire(date);
            if (keys.isEmpty() || number - wholeAt >= WHOLE_EVERY) {
                return new Carried.Whole<>(List.copyOf(keys.values()));
            }
        }
        return new Carried.At<>(wholeAt);
    }

    /// Whether the next header can be written without knowing more: it must not refer too far back.
    boolean canCarry(long number) {
        return complete || number - wholeAt < WHOLE_EVERY;
    }

    /// Forgets the keys whose time is over at this Date of the bucket.
    void expire(Instant now) {
        Instant eldest = now.minus(LIFE);
        keys.values()
                .removeIf(key -> {
                    boolean over = key.date().isBefore(eldest);
                    if (over) {
                        bytes -= bytes(key.progress().key());
                    }
                    return over;
                });
    }
}
