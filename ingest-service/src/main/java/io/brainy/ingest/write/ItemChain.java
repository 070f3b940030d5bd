package io.brainy.ingest.write;

import io.brainy.model.error.InvalidException;
import io.brainy.model.error.ProblemType;
import io.brainy.model.log.Digest;
import io.brainy.model.log.PartEntry.KeyProgress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/// The running SHA-256 over the items of a keyed request (L5): each link is the hash of the link
/// before it and the item's bytes, so the digest of every prefix is at hand without copying a
/// hash's state. The first link is the operation's.
final class ItemChain {

    /// Whether a part ends its request.
    enum Reach {
        MORE,
        LAST
    }

    private final IdempotencyKey key;
    private final MessageDigest sha256;

    /// `links.get(i)` is the digest of the first `base + i` items.
    private final List<byte[]> links = new ArrayList<>();

    private int base;

    ItemChain(IdempotencyKey key) {
        this.key = key;
        try {
            this.sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
        links.add(sha256.digest(key.operation().getBytes(StandardCharsets.UTF_8)));
    }

    void add(byte[] bytes, int offset, int length) {
        sha256.update(links.getLast());
        sha256.update(bytes, offset, length);
        links.add(sha256.digest());
    }

    /// How many items were added.
    int count() {
        return base + links.size() - 1;
    }

    KeyProgress progress(int firstItem, int nextItem, Reach reach) {
        return new KeyProgress(
                key.scoped(), firstItem, nextItem, digest(nextItem), reach == Reach.LAST);
    }

    /// The digest of the first `items` items, none of them forgotten yet.
    private Digest digest(int items) {
        return new Digest(links.get(items - base));
    }

    /// Forgets the digests of shorter prefixes.
    void forget(int shorterThan) {
        int forgotten = Math.min(shorterThan - base, links.size() - 1);
        if (forgotten > 0) {
            links.subList(0, forgotten).clear();
            base += forgotten;
        }
    }

    /// Whether the digest of so many items is still at hand.
    boolean knows(long items) {
        return items >= base && items <= count();
    }

    /// Refuses a key that came this far with other items.
    void verify(KeyProgress known) {
        if (!knows(known.nextItem())
                || !known.prefixSha256().equals(digest((int) known.nextItem()))) {
            throw reused();
        }
    }

    static InvalidException reused() {
        return new InvalidException(
                ProblemType.IDEMPOTENCY_KEY_REUSED,
                "this Idempotency-Key was used for another request within the last 10 minutes; use"
                        + " a new key for a new request");
    }
}
