package io.brainy.coordinator.log;

import io.brainy.model.log.BatchId;
import io.brainy.model.log.EncodedRecord;
import io.brainy.model.log.PartEntry.KeyProgress;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// What a request, or a piece of one, wants in one commit: all of it or nothing (L1). At most one
/// write per id and per relationship key (L3): the last of the request's items.
///
/// @param since the tail that this node knew when the part was made (L2)
/// @param records locators and id lists are added by whoever takes the number (D3)
/// @param checks what must still be true of the ids that it writes
/// @param key how far a keyed request comes with this part, or null
/// @param vectorDimension of the vectors in it, where there are any; fixes the collection's where
///   it is open yet
/// @param givenVector whether the first vector was given by the user and not made
/// @param timeout how long the client waits
public record Part(
        BatchId id,
        long since,
        List<EncodedRecord> records,
        List<Check> checks,
        @Nullable KeyProgress key,
        OptionalInt vectorDimension,
        boolean givenVector,
        Duration timeout) {

    /// What one part may hold, so that it always fits a commit.
    public static final int MAX_BYTES = 4 << 20;

    public static final int MAX_RECORDS = 10_000;

    public Part {
        records = List.copyOf(records);
        checks = List.copyOf(checks);
    }

    /// The id was not written in a commit after `seenAt` and before this part's (L4). The version
    /// that the caller relies on was read at `seenAt`.
    public record Check(String id, long seenAt) {}

    public int bytes() {
        int sum = 0;
        for (EncodedRecord record : records) {
            sum += record.bytes();
        }
        return sum;
    }
}
