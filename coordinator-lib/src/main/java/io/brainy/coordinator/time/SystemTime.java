package io.brainy.coordinator.time;

import io.brainy.model.key.NodeId;
import io.brainy.model.log.BatchId;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// The machine's own clock, monotonic time, sleep and randomness, and the ids that are made of
/// randomness.
public final class SystemTime {

    private static final String NODE_ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

    /// 80 bits: two processes that ever run on one bucket never meet in a name.
    private static final int NODE_ID_LENGTH = 16;

    private SystemTime() {}

    public static Ticker ticker() {
        return System::nanoTime;
    }

    public static InstantSource instants() {
        return InstantSource.system();
    }

    public static Sleeper sleeper() {
        return Thread::sleep;
    }

    /// Safe for concurrent use. It is the secure one because ids must differ between processes that
    /// start from the same image in the same instant.
    public static RandomGenerator random() {
        return new SecureRandom();
    }

    public static BatchId newBatchId(RandomGenerator random) {
        return new BatchId(random.nextLong(), random.nextLong());
    }

    public static NodeId newNodeId(RandomGenerator random) {
        var name = new StringBuilder(NODE_ID_LENGTH);
        for (int i = 0; i < NODE_ID_LENGTH; i++) {
            name.append(NODE_ALPHABET.charAt(random.nextInt(NODE_ALPHABET.length())));
        }
        return new NodeId(name.toString());
    }
}
