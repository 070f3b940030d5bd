package io.brainy.search.scan;

import io.brainy.engine.serve.ShardDirectory;
import io.brainy.engine.serve.ShardHandle;
import io.brainy.engine.serve.ShardSnapshot.ScanKey;
import io.brainy.model.document.DocumentId;
import io.brainy.model.error.InvalidException;
import io.brainy.model.error.NotFoundException;
import io.brainy.model.error.ProblemType;
import io.brainy.model.key.CollectionId;
import io.brainy.search.cursor.CursorCodec;
import io.brainy.search.plan.Conditions;
import io.brainy.search.plan.SlotLimit;
import io.brainy.search.scan.ScanSessions.Session;
import io.brainy.search.shard.Freshness;
import io.brainy.search.shard.PinnedShards;
import io.brainy.search.shard.PinnedShards.Pinned;
import io.brainy.search.shard.ReadPoint;
import io.brainy.search.shard.ReadPoints;
import io.brainy.search.shard.Scatter;
import io.brainy.search.shard.ShardChoice;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.List;

/// Reads scans page by page. The first call takes snapshots of all shards at one position (D5);
/// where documents are left after its page they are kept as a session, which the cursor names
/// together with generations and position (R2). A scan with a shard missing would not be one, so
/// any shard's failure is the call's.
public final class Scanner {

    public static final int MAX_LIMIT = 1000;

    private final ReadPoints readPoints;
    private final ShardDirectory shards;
    private final Scatter scatter;
    private final ScanSessions sessions;

    public Scanner(
            ReadPoints readPoints, ShardDirectory shards, Scatter scatter, ScanSessions sessions) {
        this.readPoints = readPoints;
        this.shards = shards;
        this.scatter = scatter;
        this.sessions = sessions;
    }

    public ScanPage scan(ScanRequest request) {
        if (request.limit() < 1 || request.limit() > MAX_LIMIT) {
            throw new InvalidException(
                    "limit", "limit is 1 to %d, found %d".formatted(MAX_LIMIT, request.limit()));
        }
        return request.cursor() == null ? first(request) : next(request, request.cursor());
    }

    private ScanPage first(ScanRequest request) {
        ReadPoint point = readPoints.locate(request.collection(), request.freshness());
        CollectionId collection = point.log().collection();
        Conditions conditions =
                request.conditions() == null ? Conditions.NONE : request.conditions();
        PinnedShards pinned = pin(collection, conditions, point.position(), point.log().tail());
        boolean kept = false;
        try {
            var read = pinned.read(null, request.limit(), conditions.filter(), request.fetch());
            if (read.next() == null) {
                return new ScanPage(read.documents(), pinned.position(), null);
            }
            Session session = sessions.keep(collection, conditions, pinned);
            kept = true;
            return new ScanPage(read.documents(), pinned.position(), token(session, read.next()));
        } finally {
            if (!kept) {
                pinned.close();
            }
        }
    }

    private ScanPage next(ScanRequest request, String cursor) {
        Place place = CursorCodec.decode(CursorCodec.Kind.SCAN, cursor, Place::read);
        CollectionId collection =
                readPoints.locate(request.collection(), Freshness.EVENTUAL).log().collection();
        Session session = sessions.use(place.session());
        boolean done = false;
        try {
            check(request, session, collection);
            var read =
                    session.shards()
                            .read(
                                    place.after(),
                                    request.limit(),
                                    session.conditions().filter(),
                                    request.fetch());
            done = read.next() == null;
            return new ScanPage(
                    read.documents(),
                    session.shards().position(),
                    read.next() == null ? null : token(session, read.next()));
        } finally {
            if (done) {
                sessions.finish(session);
            } else {
                sessions.release(session);
            }
        }
    }

    private static void check(ScanRequest request, Session session, CollectionId collection) {
        if (!session.collection().name().equals(collection.name())) {
            throw new InvalidException(
                    "cursor",
                    "this cursor belongs to a scan of collection '%s', not of '%s'"
                            .formatted(session.collection().name(), collection.name()));
        }
        if (!session.collection().equals(collection)) {
            throw new NotFoundException(
                    ProblemType.GONE,
                    "collection '%s' was dropped and made anew since this scan began; start again without a cursor"
                            .formatted(collection.name()));
        }
        if (request.conditions() != null && !request.conditions().equals(session.conditions())) {
            throw new InvalidException(
                    "where",
                    "a scan keeps the filter of its first call; leave it out, or start again without a cursor");
        }
    }

    private PinnedShards pin(
            CollectionId collection, Conditions conditions, long position, long none) {
        SlotLimit slots = conditions.slots();
        List<ShardHandle> asked =
                ShardChoice.all(shards, collection).stream()
                        .filter(s -> slots.mayHold(s.range()))
                        .toList();
        return PinnedShards.pin(scatter, asked, position, none);
    }

    private static String token(Session session, ScanKey next) {
        return CursorCodec.encode(
                CursorCodec.Kind.SCAN,
                out -> {
                    out.writeLong(session.id());
                    out.writeLong(session.shards().position());
                    out.writeShort(session.shards().shards().size());
                    for (Pinned pinned : session.shards().shards()) {
                        out.writeLong(pinned.snapshot().generation());
                    }
                    out.writeInt(next.slot());
                    out.writeUTF(next.id().value());
                });
    }

    private record Place(long session, ScanKey after) {
        static Place read(DataInputStream in) throws IOException {
            long session = in.readLong();
            in.readLong();
            int generations = in.readShort();
            in.skipNBytes((long) generations * Long.BYTES);
            return new Place(session, new ScanKey(in.readInt(), new DocumentId(in.readUTF())));
        }
    }
}
