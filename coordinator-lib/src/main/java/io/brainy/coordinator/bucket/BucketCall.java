package io.brainy.coordinator.bucket;

import org.jspecify.annotations.Nullable;

/// A request to the bucket as a value: what protocol code returns instead of blocking. The edge
/// that runs it for real is [#perform]; the simulator decides itself when and how it happens.
public sealed interface BucketCall {

    @SuppressWarnings("ArrayRecordComponent")
    record PutIfAbsent(ObjectKey key, byte[] bytes) implements BucketCall {}

    record Get(ObjectKey key) implements BucketCall {}

    record GetRange(ObjectKey key, long offset, int length) implements BucketCall {}

    record ListKeys(String prefix, @Nullable String startAfter, int limit) implements BucketCall {}

    /// Runs the request on the calling thread; a failure is an answer too, and nothing is thrown.
    default BucketAnswer perform(Bucket bucket) {
        try {
            return switch (this) {
                case PutIfAbsent(ObjectKey key, byte[] bytes) -> bucket.putIfAbsent(key, bytes);
                case Get(ObjectKey key) -> bucket.get(key);
                case GetRange(ObjectKey key, long offset, int length) ->
                        bucket.get(key, offset, length);
                case ListKeys(String prefix, String startAfter, int limit) ->
                        bucket.list(prefix, startAfter, limit);
            };
        } catch (BucketException e) {
            return new BucketAnswer.Failed(e);
        } catch (RuntimeException e) {
            // Whatever an adapter forgot to translate may have happened before or after the write.
            return new BucketAnswer.Failed(
                    new BucketException(
                            BucketException.Kind.UNAVAILABLE, "the bucket failed: " + e, e));
        }
    }
}
