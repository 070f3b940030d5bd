/// The object store as a port: [Bucket][io.brainy.coordinator.bucket.Bucket] with its contract
/// (rules B1 to B5), its adapters and decorators. Open `Bucket` first. Knows nothing of what the
/// objects mean.
@NullMarked
package io.brainy.coordinator.bucket;

import org.jspecify.annotations.NullMarked;
