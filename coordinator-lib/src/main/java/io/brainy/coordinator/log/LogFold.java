package io.brainy.coordinator.log;

import io.brainy.model.document.Relationship;
import io.brainy.model.key.Slots;
import io.brainy.model.log.BatchId;
import io.brainy.model.log.Carried;
import io.brainy.model.log.CollectionSettings;
import io.brainy.model.log.CommitHeader;
import io.brainy.model.log.CommitHeader.LivingKey;
import io.brainy.model.log.LogRecord;
import io.brainy.model.log.PartEntry;
import io.brainy.model.log.PartEntry.KeyProgress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// What whoever takes the next number must know of all below it: the fold of the commits from the
/// one where this process began to read. Pure.
final class LogFold {

    /// So many parts' ids are kept for L2; the parts of a process are decided long before so many
    /// others are committed.
    static final int MAX_BATCHES = 100_000;

    private final Map<BatchId, Long> batches = new LinkedHashMap<>();

    /// The keys of the parts that are kept for L2, however old; eldest first.
    private final Map<String, LivingKey> recentKeys = new LinkedHashMap<>();

    private final RecentWrites writes;
    private final LivingKeys keys = new LivingKeys();
    private final IndexLag lag = new IndexLag();
    private final long start;
    private long batchesFrom;
    private long position;
    private CollectionSettings settings;
    private boolean settled;
    private Carried<Map<String, Long>> offsets = new Carried.Whole<>(Map.of());
    private boolean closed;
    private boolean routed;
    private long payloadFloor;

    /// @param position of the last commit that is not folded
    /// @param empty whether there is no commit up to there
    /// @param settings of the collection's creation, until a header says otherwise
    LogFold(long position, boolean empty, CollectionSettings settings) {
        this.start = position;
        this.position = position;
        this.batchesFrom = position;
        this.settings = settings;
        this.writes = new RecentWrites(position);
        if (empty) {
            keys.startEmpty();
            settled = true;
        }
    }

    void fold(CommitHeader header, List<LogRecord> records, int bytes) {
        position = header.number();
        if (header.settings()
                instanceof Carried.Whole<CollectionSettings>(CollectionSettings whole)) {
            settings = whole;
            settled = true;
        }
        offsets =
                switch (header.offsets()) {
                    case Carried.Whole<Map<String, Long>>(var table) when !table.isEmpty() ->
                            new Carried.At<>(position);
                    case Carried.Whole<Map<String, Long>> none -> none;
                    case Carried.At<Map<String, Long>> earlier -> earlier;
                };
        closed |= header.closed();
        routed |= header.routed();
        payloadFloor = Math.max(payloadFloor, header.payloadFloor());
        for (PartEntry part : header.parts()) {
            batches.put(part.id(), position);
            KeyProgress key = part.key();
            if (key != null) {
                recentKeys.remove(key.key());
                recentKeys.put(key.key(), new LivingKey(key, position, header.date()));
            }
        }
        forgetOldBatches();
        keys.fold(header);
        for (LogRecord record : records) {
            writes.put(writeHash(record), position);
        }
        lag.committed(position, records.size(), bytes);
    }

    private void forgetOldBatches() {
        var eldest = batches.entrySet().iterator();
        while (batches.size() > MAX_BATCHES && eldest.hasNext()) {
            batchesFrom = eldest.next().getValue();
            eldest.remove();
        }
        var eldestKey = recentKeys.values().iterator();
        while (eldestKey.hasNext() && eldestKey.next().commit() <= batchesFrom) {
            eldestKey.remove();
        }
    }

    /// What a record writes, for L3 and L4: the document of an id, or a relationship.
    static long writeHash(LogRecord record) {
        return switch (record) {
            case LogRecord.DocumentWrite(var document) -> Slots.h64(document.id().value());
            case LogRecord.DocumentTombstone(var id) -> Slots.h64(id.value());
            case LogRecord.Locator(var id, int _) -> Slots.h64(id.value());
            case LogRecord.RelationshipWrite(var relationship, var _) ->
                    relationshipHash(relationship.key());
            case LogRecord.RelationshipTombstone(var key, var _) -> relationshipHash(key);
        };
    }

    /// Ids and types have no control characters in ids, so U+0000 keeps the three apart.
    private static long relationshipHash(Relationship.Key key) {
        return Slots.h64(key.source() + "\0" + key.target() + "\0" + key.type());
    }

    long position() {
        return position;
    }

    /// The position after which every commit was folded here.
    long start() {
        return start;
    }

    CollectionSettings settings() {
        return settings;
    }

    /// The settings of the commit that the first folded header refers to; a later header may have
    /// told newer ones meanwhile.
    void settle(CollectionSettings earlier) {
        if (!settled) {
            settings = earlier;
            settled = true;
        }
    }

    /// Whether the settings in force are known.
    boolean settled() {
        return settled;
    }

    boolean closed() {
        return closed;
    }

    boolean routed() {
        return routed;
    }

    long payloadFloor() {
        return payloadFloor;
    }

    Carried<Map<String, Long>> offsets() {
        return offsets;
    }

    LivingKeys keys() {
        return keys;
    }

    RecentWrites writes() {
        return writes;
    }

    IndexLag lag() {
        return lag;
    }

    /// L2: the commit after `since` that holds the part, if any.
    OptionalLong find(BatchId part) {
        Long found = batches.get(part);
        return found == null ? OptionalLong.empty() : OptionalLong.of(found);
    }

    /// L5: what the commits after `since` say of a key, however old they are.
    Optional<LivingKey> keyAfter(long since, String key) {
        return Optional.ofNullable(recentKeys.get(key)).filter(k -> k.commit() > since);
    }

    /// L2: whether the ids of all parts after `since` are known.
    boolean knowsBatchesSince(long since) {
        return since >= batchesFrom;
    }
}
