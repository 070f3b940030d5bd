package io.brainy.inference.batch;

/// What the planner needs to know of a waiting text.
interface QueuedText {

    int tokens();

    long arrivedNanos();
}
