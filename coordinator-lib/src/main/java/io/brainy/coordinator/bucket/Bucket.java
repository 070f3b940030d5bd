package io.brainy.coordinator.bucket;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An object store: the only thing that nodes share. Calls block; protocol code does not call them
/// but asks for them as [BucketCall]s.
///
/// Obligations of an implementer, certified at the first start on a bucket:
/// - B1: of racing [#putIfAbsent]s on a key exactly one is answered `created`.
/// - B2: what was written before a read or a listing began is in it.
/// - B3: answers carry the bucket's own Date; null only where the store gave none.
/// - B5: [#putIfAbsent] is one request, and an object appears whole or not at all.
///
/// Every method throws [BucketException] when there is no answer to rely on. A write that threw may
/// have been applied, may be applied later, or never, unless the exception's kind says otherwise.
/// Nothing here retries; see [RetryingBucket].
public interface Bucket extends AutoCloseable {

    /// Creates the object if its key is free. The bytes are not to be changed before it returns.
    Created putIfAbsent(ObjectKey key, byte[] bytes);

    /// Writes or overwrites the object.
    Stored put(ObjectKey key, byte[] bytes);

    /// Writes or overwrites the object with a file's bytes; large ones in pieces.
    Stored put(ObjectKey key, Path file);

    /// The whole object.
    Fetched get(ObjectKey key);

    /// The bytes from `offset` on, at most `length` of them; fewer where the object ends, none
    /// beyond its end.
    Fetched get(ObjectKey key, long offset, int length);

    Described head(ObjectKey key);

    /// Keys that begin with `prefix`, in the order of their UTF-8 bytes, after `startAfter` where
    /// it is given (the key need not exist), at most `limit` (1 to 1,000).
    Listed list(String prefix, @Nullable String startAfter, int limit);

    /// Removes objects, at most 1,000; what is not there is no error.
    Deleted delete(List<ObjectKey> keys);

    /// The object as a local file that may be memory-mapped, where the bucket is a local directory.
    /// It stays readable while mapped, also when the object is deleted.
    default Optional<Path> localFile(ObjectKey key) {
        return Optional.empty();
    }

    /// Where this bucket is, for people: `directory …` or `s3://…`.
    String describe();

    @Override
    default void close() {}

    /// @param created false: the key was taken, by whomever
    record Created(boolean created, @Nullable Instant date) implements BucketAnswer {}

    record Stored(String etag, @Nullable Instant date) implements BucketAnswer {}

    record Fetched(Optional<StoredObject> object, @Nullable Instant date) implements BucketAnswer {}

    record Described(Optional<ObjectSummary> object, @Nullable Instant date)
            implements BucketAnswer {}

    /// @param more whether keys follow the last one
    record Listed(List<ObjectSummary> objects, boolean more, @Nullable Instant date)
            implements BucketAnswer {
        public Listed {
            objects = List.copyOf(objects);
        }
    }

    record Deleted(@Nullable Instant date) implements BucketAnswer {}

    /// @param bytes the object, or the range that was asked for; not copied
    @SuppressWarnings("ArrayRecordComponent")
    record StoredObject(byte[] bytes, String etag) {}

    /// @param modified when the object came to be, by the bucket's clock; a directory's is the
    ///   ctime (B5)
    record ObjectSummary(ObjectKey key, long bytes, String etag, Instant modified) {}
}
