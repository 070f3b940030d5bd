/// Whether a bucket may be used: [BucketAdmission][io.brainy.coordinator.admission.BucketAdmission]
/// reads the bucket's format and certificate, and certifies a bucket that has none by trying what
/// rules B1 to B3 ask of it. A bucket that fails is refused with what failed and what to do;
/// nothing is ever made up for a store that lacks something. Knows nothing of sequences, logs or
/// collections.
@NullMarked
package io.brainy.coordinator.admission;

import org.jspecify.annotations.NullMarked;
