package io.brainy.coordinator.log;

import io.brainy.model.log.Carried;
import io.brainy.model.log.CommitHeader;
import io.brainy.model.log.CommitHeader.LivingKey;
import io.brainy.model.log.PartEntry;
import io.brainy.model.log.PartEntry.KeyProgress;
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

    /// So many keys fit a header beside a commit's records.
    static final int MAX_KEYS = 20_000;

    /// Ordered by use: a key that goes on is moved to the end, so the eldest is the first.
    private final Map<String, LivingKey> keys = new LinkedHashMap<>();

    private long wholeAt;
    private boolean complete;
    private long expiredUpTo;

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
                    keys.clear();
                    carried.forEach(key -> keys.put(key.progress().key(), key));
                    complete = true;
                }
            }
            case Carried.At<List<LivingKey>>(long commit) -> wholeAt = commit;
        }
        for (PartEntry part : header.parts()) {
            KeyProgress progress = part.key();
            if (progress != null) {
                keys.remove(progress.key());
                keys.put(progress.key(), new LivingKey(progress, header.number(), header.date()));
            }
        }
        expire(header.date());
    }

    /// Takes the headers that were missing, from [#wholeAt] to the first that was folded, without
    /// it.
    void complete(List<CommitHeader> earlier) {
        LivingKeys base = new LivingKeys();
        earlier.forEach(base::fold);
        Map<String, LivingKey> later = new LinkedHashMap<>(keys);
        keys.clear();
        keys.putAll(base.keys);
        later.forEach((key, value) -> {
            keys.remove(key);
            keys.put(key, value);
        });
        complete = true;
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

    /// The newest commit whose key is not known any more: a part that has waited since before it
    /// cannot be told from one that was committed meanwhile.
    long expiredUpTo() {
        return expiredUpTo;
    }

    private void expire(Instant now) {
        Instant eldest = now.minus(LIFE);
        keys.values()
                .removeIf(key -> {
                    boolean expired = key.date().isBefore(eldest);
                    if (expired) {
                        expiredUpTo = Math.max(expiredUpTo, key.commit());
                    }
                    return expired;
                });
    }
}
