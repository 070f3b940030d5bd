package io.brainy.coordinator.bucket;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// One of several processes that race on the names of one directory: meets the others before each
/// round, tries to create the round's name, and prints the rounds that it was told it won.
final class DirectoryRacer {

    private DirectoryRacer() {}

    /// @param args the directory, this racer's name, the number of racers, the number of rounds
    public static void main(String[] args) {
        try (Bucket bucket = DirectoryBucket.open(Path.of(args[0]))) {
            byte[] mine = args[1].getBytes(StandardCharsets.UTF_8);
            int racers = Integer.parseInt(args[2]);
            int rounds = Integer.parseInt(args[3]);
            for (int round = 0; round < rounds; round++) {
                String meeting = "ready/" + round + "/";
                bucket.put(new ObjectKey(meeting + args[1]), mine);
                while (bucket.list(meeting, null, racers).objects().size() < racers) {
                    Thread.onSpinWait();
                }
                if (bucket.putIfAbsent(new ObjectKey("race/" + round), mine).created()) {
                    System.out.println(round);
                }
            }
        }
    }
}
