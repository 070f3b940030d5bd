package io.brainy.coordinator.bucket.s3;

import java.time.Duration;

/// Times and sizes of the requests to S3.
///
/// @param connectTimeout how long a connection may take to be made
/// @param answerTimeout how long a request may take beside the moving of its bytes
/// @param slowestBytesPerSecond the pace below which moving bytes counts as hanging
/// @param connections the size of the pool; as many requests are under way at once
/// @param multipartAboveBytes files larger than this are stored in parts
/// @param partBytes the size of a part; S3 takes none below 5 MiB but the last
record S3Limits(
        Duration connectTimeout,
        Duration answerTimeout,
        long slowestBytesPerSecond,
        int connections,
        long multipartAboveBytes,
        long partBytes) {

    static final S3Limits DEFAULT =
            new S3Limits(
                    Duration.ofSeconds(3),
                    Duration.ofSeconds(15),
                    1024 * 1024,
                    128,
                    64 * 1024 * 1024,
                    16 * 1024 * 1024);

    /// How long a request that moves so many bytes may take in all.
    Duration timeout(long bytes) {
        return answerTimeout.plusMillis(bytes * 1_000 / slowestBytesPerSecond);
    }
}
