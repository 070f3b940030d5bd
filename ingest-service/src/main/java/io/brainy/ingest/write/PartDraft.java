package io.brainy.ingest.write;

import io.brainy.coordinator.log.Part;
import io.brainy.model.document.Document;
import io.brainy.model.log.EncodedRecord;
import io.brainy.model.log.LogRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/// A part while it is filled: the records that it will hold, and the items that will share its
/// fate. Of several items of one id the last one's record counts (L3).
final class PartDraft {

    /// A document and the item that it came with.
    ///
    /// @param reserved what it takes of the node's memory
    record Entry(Item item, Document document, long reserved) {
        Entry with(Document other) {
            return new Entry(item, other, reserved);
        }
    }

    private final List<Entry> entries = new ArrayList<>();
    private final List<EncodedRecord> records = new ArrayList<>();
    private final Map<String, Integer> recordOfId = new HashMap<>();
    private long bytes;

    /// Whether the part stays within its limits with this record too.
    boolean fits(EncodedRecord record) {
        return entries.size() < Part.MAX_RECORDS && bytes + record.bytes() <= Part.MAX_BYTES;
    }

    void add(Entry entry, EncodedRecord record) {
        entries.add(entry);
        Integer earlier = recordOfId.putIfAbsent(entry.document().id().value(), records.size());
        bytes += record.bytes();
        if (earlier == null) {
            records.add(record);
        } else {
            bytes -= records.set(earlier, record).bytes();
        }
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    List<Entry> entries() {
        return entries;
    }

    List<EncodedRecord> records() {
        return records;
    }

    Set<String> ids() {
        return recordOfId.keySet();
    }

    OptionalInt vectorDimension() {
        return records.stream()
                .map(EncodedRecord::vector)
                .filter(vector -> vector != null)
                .mapToInt(vector -> vector.length)
                .findFirst();
    }

    /// Whether the first vector is the user's own.
    boolean givenVector() {
        for (EncodedRecord record : records) {
            if (record.record() instanceof LogRecord.DocumentWrite(Document document)
                    && document.vector() != null) {
                return !document.vector().made();
            }
        }
        return false;
    }
}
