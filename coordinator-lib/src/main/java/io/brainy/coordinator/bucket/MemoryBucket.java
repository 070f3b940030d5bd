package io.brainy.coordinator.bucket;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A bucket in the heap, for tests and for trying things: gone with the process, linearizable
/// because every call holds one lock, dated by the clock that it is given. It refuses a key that is
/// a folder of another (B4), so that a layout that a directory could not hold fails here too.
public final class MemoryBucket implements Bucket {

    private final InstantSource instants;
    private final Object lock = new Object();
    private final NavigableMap<String, Held> objects = new TreeMap<>(ObjectKey::compareAsBytes);
    private long writes;

    public MemoryBucket(InstantSource instants) {
        this.instants = instants;
    }

    @Override
    public Created putIfAbsent(ObjectKey key, byte[] bytes) {
        synchronized (lock) {
            boolean free = !objects.containsKey(key.value());
            if (free) {
                hold(key, bytes);
            }
            return new Created(free, instants.instant());
        }
    }

    @Override
    public Stored put(ObjectKey key, byte[] bytes) {
        synchronized (lock) {
            return new Stored(hold(key, bytes).etag(), instants.instant());
        }
    }

    @Override
    public Stored put(ObjectKey key, Path file) {
        try {
            return put(key, Files.readAllBytes(file));
        } catch (IOException e) {
            throw new BucketException(
                    BucketException.Kind.REFUSED,
                    "to store '" + key + "' the file " + file + " must be readable",
                    e);
        }
    }

    @Override
    public Fetched get(ObjectKey key) {
        return get(key, 0, Integer.MAX_VALUE);
    }

    @Override
    public Fetched get(ObjectKey key, long offset, int length) {
        RequestLimits.requireRange(offset, length);
        synchronized (lock) {
            return new Fetched(
                    Optional.ofNullable(objects.get(key.value()))
                            .map(held -> held.range(offset, length)),
                    instants.instant());
        }
    }

    @Override
    public Described head(ObjectKey key) {
        synchronized (lock) {
            return new Described(
                    Optional.ofNullable(objects.get(key.value())).map(held -> held.summary(key)),
                    instants.instant());
        }
    }

    @Override
    public Listed list(String prefix, @Nullable String startAfter, int limit) {
        RequestLimits.requireLimit(limit);
        synchronized (lock) {
            boolean inside =
                    startAfter != null && ObjectKey.compareAsBytes(startAfter, prefix) >= 0;
            var found = new ArrayList<ObjectSummary>();
            for (var entry : objects.tailMap(inside ? startAfter : prefix, !inside).entrySet()) {
                if (!entry.getKey().startsWith(prefix)) {
                    break;
                }
                if (found.size() == limit) {
                    return new Listed(found, true, instants.instant());
                }
                found.add(entry.getValue().summary(new ObjectKey(entry.getKey())));
            }
            return new Listed(found, false, instants.instant());
        }
    }

    @Override
    public Deleted delete(List<ObjectKey> keys) {
        RequestLimits.requireDeletes(keys);
        synchronized (lock) {
            keys.forEach(key -> objects.remove(key.value()));
            return new Deleted(instants.instant());
        }
    }

    @Override
    public String describe() {
        return "memory";
    }

    private Held hold(ObjectKey key, byte[] bytes) {
        requireNoFolder(key.value());
        var held = new Held(bytes.clone(), Long.toHexString(++writes), instants.instant());
        objects.put(key.value(), held);
        return held;
    }

    private void requireNoFolder(String key) {
        String below = objects.higherKey(key + "/");
        if (below != null && below.startsWith(key + "/")) {
            throw folderOfAnother(key, below);
        }
        for (int slash = key.indexOf('/'); slash > 0; slash = key.indexOf('/', slash + 1)) {
            if (objects.containsKey(key.substring(0, slash))) {
                throw folderOfAnother(key.substring(0, slash), key);
            }
        }
    }

    private static BucketException folderOfAnother(String folder, String key) {
        return new BucketException(
                BucketException.Kind.REFUSED,
                "no key is a folder of another, found '" + folder + "' and '" + key + "'");
    }

    @SuppressWarnings("ArrayRecordComponent") // private; cloned on the way in and out
    private record Held(byte[] bytes, String etag, Instant modified) {

        StoredObject range(long offset, int length) {
            int from = (int) Math.min(offset, bytes.length);
            int to = (int) Math.min((long) from + length, bytes.length);
            return new StoredObject(Arrays.copyOfRange(bytes, from, to), etag);
        }

        ObjectSummary summary(ObjectKey key) {
            return new ObjectSummary(key, bytes.length, etag, modified);
        }
    }
}
