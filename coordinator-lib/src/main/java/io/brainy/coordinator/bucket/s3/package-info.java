/// S3-compatible object stores as buckets: [S3Buckets][io.brainy.coordinator.bucket.s3.S3Buckets]
/// opens them. The only package that imports the AWS SDK and Spring Cloud AWS. No request that
/// writes is ever sent twice by the SDK (rule S2). Knows nothing of what the objects mean.
@NullMarked
package io.brainy.coordinator.bucket.s3;

import org.jspecify.annotations.NullMarked;
