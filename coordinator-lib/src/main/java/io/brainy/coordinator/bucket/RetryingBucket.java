package io.brainy.coordinator.bucket;

final class RetryingBucket {}
