package io.brainy.coordinator.bucket;

public final class BucketCall {}
