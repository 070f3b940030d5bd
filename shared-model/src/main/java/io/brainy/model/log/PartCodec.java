package io.brainy.model.log;

import io.brainy.model.codec.ByteReader;
import io.brainy.model.codec.ByteWriter;
import io.brainy.model.log.PartEntry.KeyProgress;
import io.brainy.model.log.PartEntry.SourceAdvance;
import java.util.ArrayList;
import java.util.List;

/// An entry of a header's part table.
final class PartCodec {

    static final int LEAST_BYTES = BatchId.BYTES + 4;
    static final int LEAST_PROGRESS_BYTES = 4 + Digest.LENGTH;

    private static final int KEY = 1;
    private static final int KNOWN = KEY;

    private PartCodec() {}

    static void write(ByteWriter out, PartEntry part) {
        part.id().write(out);
        out.varint(part.since()).varint(part.records());
        KeyProgress key = part.key();
        out.varint(key == null ? 0 : KEY);
        if (key != null) {
            writeProgress(out, key);
        }
        out.varint(part.sources().size());
        for (SourceAdvance source : part.sources()) {
            out.text(source.source()).zigzag(source.from()).zigzag(source.next());
        }
    }

    static PartEntry read(ByteReader in) {
        BatchId id = BatchId.read(in);
        long since = in.varint();
        int records = in.varint(Integer.MAX_VALUE, "a count of writes");
        long flags = in.varint();
        if ((flags & ~KNOWN) != 0) {
            throw in.newer("a part has the unknown flags 0x%x".formatted(flags));
        }
        KeyProgress key = (flags & KEY) == 0 ? null : readProgress(in);
        int count = in.count(3);
        List<SourceAdvance> sources = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            sources.add(new SourceAdvance(in.text(), in.zigzag(), in.zigzag()));
        }
        return new PartEntry(id, since, records, key, sources);
    }

    static void writeProgress(ByteWriter out, KeyProgress progress) {
        out.text(progress.key()).varint(progress.firstItem()).varint(progress.nextItem());
        progress.prefixSha256().write(out);
        out.u8(progress.last() ? 1 : 0);
    }

    static KeyProgress readProgress(ByteReader in) {
        return new KeyProgress(
                in.text(),
                in.varint(),
                in.varint(),
                Digest.read(in),
                switch (in.u8()) {
                    case 0 -> false;
                    case 1 -> true;
                    default -> throw in.corrupt("0 or 1 was wanted");
                });
    }
}
