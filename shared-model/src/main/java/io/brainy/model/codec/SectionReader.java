package io.brainy.model.codec;

/// Reads a run of tagged sections: tag, length, body, with the tags ascending and each there at
/// most once. It is how formats grow: a reader that does not know a tag skips it where the tag is
/// odd and refuses the object as a newer version's where it is even.
///
/// ```
/// while (sections.next()) {
///     switch (sections.tag()) {
///         case STATE -> readState(sections.body());
///         default -> sections.unknown();
///     }
/// }
/// ```
public final class SectionReader {

    private final ByteReader in;
    private ByteReader body;
    private long tag;

    /// @param in all that is left of it are sections
    public SectionReader(ByteReader in) {
        this.in = in;
        this.body = in.slice(0);
    }

    /// Reads what a later version appended behind all that is known here, to the end of `in`:
    /// nothing, or sections that may be left out of account.
    public static void skipOptional(ByteReader in) {
        SectionReader sections = new SectionReader(in);
        while (sections.next()) {
            sections.unknown();
        }
    }

    /// Moves to the next section, or says that there is none. The section before must have been
    /// read to its end: bytes that nobody asked for were not written by us.
    public boolean next() {
        body.end();
        if (in.remaining() == 0) {
            return false;
        }
        long before = tag;
        tag = in.varint();
        if (tag <= before) {
            throw in.corrupt("a section after %d was wanted, found %d".formatted(before, tag));
        }
        body = in.slice(in.count(1));
        return true;
    }

    /// Of the present section; known tags fit an int, others go to [#unknown].
    public int tag() {
        return (int) Math.min(tag, Integer.MAX_VALUE);
    }

    public ByteReader body() {
        return body;
    }

    /// The present section has a tag of a later version: skipped where that version allowed it.
    public void unknown() {
        if (tag % 2 == 0) {
            throw in.newer("the section %d is unknown here".formatted(tag));
        }
        body.skip(body.remaining());
    }
}
