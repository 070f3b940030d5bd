package io.brainy.ingest.write;

import io.brainy.model.error.InvalidException;
import io.brainy.model.log.PartEntry.KeyProgress;

/// The key by which a caller makes a retried write one write (L5). Keys of one collection are kept
/// apart by caller.
///
/// @param operation what is done, such as `PUT documents/a`: the same key under another one is
///   another body
public record IdempotencyKey(String caller, String key, String operation) {

    public static final int MAX_LENGTH = 255;

    public IdempotencyKey {
        if (key.isEmpty() || key.length() > MAX_LENGTH || !isVisible(key)) {
            throw new InvalidException(
                    "Idempotency-Key",
                    "a key is 1 to "
                            + MAX_LENGTH
                            + " visible ASCII characters, such as a UUID; found "
                            + key.length());
        }
    }

    private static boolean isVisible(String key) {
        return key.chars().allMatch(c -> c > 0x20 && c < 0x7f);
    }

    /// As the log compares it.
    String scoped() {
        return caller + ":" + key;
    }

    /// All of a request that is one item.
    KeyProgress whole(byte[] body) {
        ItemChain chain = new ItemChain(this);
        chain.add(body, 0, body.length);
        return chain.progress(0, 1, ItemChain.Reach.LAST);
    }

    /// Refuses a key that stands for another request than `own`.
    static void verify(KeyProgress own, KeyProgress known) {
        if (!own.prefixSha256().equals(known.prefixSha256())) {
            throw ItemChain.reused();
        }
    }
}
