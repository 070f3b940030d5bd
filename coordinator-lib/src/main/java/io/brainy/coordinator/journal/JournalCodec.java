package io.brainy.coordinator.journal;

import io.brainy.coordinator.journal.JournalEntry.CollectionCreated;
import io.brainy.coordinator.journal.JournalEntry.CollectionDropped;
import io.brainy.coordinator.journal.JournalEntry.ShardClaimed;
import io.brainy.model.codec.ByteReader;
import io.brainy.model.codec.ByteWriter;
import io.brainy.model.codec.EntryPrefix;
import io.brainy.model.codec.SectionReader;
import io.brainy.model.codec.SectionWriter;
import io.brainy.model.error.BrainyException;
import io.brainy.model.error.CorruptException;
import io.brainy.model.key.CollectionId;
import io.brainy.model.key.CollectionName;
import io.brainy.model.key.NodeId;
import io.brainy.model.key.ShardId;
import io.brainy.model.key.SlotRange;
import io.brainy.model.log.BatchId;
import io.brainy.model.log.CollectionSettings;
import io.brainy.model.log.SettingsCodec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The bytes of a journal entry (docs/format.md): the prefix of all entries, and one section, whose
/// tag is the kind of the entry.
final class JournalCodec {

    static final int FORMAT = 1;

    private static final int KIND = EntryPrefix.kind("BRNJ");
    private static final int CREATED = 2;
    private static final int DROPPED = 4;
    private static final int CLAIMED = 6;

    private JournalCodec() {}

    static byte[] encode(long number, BatchId nonce, JournalEntry entry) {
        ByteWriter sections = new ByteWriter();
        SectionWriter writer = new SectionWriter(sections);
        switch (entry) {
            case CollectionCreated created -> writer.add(CREATED, out -> write(out, created));
            case CollectionDropped(CollectionId collection, long closing) ->
                    writer.add(DROPPED, out -> collection(out, collection).varint(closing));
            case ShardClaimed(CollectionId collection, ShardId shard, long replaced, NodeId by) ->
                    writer.add(
                            CLAIMED,
                            out ->
                                    collection(out, collection)
                                            .varint(shard.entry())
                                            .varint(shard.ordinal())
                                            .varint(replaced)
                                            .text(by.value()));
        }
        ByteWriter out = new ByteWriter(EntryPrefix.BYTES + sections.size());
        EntryPrefix.write(out, KIND, FORMAT, number, nonce.high(), nonce.low(), sections);
        return out.toByteArray();
    }

    static JournalEntry decode(long number, byte[] bytes, String what) {
        EntryPrefix prefix = EntryPrefix.read(bytes, KIND, what);
        if (prefix.number() != number) {
            throw new CorruptException(
                    "%s: entry %d was wanted, found %d".formatted(what, number, prefix.number()));
        }
        if (bytes.length != prefix.end()) {
            throw new CorruptException(
                    "%s: %d bytes were wanted, found %d"
                            .formatted(what, prefix.end(), bytes.length));
        }
        SectionReader sections = prefix.sections(bytes, FORMAT, what);
        JournalEntry entry = null;
        while (sections.next()) {
            ByteReader in = sections.body();
            if (entry != null && sections.tag() % 2 == 0) {
                throw new CorruptException(what + ": an entry says one thing, found two");
            }
            try {
                switch (sections.tag()) {
                    case CREATED -> entry = readCreated(in);
                    case DROPPED -> entry = new CollectionDropped(collection(in), in.varint());
                    case CLAIMED ->
                            entry =
                                    new ShardClaimed(
                                            collection(in),
                                            new ShardId(in.varint(), in.varint(1 << 16, "ordinal")),
                                            in.varint(),
                                            new NodeId(in.text()));
                    default -> sections.unknown();
                }
            } catch (CorruptException e) {
                throw e;
            } catch (IllegalArgumentException | BrainyException e) {
                throw new CorruptException("%s: %s".formatted(what, e.getMessage()), e);
            }
        }
        if (entry == null) {
            throw new CorruptException(what + ": an entry says one thing, found none");
        }
        return entry;
    }

    private static void write(ByteWriter out, CollectionCreated created) {
        out.text(created.name().value()).varint(created.firstCommit());
        ByteWriter settings = new ByteWriter();
        SettingsCodec.write(settings, created.settings());
        out.varint(settings.size()).bytes(settings.array(), 0, settings.size());
        out.varint(created.shards().size());
        for (SlotRange range : created.shards()) {
            out.u16(range.from()).u16(range.to());
        }
        NodeId publisher = created.publisher();
        out.text(publisher == null ? "" : publisher.value());
    }

    private static CollectionCreated readCreated(ByteReader in) {
        CollectionName name = new CollectionName(in.text());
        long firstCommit = in.varint();
        CollectionSettings settings =
                SettingsCodec.read(in.slice(in.varint(in.remaining(), "settings")));
        int count = in.count(4);
        List<SlotRange> shards = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            shards.add(new SlotRange(in.u16(), in.u16()));
        }
        String node = in.text();
        @Nullable NodeId publisher = node.isEmpty() ? null : new NodeId(node);
        return new CollectionCreated(name, firstCommit, settings, shards, publisher);
    }

    private static ByteWriter collection(ByteWriter out, CollectionId id) {
        return out.text(id.name().value()).varint(id.created());
    }

    private static CollectionId collection(ByteReader in) {
        return new CollectionId(new CollectionName(in.text()), in.varint());
    }
}
