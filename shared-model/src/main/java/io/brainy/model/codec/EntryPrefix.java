package io.brainy.model.codec;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/// The first [#BYTES] bytes of every entry of every sequence: what it is, its number, the nonce of
/// the attempt that made it (S2), and how many bytes of sections follow. The layout is the same in
/// every format for ever, so any version can tell whose an entry is; only what follows may change.
/// A checksum of its own lets it be believed before the rest is read.
///
/// | offset | bytes | |
/// |---|---|---|
/// | 0 | 4 | kind, four letters |
/// | 4 | 2 | format |
/// | 6 | 2 | 0; not looked at |
/// | 8 | 8 | number |
/// | 16 | 16 | nonce |
/// | 32 | 4 | length of the sections |
/// | 36 | 4 | CRC32C of the sections |
/// | 40 | 4 | CRC32C of the bytes 0 to 39 |
///
/// @param kind the four letters as a little-endian number, see [#kind(String)]
/// @param nonceHigh the first half of the nonce
/// @param nonceLow the second half
public record EntryPrefix(
        int kind,
        int format,
        long number,
        long nonceHigh,
        long nonceLow,
        int sectionsLength,
        int sectionsCrc32c) {

    public static final int BYTES = 44;

    /// More sections than any entry has; what asks for more is not read.
    public static final int MAX_SECTIONS_LENGTH = 64 << 20;

    private static final int CHECKED_BYTES = 40;

    /// The number by which four ASCII letters stand in the first bytes.
    public static int kind(String letters) {
        byte[] ascii = letters.getBytes(StandardCharsets.US_ASCII);
        if (ascii.length != 4) {
            throw new IllegalArgumentException("a kind has four letters, found " + letters);
        }
        return new ByteReader(ascii, "a kind").u32();
    }

    /// Writes prefix and sections: a whole entry, or the beginning of one that has more behind.
    public static void write(
            ByteWriter out,
            int kind,
            int format,
            long number,
            long nonceHigh,
            long nonceLow,
            ByteWriter sections) {
        if (number < 1) {
            throw new IllegalArgumentException("entries are counted from 1, found " + number);
        }
        if (sections.size() > MAX_SECTIONS_LENGTH) {
            throw new IllegalArgumentException(
                    "an entry has at most %d bytes of sections, found %d"
                            .formatted(MAX_SECTIONS_LENGTH, sections.size()));
        }
        int start = out.size();
        out.u32(kind).u16(format).u16(0).u64(number);
        out.u64(Long.reverseBytes(nonceHigh)).u64(Long.reverseBytes(nonceLow));
        out.u32(sections.size()).u32(crc32c(sections.array(), 0, sections.size()));
        out.u32(crc32c(out.array(), start, CHECKED_BYTES));
        out.bytes(sections.array(), 0, sections.size());
    }

    /// Reads the prefix of an entry of this kind, whatever its format.
    ///
    /// @param object the entry, or as much of it as was read: at least [#BYTES]
    public static EntryPrefix read(byte[] object, int kind, String what) {
        ByteReader in = new ByteReader(object, what);
        if (object.length < BYTES) {
            throw in.corrupt(
                    "an entry has at least %d bytes, found %d".formatted(BYTES, object.length));
        }
        int foundKind = in.u32();
        if (foundKind != kind) {
            throw in.corrupt(
                    "the letters %s were wanted, found 0x%08x"
                            .formatted(letters(kind), Integer.reverseBytes(foundKind)));
        }
        int format = in.u16();
        in.skip(2);
        long number = in.u64();
        long nonceHigh = Long.reverseBytes(in.u64());
        long nonceLow = Long.reverseBytes(in.u64());
        int sectionsLength = in.u32();
        int sectionsCrc32c = in.u32();
        if (in.u32() != crc32c(object, 0, CHECKED_BYTES)) {
            throw in.corrupt("the checksum of the prefix does not agree");
        }
        if (number < 1 || format < 1) {
            throw in.corrupt(
                    "number and format begin at 1, found %d, %d".formatted(number, format));
        }
        if (sectionsLength < 0 || sectionsLength > MAX_SECTIONS_LENGTH) {
            throw in.corrupt(
                    "at most %d bytes of sections were wanted, found %d"
                            .formatted(MAX_SECTIONS_LENGTH, sectionsLength));
        }
        return new EntryPrefix(
                kind, format, number, nonceHigh, nonceLow, sectionsLength, sectionsCrc32c);
    }

    /// Where the sections end.
    public int end() {
        return BYTES + sectionsLength;
    }

    /// The sections, checked.
    ///
    /// @param newestFormat the greatest format that the caller knows; a greater one is refused as a
    ///   newer version's
    public SectionReader sections(byte[] object, int newestFormat, String what) {
        if (format > newestFormat) {
            throw ByteReader.newer(
                    what, "format %d, this node reads up to %d".formatted(format, newestFormat));
        }
        ByteReader in = new ByteReader(object, what);
        in.skip(BYTES);
        if (in.remaining() < sectionsLength) {
            throw in.corrupt(
                    "%d bytes of sections were wanted, found %d"
                            .formatted(sectionsLength, in.remaining()));
        }
        if (crc32c(object, BYTES, sectionsLength) != sectionsCrc32c) {
            throw in.corrupt("the checksum of the sections does not agree");
        }
        return new SectionReader(in.slice(sectionsLength));
    }

    /// CRC-32C (Castagnoli), the checksum of all our formats.
    public static int crc32c(byte[] bytes, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }

    private static String letters(int kind) {
        byte[] ascii = new ByteWriter(4).u32(kind).toByteArray();
        return new String(ascii, StandardCharsets.US_ASCII);
    }
}
