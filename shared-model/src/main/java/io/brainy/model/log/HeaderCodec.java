package io.brainy.model.log;

import io.brainy.model.codec.ByteReader;
import io.brainy.model.codec.ByteWriter;
import io.brainy.model.codec.SectionReader;
import io.brainy.model.codec.SectionWriter;
import io.brainy.model.error.CorruptException;
import io.brainy.model.key.Slots;
import io.brainy.model.log.CommitHeader.Block;
import io.brainy.model.log.CommitHeader.ListedId;
import io.brainy.model.log.CommitHeader.LivingKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The sections of a commit's header. Tables that may be long are left out when they are empty.
final class HeaderCodec {

    private static final int STATE = 2;
    private static final int SETTINGS = 4;
    private static final int OFFSETS = 6;
    private static final int KEYS = 8;
    private static final int PARTS = 10;
    private static final int IDS = 12;
    private static final int PAYLOADS = 14;
    private static final int BLOCKS = 16;

    private static final int CLOSED = 1;
    private static final int ROUTED = 1 << 1;
    private static final int KNOWN_STATE = (1 << 2) - 1;

    private static final int WHOLE = 0;
    private static final int AT = 1;

    private HeaderCodec() {}

    static void write(ByteWriter out, CommitHeader header) {
        SectionWriter sections = new SectionWriter(out);
        sections.add(STATE, body -> writeState(body, header));
        sections.add(SETTINGS, body -> writeCarried(body, header.settings(), SettingsCodec::write));
        sections.add(
                OFFSETS, body -> writeCarried(body, header.offsets(), HeaderCodec::writeOffsets));
        sections.add(
                KEYS,
                body ->
                        writeCarried(
                                body,
                                header.keys(),
                                (to, keys) -> writeList(to, keys, HeaderCodec::writeLivingKey)));
        writeTable(sections, PARTS, header.parts(), PartCodec::write);
        writeTable(sections, IDS, header.ids(), HeaderCodec::writeListedId);
        writeTable(sections, PAYLOADS, header.payloads(), ByteWriter::text);
        writeTable(sections, BLOCKS, header.blocks(), HeaderCodec::writeBlock);
    }

    static CommitHeader read(long number, BatchId nonce, SectionReader sections, String what) {
        State state = null;
        Carried<CollectionSettings> settings = null;
        Carried<Map<String, Long>> offsets = null;
        Carried<List<LivingKey>> keys = null;
        List<PartEntry> parts = List.of();
        List<ListedId> ids = List.of();
        List<String> payloads = List.of();
        List<Block> blocks = List.of();
        while (sections.next()) {
            ByteReader in = sections.body();
            switch (sections.tag()) {
                case STATE -> state = readState(in);
                case SETTINGS -> settings = readCarried(in, SettingsCodec::read);
                case OFFSETS -> offsets = readCarried(in, HeaderCodec::readOffsets);
                case KEYS ->
                        keys =
                                readCarried(
                                        in,
                                        from ->
                                                readList(
                                                        from,
                                                        LIVING_KEY_BYTES,
                                                        HeaderCodec::readLivingKey));
                case PARTS -> parts = readList(in, PartCodec.LEAST_BYTES, PartCodec::read);
                case IDS -> ids = readList(in, 2, HeaderCodec::readListedId);
                case PAYLOADS -> payloads = readList(in, 1, ByteReader::text);
                case BLOCKS -> blocks = readList(in, BLOCK_BYTES, HeaderCodec::readBlock);
                default -> sections.unknown();
            }
        }
        return new CommitHeader(
                number,
                nonce,
                present(state, "state", what).date(),
                present(settings, "settings", what),
                present(state, "state", what).closed(),
                present(state, "state", what).routed(),
                present(state, "state", what).payloadFloor(),
                present(offsets, "source offsets", what),
                present(keys, "idempotency keys", what),
                parts,
                ids,
                payloads,
                blocks);
    }

    private static <T> T present(@Nullable T section, String name, String what) {
        if (section == null) {
            throw new CorruptException("%s is damaged: its header has no %s".formatted(what, name));
        }
        return section;
    }

    private record State(Instant date, boolean closed, boolean routed, long payloadFloor) {}

    private static void writeState(ByteWriter out, CommitHeader header) {
        InstantCodec.write(out, header.date());
        out.varint((header.closed() ? CLOSED : 0) | (header.routed() ? ROUTED : 0));
        out.varint(header.payloadFloor());
    }

    private static State readState(ByteReader in) {
        Instant date = InstantCodec.read(in);
        long flags = in.varint();
        if ((flags & ~KNOWN_STATE) != 0) {
            throw in.newer("a header has the unknown flags 0x%x".formatted(flags));
        }
        return new State(date, (flags & CLOSED) != 0, (flags & ROUTED) != 0, in.varint());
    }

    private static <T> void writeCarried(
            ByteWriter out, Carried<T> carried, BiConsumer<ByteWriter, T> whole) {
        switch (carried) {
            case Carried.Whole<T>(T value) -> whole.accept(out.u8(WHOLE), value);
            case Carried.At<T>(long commit) -> out.u8(AT).varint(commit);
        }
    }

    private static <T> Carried<T> readCarried(ByteReader in, Function<ByteReader, T> whole) {
        int form = in.u8();
        return switch (form) {
            case WHOLE -> new Carried.Whole<>(whole.apply(in));
            case AT -> new Carried.At<>(in.varint());
            default -> throw in.newer("a table is carried in the unknown form " + form);
        };
    }

    /// By the order of their names, so that equal tables have equal bytes.
    private static void writeOffsets(ByteWriter out, Map<String, Long> offsets) {
        out.varint(offsets.size());
        new TreeMap<>(offsets).forEach((source, next) -> out.text(source).zigzag(next));
    }

    private static Map<String, Long> readOffsets(ByteReader in) {
        Map<String, Long> offsets = new LinkedHashMap<>();
        for (int left = in.count(2); left > 0; left--) {
            if (offsets.put(in.text(), in.zigzag()) != null) {
                throw in.corrupt("a source is there twice");
            }
        }
        return Collections.unmodifiableMap(offsets);
    }

    private static final int LIVING_KEY_BYTES = PartCodec.LEAST_PROGRESS_BYTES + 3;

    private static void writeLivingKey(ByteWriter out, LivingKey key) {
        PartCodec.writeProgress(out, key.progress());
        InstantCodec.write(out.varint(key.commit()), key.date());
    }

    private static LivingKey readLivingKey(ByteReader in) {
        return new LivingKey(PartCodec.readProgress(in), in.varint(), InstantCodec.read(in));
    }

    /// The slot plus one, so that a deleted id has a 0.
    private static void writeListedId(ByteWriter out, ListedId id) {
        out.text(id.id()).varint(id.slot() + 1);
    }

    private static ListedId readListedId(ByteReader in) {
        return new ListedId(in.text(), in.varint(Slots.COUNT, "a listed slot") - 1);
    }

    private static final int BLOCK_BYTES = 10;

    private static void writeBlock(ByteWriter out, Block block) {
        out.varint(block.firstSlot()).varint(block.lastSlot() - block.firstSlot());
        out.varint(block.payload() + 1).varint(block.offset()).varint(block.length());
        out.varint(block.count()).u32(block.crc32c());
    }

    private static Block readBlock(ByteReader in) {
        int firstSlot = in.varint(Slots.COUNT - 1, "a slot");
        return new Block(
                firstSlot,
                firstSlot + in.varint(Slots.COUNT - 1 - firstSlot, "a block's span of slots"),
                in.varint(Integer.MAX_VALUE, "a payload's index") - 1,
                in.varint(),
                in.varint(BlockCodec.MAX_BLOCK_BYTES, "a block's length"),
                in.varint(Integer.MAX_VALUE, "a count of records"),
                in.u32());
    }

    private static <T> void writeTable(
            SectionWriter sections, int tag, List<T> items, BiConsumer<ByteWriter, T> item) {
        if (!items.isEmpty()) {
            sections.add(tag, body -> writeList(body, items, item));
        }
    }

    private static <T> void writeList(
            ByteWriter out, List<T> items, BiConsumer<ByteWriter, T> item) {
        out.varint(items.size());
        for (T each : items) {
            item.accept(out, each);
        }
    }

    private static <T> List<T> readList(
            ByteReader in, int leastBytes, Function<ByteReader, T> item) {
        int count = in.count(leastBytes);
        List<T> items = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            items.add(item.apply(in));
        }
        return items;
    }
}
