package io.brainy.coordinator.bucket;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What came back for a [BucketCall]: the port's own answer, or that there was none.
public sealed interface BucketAnswer
        permits Bucket.Created,
                Bucket.Stored,
                Bucket.Fetched,
                Bucket.Described,
                Bucket.Listed,
                Bucket.Deleted,
                BucketAnswer.Failed {

    /// The bucket's own Date (B3), null where the answer had none.
    @Nullable Instant date();

    record Failed(BucketException reason) implements BucketAnswer {
        @Override
        public @Nullable Instant date() {
            return null;
        }
    }
}
