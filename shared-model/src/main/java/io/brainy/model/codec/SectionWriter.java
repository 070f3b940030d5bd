package io.brainy.model.codec;

import java.util.function.Consumer;

/// Writes tagged sections, in ascending order of their tags, as [SectionReader] reads them. An even
/// tag is critical: a reader that does not know it must refuse the object. An odd one is optional.
public final class SectionWriter {

    private final ByteWriter out;
    private final ByteWriter scratch = new ByteWriter();
    private int last;

    public SectionWriter(ByteWriter out) {
        this.out = out;
    }

    /// @param tag greater than the one before, at least 1
    public SectionWriter add(int tag, Consumer<ByteWriter> body) {
        if (tag <= last) {
            throw new IllegalArgumentException(
                    "a section after %d was to be written, found %d".formatted(last, tag));
        }
        last = tag;
        body.accept(scratch.clear());
        out.varint(tag).varint(scratch.size()).bytes(scratch.array(), 0, scratch.size());
        return this;
    }
}
