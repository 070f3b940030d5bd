package io.brainy.search.find;

import io.brainy.engine.serve.ShardSnapshot.ScanKey;
import io.brainy.model.document.DocumentId;
import io.brainy.model.error.InvalidException;
import io.brainy.model.error.NotFoundException;
import io.brainy.model.error.ProblemType;
import io.brainy.model.key.CollectionId;
import io.brainy.search.cursor.CursorCodec;
import org.jspecify.annotations.Nullable;

/// Where a page begins.
///
/// Fused hits come in sections. The first is the fusion of each ranking's first 100 (or as many as
/// the first page's limit); when it is used up the next section is the fusion of the first 1,000,
/// then 10,000, without what the section before had looked at. So no page ever changes the order of
/// what earlier pages showed, however deep it must look, and each section is in the order of its
/// scores. A single ranking needs no sections: its order does not depend on the depth.
///
/// @param shown hits of the pages before
/// @param depth of the section, 0 until it is known
/// @param before depth of the section before it, 0 where there is none
/// @param offset in the section
/// @param after the last document of the page before, where nothing is ranked
/// @param position that the page before was as of: later pages never go back in time
record Place(int shown, int depth, int before, int offset, @Nullable ScanKey after, long position) {

    static final int MAX_SHOWN = 10_000;
    static final Place START = new Place(0, 0, 0, 0, null, 0);

    private static final int[] SECTION_DEPTHS = {100, 1000, 10_000};

    static Place of(Question question) {
        return question.cursor() == null ? START : decoded(question, question.cursor()).place();
    }

    /// Whether the collection is still the one that the cursor was made on.
    static void checkCollection(Question question, CollectionId collection) {
        if (question.cursor() != null
                && decoded(question, question.cursor()).created() != collection.created()) {
            throw new NotFoundException(
                    ProblemType.GONE,
                    "collection '%s' was dropped and made anew since this cursor; start again without it"
                            .formatted(collection.name()));
        }
    }

    /// How many hits this page may have.
    int limit(int wanted) {
        if (shown >= MAX_SHOWN) {
            throw new InvalidException(
                    "cursor",
                    "paging ends at %d hits; narrow the query by where, or read everything by documents:scan"
                            .formatted(MAX_SHOWN));
        }
        return Math.min(wanted, MAX_SHOWN - shown);
    }

    /// The section that this place is in, or the first one deep enough for a page.
    Place inSection(int limit) {
        if (depth > 0) {
            return this;
        }
        for (int candidate : SECTION_DEPTHS) {
            if (candidate >= limit) {
                return new Place(shown, candidate, 0, 0, null, position);
            }
        }
        throw new IllegalArgumentException("no section is as deep as " + limit);
    }

    boolean hasNextSection() {
        return depth < SECTION_DEPTHS[SECTION_DEPTHS.length - 1];
    }

    Place nextSection() {
        for (int candidate : SECTION_DEPTHS) {
            if (candidate > depth) {
                return new Place(shown, candidate, depth, 0, null, position);
            }
        }
        throw new IllegalStateException("the section of depth " + depth + " is the last");
    }

    Place past(int hits, long asOf) {
        return new Place(shown + hits, depth, before, offset + hits, null, asOf);
    }

    Place past(int hits, ScanKey last, long asOf) {
        return new Place(shown + hits, 0, 0, 0, last, asOf);
    }

    String token(Question question, CollectionId collection) {
        return CursorCodec.encode(
                question.call(),
                out -> {
                    out.writeLong(question.fingerprint());
                    out.writeLong(collection.created());
                    out.writeLong(position);
                    out.writeInt(shown);
                    out.writeInt(depth);
                    out.writeInt(before);
                    out.writeInt(offset);
                    out.writeBoolean(after != null);
                    if (after != null) {
                        out.writeInt(after.slot());
                        out.writeUTF(after.id().value());
                    }
                });
    }

    private record Decoded(Place place, long created) {}

    private static Decoded decoded(Question question, String token) {
        return CursorCodec.decode(
                question.call(),
                token,
                in -> {
                    if (in.readLong() != question.fingerprint()) {
                        throw new InvalidException(
                                "cursor",
                                "this cursor belongs to another query; send it with the query that it came from");
                    }
                    long created = in.readLong();
                    long position = in.readLong();
                    int shown = in.readInt();
                    int depth = in.readInt();
                    int before = in.readInt();
                    int offset = in.readInt();
                    ScanKey after =
                            in.readBoolean()
                                    ? new ScanKey(in.readInt(), new DocumentId(in.readUTF()))
                                    : null;
                    return new Decoded(
                            new Place(shown, depth, before, offset, after, position), created);
                });
    }
}
