package io.brainy.model.key;

import java.nio.charset.StandardCharsets;
import net.jpountz.xxhash.XXHash64;
import net.jpountz.xxhash.XXHashFactory;
import org.jspecify.annotations.Nullable;

/// Where a record lies: the 16-bit slots of rule D1. XXH64 (Yann Collet), seed 0, over UTF-8;
/// golden values are pinned by `SlotsTest`, since they can never change.
public final class Slots {

    /// How many slots a collection has, whatever its number of shards.
    public static final int COUNT = 1 << 16;

    private static final XXHash64 XXH64 = XXHashFactory.safeInstance().hash64();

    private Slots() {}

    /// The whole 64-bit hash, for maps of ids that must not hold the ids.
    public static long h64(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return XXH64.hash(utf8, 0, utf8.length, 0);
    }

    /// The top 16 bits.
    public static int h16(String text) {
        return (int) (h64(text) >>> 48);
    }

    /// The top 8 bits.
    public static int h8(String text) {
        return (int) (h64(text) >>> 56);
    }

    /// The slot of a document with a client's id; `routingKey` is its domain, else its customer,
    /// else null.
    public static int of(String id, @Nullable String routingKey) {
        return routingKey == null ? h16(id) : h8(routingKey) * 256 + h8(id);
    }
}
