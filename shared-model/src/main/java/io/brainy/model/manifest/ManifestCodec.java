package io.brainy.model.manifest;

import io.brainy.model.codec.ByteReader;
import io.brainy.model.codec.ByteWriter;
import io.brainy.model.codec.EntryPrefix;
import io.brainy.model.codec.SectionReader;
import io.brainy.model.codec.SectionWriter;
import io.brainy.model.error.CorruptException;
import io.brainy.model.key.ShardId;
import io.brainy.model.key.SlotRange;
import io.brainy.model.key.Slots;
import io.brainy.model.log.BatchId;
import io.brainy.model.log.Digest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The bytes of a manifest (docs/format.md): the prefix of every sequence's entries, then sections.
/// Safe for concurrent use.
public final class ManifestCodec {

    /// The format that is written, and the newest that is read.
    public static final int FORMAT = 1;

    /// From these first bytes [#nonce] is known.
    public static final int FIXED_PREFIX_BYTES = EntryPrefix.BYTES;

    private static final int KIND = EntryPrefix.kind("BRNM");

    private static final int STATE = 2;
    private static final int FILES = 4;

    /// Optional: whoever does not know the statistics of a later version plans without them.
    private static final int STATS = 5;

    private static final int CLOSING = 1;
    private static final int PARENT = 1 << 1;
    private static final int KNOWN = (1 << 2) - 1;

    private static final int LEAST_FILE_BYTES = 3 + Digest.LENGTH;

    private ManifestCodec() {}

    /// @throws IllegalArgumentException when the manifest breaks a rule of the format
    public static byte[] encode(Manifest manifest) {
        check(manifest);
        ByteWriter sections = new ByteWriter(1024);
        new SectionWriter(sections)
                .add(STATE, body -> writeState(body, manifest))
                .add(FILES, body -> writeFiles(body, manifest.files()))
                .add(STATS, body -> StatsCodec.write(body, manifest.stats()));
        ByteWriter out = new ByteWriter(EntryPrefix.BYTES + sections.size());
        BatchId nonce = manifest.nonce();
        EntryPrefix.write(
                out, KIND, FORMAT, manifest.generation(), nonce.high(), nonce.low(), sections);
        return out.toByteArray();
    }

    /// @param what the object's name, for messages
    public static Manifest decode(byte[] object, String what) {
        EntryPrefix prefix = EntryPrefix.read(object, KIND, what);
        SectionReader sections = prefix.sections(object, FORMAT, what);
        if (object.length != prefix.end()) {
            throw new CorruptException(
                    "%s is damaged: %d bytes were wanted, found %d"
                            .formatted(what, prefix.end(), object.length));
        }
        try {
            Manifest manifest = read(prefix, sections, what);
            check(manifest);
            return manifest;
        } catch (IllegalArgumentException e) {
            throw new CorruptException("%s is damaged: %s".formatted(what, e.getMessage()), e);
        }
    }

    /// Whose attempt made the object (S2); known of manifests of every format.
    ///
    /// @param prefix at least [#FIXED_PREFIX_BYTES]
    public static BatchId nonce(byte[] prefix, String what) {
        EntryPrefix read = EntryPrefix.read(prefix, KIND, what);
        return new BatchId(read.nonceHigh(), read.nonceLow());
    }

    private static Manifest read(EntryPrefix prefix, SectionReader sections, String what) {
        State state = null;
        List<SegmentFile> files = null;
        ShardStats stats = ShardStats.EMPTY;
        while (sections.next()) {
            switch (sections.tag()) {
                case STATE -> state = readState(sections.body());
                case FILES -> files = readFiles(sections.body());
                case STATS -> stats = StatsCodec.read(sections.body());
                default -> sections.unknown();
            }
        }
        if (state == null || files == null) {
            throw new CorruptException("%s is damaged: a section is missing".formatted(what));
        }
        return new Manifest(
                state.shard(),
                prefix.number(),
                new BatchId(prefix.nonceHigh(), prefix.nonceLow()),
                state.epoch(),
                state.position(),
                state.range(),
                state.parent(),
                state.closing(),
                files,
                stats);
    }

    private record State(
            ShardId shard,
            long epoch,
            long position,
            SlotRange range,
            boolean closing,
            @Nullable ShardId parent) {}

    private static void writeState(ByteWriter out, Manifest manifest) {
        writeShard(out, manifest.shard());
        out.varint(manifest.epoch()).varint(manifest.position());
        out.varint(manifest.range().from()).varint(manifest.range().to());
        ShardId parent = manifest.parent();
        out.varint((manifest.closing() ? CLOSING : 0) | (parent == null ? 0 : PARENT));
        if (parent != null) {
            writeShard(out, parent);
        }
    }

    private static State readState(ByteReader in) {
        ShardId shard = readShard(in);
        long epoch = in.varint();
        long position = in.varint();
        SlotRange range =
                new SlotRange(
                        in.varint(Slots.COUNT - 1, "a slot"), in.varint(Slots.COUNT - 1, "a slot"));
        long flags = in.varint();
        if ((flags & ~KNOWN) != 0) {
            throw in.newer("a manifest has the unknown flags 0x%x".formatted(flags));
        }
        ShardId parent = (flags & PARENT) == 0 ? null : readShard(in);
        return new State(shard, epoch, position, range, (flags & CLOSING) != 0, parent);
    }

    private static void writeShard(ByteWriter out, ShardId shard) {
        out.varint(shard.entry()).varint(shard.ordinal());
    }

    private static ShardId readShard(ByteReader in) {
        return new ShardId(in.varint(), in.varint(Integer.MAX_VALUE, "a shard's ordinal"));
    }

    private static void writeFiles(ByteWriter out, List<SegmentFile> files) {
        out.varint(files.size());
        for (SegmentFile file : files) {
            out.text(file.name()).text(file.key()).varint(file.bytes());
            file.sha256().write(out);
        }
    }

    private static List<SegmentFile> readFiles(ByteReader in) {
        int count = in.count(LEAST_FILE_BYTES);
        List<SegmentFile> files = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            files.add(new SegmentFile(in.text(), in.text(), in.varint(), Digest.read(in)));
        }
        return files;
    }

    /// What is true of every manifest, on both sides.
    private static void check(Manifest manifest) {
        rule(manifest.generation() >= 1, "generations are counted from 1", manifest.generation());
        rule(manifest.epoch() >= 1, "an epoch is a number of the journal", manifest.epoch());
        rule(manifest.position() >= 0, "a position is not negative", manifest.position());
        rule(!manifest.shard().equals(manifest.parent()), "a shard is not its own parent", "it");
        Set<String> names = HashSet.newHashSet(manifest.files().size());
        for (SegmentFile file : manifest.files()) {
            rule(names.add(file.name()), "a file is in a manifest once", file.name());
            rule(isPlainName(file.name()), "a file's name is a plain name", file.name());
            rule(isPlainName(file.key()), "a file's key is a plain name", file.key());
            rule(file.bytes() >= 0, "a length is not negative", file.bytes());
        }
    }

    /// Names become names of local files: nothing may lead out of the folder.
    private static boolean isPlainName(String name) {
        if (name.isEmpty() || name.length() > 255 || name.charAt(0) == '.') {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean plain =
                    (c >= 'a' && c <= 'z')
                            || (c >= 'A' && c <= 'Z')
                            || (c >= '0' && c <= '9')
                            || c == '.'
                            || c == '_'
                            || c == '-';
            if (!plain) {
                return false;
            }
        }
        return true;
    }

    private static void rule(boolean holds, String rule, Object found) {
        if (!holds) {
            throw new IllegalArgumentException(rule + ", found " + found);
        }
    }
}
