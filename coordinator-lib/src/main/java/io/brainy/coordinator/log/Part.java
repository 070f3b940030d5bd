package io.brainy.coordinator.log;

import io.brainy.model.document.Document;
import io.brainy.model.document.DocumentId;
import io.brainy.model.log.BatchId;
import io.brainy.model.log.CommitCodec;
import io.brainy.model.log.CommitHeader.ListedId;
import io.brainy.model.log.CommitSize;
import io.brainy.model.log.EncodedRecord;
import io.brainy.model.log.LogRecord;
import io.brainy.model.log.PartEntry;
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

    /// What one part may take of a commit with all that is added to it; the rest is for the header.
    public static final long MAX_ROOM = CommitCodec.MAX_COMMIT_BYTES - (64 << 10);

    public Part {
        records = List.copyOf(records);
        checks = List.copyOf(checks);
    }

    /// The id was not written in a commit after `seenAt` and before this part's (L4). The version
    /// that the caller relies on was read at `seenAt`.
    public record Check(String id, long seenAt) {}

    /// What a record takes of a commit at most, with the locator and the listed id that it may need
    /// (D3): much more than its bytes where ids are long.
    public static long room(EncodedRecord record) {
        long room = CommitSize.bound(record);
        return switch (record.record()) {
            case LogRecord.DocumentWrite(Document document) ->
                    document.id().serverMade()
                            ? room
                            : room
                                    + 2 * CommitSize.bound(new ListedId(document.id().value(), 0))
                                    + 32;
            case LogRecord.DocumentTombstone(DocumentId id) ->
                    room + CommitSize.bound(new ListedId(id.value(), 0));
            case LogRecord.Locator _,
                    LogRecord.RelationshipWrite _,
                    LogRecord.RelationshipTombstone _ ->
                    room;
        };
    }

    /// What the part takes of a commit at most.
    long room() {
        long sum = CommitSize.bound(entry());
        for (EncodedRecord record : records) {
            sum += room(record);
        }
        return sum;
    }

    /// As the commit's header lists it.
    PartEntry entry() {
        return new PartEntry(id, since, records.size(), key, List.of());
    }

    public int bytes() {
        int sum = 0;
        for (EncodedRecord record : records) {
            sum += record.bytes();
        }
        return sum;
    }
}
